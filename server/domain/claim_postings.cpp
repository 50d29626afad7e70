#include "domain/claim_postings.h"

#include <algorithm>

namespace underpin {
namespace {

using Entries = Result<std::vector<ClaimEntry>>;
using Account = ClaimAccount;

Error refuse(std::string message, std::string hint) {
    return {ErrorClass::input, std::move(message), std::move(hint), {}};
}

std::string text(const Claim& claim, const ClaimAmount& amount) {
    const auto money = [&](std::int64_t minor) { return Money{minor, claim.currency}.to_string(); };
    return money(amount.net) + (amount.tax != 0 ? " and tax " + money(amount.tax) : "") + " " +
           claim.currency.code;
}

ClaimAmount asked(const StepOrder& order, const ClaimAmount& otherwise) {
    if (!order.net && !order.tax) return otherwise;
    return {order.net.value_or(0), order.tax.value_or(0)};
}

bool fits(const ClaimAmount& amount, const ClaimAmount& limit) {
    return amount.net <= limit.net && amount.tax <= limit.tax;
}

const ClaimLine* line_of(const Claim& claim, const StepOrder& order) {
    const auto at = std::ranges::find_if(
        claim.lines, [&](const ClaimLine& line) { return order.line == line.number; });
    return at == claim.lines.end() ? nullptr : &*at;
}

Entries claim_all(const Claim& claim, const StepOrder& order) {
    if (!order.date) return refuse("a claim is sent on a day", "--date 2024-04-20");
    for (const ClaimLine& line : claim.lines) {
        const bool late = line.mode == ClaimMode::request && line.claim_by &&
                          *order.date > *line.claim_by && !is_lapsed(claim, line);
        if (late) {
            return refuse(line.key.to_string() + " could be claimed until " +
                              format_date(*line.claim_by) + ", not on " + format_date(*order.date),
                          "what is past its last day lapses by itself; claim the rest then");
        }
    }
    if (order.net) {
        return refuse("what is claimed is what was approved, no other amount",
                      "leave --amount out; --tax may be given");
    }
    ClaimPostings postings(claim, order);
    postings.move(EntryKind::taxed, Account::source, Account::due, {0, order.tax.value_or(0)});
    postings.move(EntryKind::claimed, Account::due, Account::open, postings.held(Account::due));
    return std::move(postings).entries();
}

// A part of one account goes to another; all of it where nothing else is said.
Entries shift(const Claim& claim, const StepOrder& order, EntryKind kind, Account from, Account to,
              const char* what) {
    ClaimPostings postings(claim, order);
    const ClaimAmount held = postings.held(from);
    const ClaimAmount amount = asked(order, held);
    if (amount.is_zero())
        return refuse(std::string("nothing is ") + what, "see underpin claims show");
    if (!fits(amount, held)) {
        return refuse(
            text(claim, amount) + " is more than what is " + what + ": " + text(claim, held),
            "give at most that");
    }
    postings.move(kind, from, to, amount);
    return std::move(postings).entries();
}

Entries credit(const Claim& claim, const StepOrder& order) {
    if (!order.note || order.note->number.empty()) {
        return refuse("a credit stands on a credit note",
                      "--credit-note NUMBER --date 2024-05-02, as the paper says");
    }
    const ClaimAmount amount = asked(order, {});
    if (amount.is_zero()) return refuse("a credit needs its amount", "--amount, and --tax");
    ClaimPostings postings(claim, order);
    const ClaimAmount open = postings.held(Account::open);
    const ClaimAmount disputed = postings.held(Account::disputed);
    const ClaimAmount outstanding = open + disputed;
    if (amount.net > outstanding.net) {
        return refuse("credit note " + order.note->number + " gives " + text(claim, amount) +
                          ", but only " + text(claim, outstanding) + " is outstanding",
                      "credit what belongs to this claim; the rest belongs to another");
    }
    const ClaimAmount beyond{std::max<std::int64_t>(amount.net - open.net, 0),
                             std::max<std::int64_t>(amount.tax - open.tax, 0)};
    const ClaimAmount conceded = smaller(beyond, disputed);
    postings.move(EntryKind::conceded, Account::disputed, Account::open, conceded);
    postings.move(EntryKind::taxed, Account::source, Account::open, {0, beyond.tax - conceded.tax});
    postings.move(EntryKind::credited, Account::open, Account::credited, amount);
    return std::move(postings).entries();
}

Entries write_off(const Claim& claim, const StepOrder& order) {
    ClaimPostings postings(claim, order);
    const ClaimAmount disputed = postings.held(Account::disputed);
    const ClaimAmount outstanding = disputed + postings.held(Account::open);
    const ClaimAmount amount = asked(order, outstanding);
    if (amount.is_zero()) return refuse("nothing is outstanding", "see underpin claims show");
    if (!fits(amount, outstanding)) {
        return refuse(
            text(claim, amount) + " is more than what is outstanding: " + text(claim, outstanding),
            "give at most that");
    }
    const ClaimAmount first = smaller(amount, disputed);
    postings.move(EntryKind::written_off, Account::disputed, Account::written_off, first);
    postings.move(EntryKind::written_off, Account::open, Account::written_off, amount - first);
    return std::move(postings).entries();
}

Entries lapse(const Claim& claim, const StepOrder& order) {
    const ClaimLine* line = line_of(claim, order);
    if (line == nullptr) return refuse("the claim has no such line", "see underpin claims show");
    if (is_lapsed(claim, *line)) {
        return Error{ErrorClass::conflict, line->key.to_string() + " has lapsed already", "", {}};
    }
    ClaimPostings postings(claim, order);
    // Beside a line that was earned back less may be due than this line is worth.
    const ClaimAmount lost{std::min(worth_of(claim, *line), postings.held(Account::due).net), 0};
    if (lost.net <= 0) return refuse(line->key.to_string() + " has nothing to lose", "");
    postings.move(EntryKind::lapsed, Account::due, Account::lapsed, lost);
    return std::move(postings).entries();
}

// The tax that goes with a change of the net amount, in the proportion of the claim.
std::int64_t tax_share(const Claim& claim, std::int64_t net) {
    const ClaimAmount all = claimed_in_all(claim);
    if (all.net == 0 || all.tax == 0) return 0;
    const Rational share = make_rational(Integer(all.tax) * net, all.net);
    return static_cast<std::int64_t>(round_to_units(share, 0, RoundingMode::half_even));
}

// Where a line's change is booked: for each direction the accounts, in order.
struct Booking {
    std::vector<Account> less;  // then, of what was credited: owed back
    Account more;
};

Booking booking_of(const Claim& claim, const ClaimLine& line) {
    if (is_lapsed(claim, line)) return {{Account::lapsed}, Account::lapsed};
    if (was_claimed(claim)) {
        return {{Account::disputed, Account::open, Account::written_off}, Account::open};
    }
    if (!balance_of(claim).of(Account::waived).is_zero()) {
        return {{Account::waived}, Account::waived};
    }
    return {{Account::due}, Account::due};
}

void adjust_down(ClaimPostings& postings, const Booking& booking, ClaimAmount left) {
    for (const Account account : booking.less) {
        const ClaimAmount taken = smaller(left, postings.held(account));
        postings.move(EntryKind::adjusted, account, Account::source, taken);
        left = left - taken;
    }
    if (booking.more != Account::open) return;
    postings.move(EntryKind::adjusted, Account::credited, Account::owed_back,
                  smaller(left, postings.held(Account::credited)));
}

void adjust_up(ClaimPostings& postings, const Booking& booking, ClaimAmount more) {
    if (booking.more == Account::open) {
        const ClaimAmount back = smaller(more, postings.held(Account::owed_back));
        postings.move(EntryKind::adjusted, Account::owed_back, Account::credited, back);
        more = more - back;
    }
    postings.move(EntryKind::adjusted, Account::source, booking.more, more);
}

Entries adjust(const Claim& claim, const StepOrder& order) {
    const ClaimLine* line = line_of(claim, order);
    if (line == nullptr || !order.worth) {
        return refuse("an adjustment names a line and what it is worth", "");
    }
    const std::int64_t change =
        (ClaimAmount{*order.worth, 0} - ClaimAmount{worth_of(claim, *line), 0}).net;
    const Booking booking = booking_of(claim, *line);
    ClaimPostings postings(claim, order);
    if (change > 0) adjust_up(postings, booking, {change, tax_share(claim, change)});
    if (change < 0) adjust_down(postings, booking, {-change, tax_share(claim, -change)});
    return std::move(postings).entries();
}

}  // namespace

void ClaimPostings::add(EntryKind kind, Account from, Account to, const ClaimAmount& amount) {
    ClaimEntry entry;
    entry.number = next_++;
    entry.step = order_.step;
    entry.kind = kind;
    entry.from = from;
    entry.to = to;
    entry.amount = amount;
    if (kind == EntryKind::lapsed || kind == EntryKind::adjusted) entry.line = order_.line;
    if (kind == EntryKind::credited) entry.note = order_.note;
    entry.date = order_.date;
    entry.at = order_.at;
    entry.actor = order_.actor;
    entry.reason = order_.reason;
    balance_.post(entry);
    entries_.push_back(std::move(entry));
}

void ClaimPostings::move(EntryKind kind, Account from, Account to, const ClaimAmount& amount) {
    if (!amount.is_zero()) add(kind, from, to, amount);
}

void ClaimPostings::say(EntryKind kind, Account at, const ClaimAmount& about) {
    add(kind, at, at, about);
}

std::vector<ClaimEntry> endorse(const Claim& claim, const StepOrder& order,
                                const ClaimAmount& about) {
    ClaimPostings postings(claim, order);
    postings.say(EntryKind::endorsed,
                 order.step == ClaimStep::write_off ? Account::open : Account::due, about);
    return std::move(postings).entries();
}

Entries post_step(const Claim& claim, const StepOrder& order) {
    ClaimPostings postings(claim, order);
    switch (order.step) {
        case ClaimStep::approve:
            postings.say(EntryKind::approved, Account::due, postings.held(Account::due));
            return std::move(postings).entries();
        case ClaimStep::acknowledge:
            postings.say(EntryKind::acknowledged, Account::open, postings.held(Account::open));
            return std::move(postings).entries();
        case ClaimStep::claim: return claim_all(claim, order);
        case ClaimStep::dispute:
            return shift(claim, order, EntryKind::disputed, Account::open, Account::disputed,
                         "open and not contested");
        case ClaimStep::concede:
            return shift(claim, order, EntryKind::conceded, Account::disputed, Account::open,
                         "contested");
        case ClaimStep::credit: return credit(claim, order);
        case ClaimStep::write_off: return write_off(claim, order);
        case ClaimStep::waive:
            postings.move(EntryKind::waived, Account::due, Account::waived,
                          postings.held(Account::due));
            return std::move(postings).entries();
        case ClaimStep::repay:
            return shift(claim, order, EntryKind::repaid, Account::owed_back, Account::source,
                         "owed back");
        case ClaimStep::lapse: return lapse(claim, order);
        case ClaimStep::adjust: return adjust(claim, order);
        case ClaimStep::propose: break;
    }
    return Error{ErrorClass::internal, "a claim is proposed once", "", {}};
}

bool may_move(EntryKind kind, Account from, Account to) {
    if (from == to) {
        return kind == EntryKind::endorsed || kind == EntryKind::approved ||
               kind == EntryKind::acknowledged;
    }
    struct Way {
        EntryKind kind;
        Account from, to;
        bool operator==(const Way&) const = default;
    };
    static const std::vector<Way> ways = [] {
        std::vector<Way> all{
            {EntryKind::proposed, Account::source, Account::due},
            {EntryKind::taxed, Account::source, Account::due},
            {EntryKind::taxed, Account::source, Account::open},
            {EntryKind::claimed, Account::due, Account::open},
            {EntryKind::disputed, Account::open, Account::disputed},
            {EntryKind::conceded, Account::disputed, Account::open},
            {EntryKind::credited, Account::open, Account::credited},
            {EntryKind::written_off, Account::open, Account::written_off},
            {EntryKind::written_off, Account::disputed, Account::written_off},
            {EntryKind::waived, Account::due, Account::waived},
            {EntryKind::lapsed, Account::due, Account::lapsed},
            {EntryKind::repaid, Account::owed_back, Account::source},
            {EntryKind::adjusted, Account::credited, Account::owed_back},
            {EntryKind::adjusted, Account::owed_back, Account::credited},
        };
        for (const Account held : {Account::due, Account::open, Account::disputed,
                                   Account::written_off, Account::waived, Account::lapsed}) {
            all.push_back({EntryKind::adjusted, held, Account::source});
            all.push_back({EntryKind::adjusted, Account::source, held});
        }
        return all;
    }();
    return std::ranges::find(ways, Way{kind, from, to}) != ways.end();
}

}  // namespace underpin

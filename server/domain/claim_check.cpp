#include "domain/claim_check.h"

#include <algorithm>

#include "base/text.h"
#include "domain/claim_step.h"

namespace underpin {
namespace {

class Replay {
  public:
    explicit Replay(const Claim& claim) : claim_(claim) {
        so_far_ = claim;
        so_far_.entries.clear();
    }

    std::vector<std::string> run() {
        check_lines();
        for (const ClaimEntry& entry : claim_.entries) {
            check_words(entry);
            check_place(entry);
            balance_.post(entry);
            so_far_.entries.push_back(entry);
            check_balance(entry);
        }
        if (claim_.entries.empty()) faults_.emplace_back("it has no entry");
        return std::move(faults_);
    }

  private:
    void fault(const ClaimEntry& entry, const std::string& text) {
        faults_.push_back("entry " + std::to_string(entry.number) + " (" +
                          entry_kind_name(entry.kind) + ") " + text);
    }

    void check_lines() {
        ClaimAmount sum;
        for (std::size_t i = 0; i < claim_.lines.size(); ++i) {
            sum = sum + ClaimAmount{claim_.lines[i].net, 0};
            if (claim_.lines[i].number == static_cast<int>(i) + 1) continue;
            faults_.emplace_back("its lines are not numbered in order");
        }
        if (!claim_.entries.empty() && claim_.entries.front().amount != sum) {
            faults_.emplace_back("its first entry is not the sum of its lines");
        }
    }

    void check_words(const ClaimEntry& entry) {
        if (entry.number != static_cast<int>(so_far_.entries.size()) + 1) {
            fault(entry, "is out of order");
        }
        if (trim(entry.actor).empty()) fault(entry, "does not say who made it");
        if (trim(entry.reason).empty()) fault(entry, "does not say why it was made");
        if (entry.amount.is_negative()) fault(entry, "has an amount below zero");
        if (!may_move(entry.kind, entry.from, entry.to)) {
            fault(entry, std::string("cannot go from ") + claim_account_name(entry.from) + " to " +
                             claim_account_name(entry.to));
        }
        if (entry.kind == EntryKind::credited && (!entry.note || entry.note->number.empty())) {
            fault(entry, "has no credit note");
        }
        const bool of_line = entry.kind == EntryKind::lapsed || entry.kind == EntryKind::adjusted;
        if (of_line && !entry.line) fault(entry, "does not say which line it is about");
    }

    // One step may make several entries: the later ones follow the first, not a state.
    [[nodiscard]] bool goes_on(const ClaimEntry& entry) const {
        const ClaimEntry& last = so_far_.entries.back();
        return last.step == entry.step && last.at == entry.at && last.actor == entry.actor &&
               last.line == entry.line && last.kind != EntryKind::endorsed;
    }

    void check_place(const ClaimEntry& entry) {
        if (so_far_.entries.empty()) {
            if (entry.step != ClaimStep::propose || entry.kind != EntryKind::proposed) {
                fault(entry, "is not how a claim begins");
            }
            return;
        }
        if (!goes_on(entry) && !may_follow(state_of(so_far_), entry.step)) {
            fault(entry,
                  std::string("cannot follow the state ") + claim_state_name(state_of(so_far_)));
        }
        const ClaimEntry& last = so_far_.entries.back();
        const bool seconds = last.kind == EntryKind::endorsed && last.step == entry.step &&
                             entry.kind != EntryKind::endorsed && last.amount == entry.amount;
        if (seconds && last.actor == entry.actor) {
            fault(entry, "was agreed to twice by the same person");
        }
    }

    void check_balance(const ClaimEntry& entry) {
        ClaimAmount sum;
        for (int i = 0; i < claim_account_count; ++i) {
            const auto account = static_cast<ClaimAccount>(i);
            sum = sum + balance_.of(account);
            if (account == ClaimAccount::source || !balance_.of(account).is_negative()) continue;
            fault(entry, std::string("leaves less than nothing in ") + claim_account_name(account));
        }
        if (!sum.is_zero()) fault(entry, "does not balance");
        const ClaimAmount worth = ClaimAmount{} - balance_.of(ClaimAccount::source);
        const ClaimAmount settled =
            balance_.of(ClaimAccount::credited) + balance_.of(ClaimAccount::written_off);
        if (settled.net > worth.net || settled.tax > worth.tax) {
            fault(entry, "leaves more credited and written off than was claimed");
        }
    }

    const Claim& claim_;
    Claim so_far_;
    ClaimBalance balance_;
    std::vector<std::string> faults_;
};

}  // namespace

std::vector<std::string> claim_faults(const Claim& claim) { return Replay(claim).run(); }

}  // namespace underpin

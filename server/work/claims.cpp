#include "work/claims.h"

#include <algorithm>

#include "base/text.h"
#include "work/claim_lines.h"
#include "work/portfolio.h"
#include "work/scorecards.h"

namespace underpin {

namespace {

Error no_claim(std::int64_t id) {
    return {ErrorClass::not_found,
            "there is no claim " + std::to_string(id),
            "underpin claims lists them",
            {}};
}

// A commit whose answer was lost runs again: every change has a key, so that it then finds itself.
std::string key_or_own(const std::string& key) {
    return key.empty() ? new_claim_request_key() : key;
}

Result<std::optional<Claim>> done_before(Session& session, const std::string& key, ClaimStep step,
                                         std::int64_t claim) {
    const auto request = find_claim_request(session, key);
    if (!request) return std::optional<Claim>();
    if (request->step != step || (claim != 0 && request->claim != claim)) {
        return Error{ErrorClass::conflict,
                     "the key " + key + " was given for another step, of claim " +
                         std::to_string(request->claim),
                     "take a new key for each step",
                     {}};
    }
    return load_claim(session, request->claim);
}

// ---- propose

std::set<std::string> contracts_of(const std::vector<ClosedLine>& lines) {
    std::set<std::string> contracts;
    for (const auto& line : lines) contracts.insert(line.contract);
    return contracts;
}

bool is_asked_for(const ProposeRequest& request, const ClosedLine& line) {
    if (!request.contract.empty() && line.contract != request.contract) return false;
    return request.periods.empty() ||
           std::ranges::find(request.periods, line.key.period) != request.periods.end();
}

Error nothing_to_claim(const ProposeRequest& request) {
    const auto periods = request.periods.empty() ? "" : " in " + join(request.periods, ", ");
    return {ErrorClass::not_found,
            "no closed period of " + request.supplier +
                (request.contract.empty() ? "" : " under " + request.contract) + periods +
                " has a service credit that is in no claim yet",
            "close the period first: underpin close --supplier " + request.supplier + " --period " +
                (request.periods.empty() ? "2024-03" : request.periods.front()) +
                "; underpin credits " + request.supplier + " shows what is owed",
            {}};
}

std::string default_reason(const std::vector<ClosedLine>& lines) {
    std::set<std::string> periods;
    for (const auto& line : lines) periods.insert(line.key.period);
    const std::vector<std::string> labels(periods.begin(), periods.end());
    return "service credits of " + join(labels, ", ");
}

Result<std::vector<ClosedLine>> lines_to_claim(const Context& context,
                                               const ProposeRequest& request) {
    auto lines = closed_lines(context, request.supplier);
    if (!lines) return lines.error();
    std::erase_if(*lines, [&](const ClosedLine& line) {
        return !is_asked_for(request, line) || line.amount.minor == 0;
    });
    context.database.read([&](Session& session) {
        std::erase_if(*lines, [&](const ClosedLine& line) {
            return claim_holding(session, line.key).has_value();
        });
    });
    if (lines->empty()) return nothing_to_claim(request);
    const auto contracts = contracts_of(*lines);
    if (contracts.size() > 1) {
        const std::vector<std::string> names(contracts.begin(), contracts.end());
        return Error{
            ErrorClass::input,
            request.supplier + " owes credits under several contracts: " + join(names, ", "),
            "a claim is of one of them: --contract " + names.front(),
            {}};
    }
    return lines;
}

// ---- steps

Date today_of(const Claim& claim, Instant now) {
    return require(TimeZone::find(claim.lines.front().time_zone)).date_of(now);
}

Result<std::optional<std::int64_t>> amount_in(const Claim& claim, const std::string& text,
                                              const char* option) {
    if (text.empty()) return std::optional<std::int64_t>();
    const auto money = Money::parse(text, claim.currency);
    if (!money) {
        auto error = money.error();
        error.place.field = option;
        return error;
    }
    return std::optional(money->minor);
}

// A sentence for steps that need no reason of their own; those that give something up do.
std::string reason_of(const ClaimStepRequest& request) {
    if (!request.reason.empty()) return request.reason;
    switch (request.step) {
        case ClaimStep::approve: return "approved as proposed";
        case ClaimStep::claim: return "sent to the supplier";
        case ClaimStep::acknowledge: return "the supplier has received it";
        case ClaimStep::credit: return "credit note " + request.note;
        default: return "";
    }
}

Result<StepOrder> order_of(const Context& context, const ClaimRules& rules, const Claim& claim,
                           const ClaimStepRequest& request) {
    StepOrder order;
    order.step = request.step;
    order.at = context.clock.now();
    order.actor = context.actor;
    order.reason = reason_of(request);
    order.date = request.date.value_or(today_of(claim, order.at));
    order.two_people_above = rules.threshold(claim.currency);
    if (!request.note.empty()) order.note = CreditNote{request.note, *order.date};
    const auto net = amount_in(claim, request.net, "--amount");
    if (!net) return net.error();
    const auto tax = amount_in(claim, request.tax, "--tax");
    if (!tax) return tax.error();
    order.net = *net;
    order.tax = *tax;
    return order;
}

Result<Claim> step_in(Session& session, const Context& context, const ClaimRules& rules,
                      const ClaimStepRequest& request, const std::string& key) {
    const auto before = done_before(session, key, request.step, request.claim);
    if (!before) return before.error();
    if (*before) return **before;
    const auto claim = load_claim(session, request.claim);
    if (!claim) return no_claim(request.claim);
    if (request.expected && *request.expected != claim->version()) {
        return Error{ErrorClass::conflict,
                     "claim " + std::to_string(claim->id) + " has changed: it is version " +
                         std::to_string(claim->version()) + ", not " +
                         std::to_string(*request.expected),
                     "look at it again",
                     {}};
    }
    const auto order = order_of(context, rules, *claim, request);
    if (!order) return order.error();
    const auto entries = take_step(*claim, *order);
    if (!entries) return entries.error();
    if (auto added = append_claim_entries(session, *claim, *entries, key); !added) {
        return added.error();
    }
    return with_entries(*claim, *entries);
}

}  // namespace

Result<Claim> propose_claim(const Context& context, const ProposeRequest& request) {
    const auto portfolio = load_portfolio_with_past(context);
    if (!portfolio) return portfolio.error();
    if (auto known = agreements_of(*portfolio, request.supplier); !known) return known.error();
    const auto key = key_or_own(request.request_key);
    const auto before = context.database.read(
        [&](Session& session) { return done_before(session, key, ClaimStep::propose, 0); });
    if (!before) return before.error();
    if (*before) return **before;
    if (auto kept = keep_claims(context, request.supplier); !kept) return kept.error();
    const auto lines = lines_to_claim(context, request);
    if (!lines) return lines.error();
    Claim claim = claim_on(*lines);
    StepOrder order;
    order.step = ClaimStep::propose;
    order.at = context.clock.now();
    order.actor = context.actor;
    order.reason = request.reason.empty() ? default_reason(*lines) : request.reason;
    const auto entries = open_claim(claim, order);
    if (!entries) return entries.error();
    claim.entries = *entries;
    return context.database.transact([&](Session& session) -> Result<Claim> {
        const auto again = done_before(session, key, ClaimStep::propose, 0);
        if (!again) return again.error();
        if (*again) return **again;
        const auto id = insert_claim(session, claim, key);
        if (!id) return id.error();
        Claim stored = claim;
        stored.id = *id;
        return stored;
    });
}

Result<Claim> step_claim(const Context& context, const ClaimRules& rules,
                         const ClaimStepRequest& request) {
    const auto claim = get_claim(context, request.claim);
    if (!claim) return claim.error();
    if (auto kept = keep_claims(context, claim->supplier); !kept) return kept.error();
    const auto key = key_or_own(request.request_key);
    return context.database.transact(
        [&](Session& session) { return step_in(session, context, rules, request, key); });
}

Result<Claim> get_claim(const Context& context, std::int64_t id) {
    auto claim = context.database.read([&](Session& session) { return load_claim(session, id); });
    if (!claim) return no_claim(id);
    return std::move(*claim);
}

Result<std::vector<Claim>> find_claims(const Context& context, const ClaimFilter& filter) {
    if (!filter.supplier.empty()) {
        const auto portfolio = load_portfolio_with_past(context);
        if (!portfolio) return portfolio.error();
        if (auto known = agreements_of(*portfolio, filter.supplier); !known) return known.error();
    }
    const auto supplier = filter.supplier.empty() ? std::nullopt : std::optional(filter.supplier);
    if (auto kept = keep_claims(context, supplier); !kept) return kept.error();
    return context.database.read([&](Session& session) { return load_claims(session, filter); });
}

}  // namespace underpin

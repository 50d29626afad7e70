#include "domain/claim_step.h"

#include <algorithm>

#include "base/text.h"
#include "domain/claim_postings.h"

namespace underpin {
namespace {

using Entries = Result<std::vector<ClaimEntry>>;

const std::vector<StepRule>& rules() {
    using S = ClaimState;
    static const std::vector<S> sent{S::claimed, S::acknowledged, S::disputed, S::partly_credited};
    static const std::vector<StepRule> all{
        {ClaimStep::approve, {S::proposed}},
        {ClaimStep::claim, {S::approved}},
        {ClaimStep::acknowledge, {S::claimed}},
        {ClaimStep::dispute, sent},
        {ClaimStep::concede, {S::disputed}},
        {ClaimStep::credit, sent},
        {ClaimStep::write_off, sent},
        {ClaimStep::waive, {S::proposed, S::approved}},
        {ClaimStep::repay,
         {S::claimed, S::acknowledged, S::disputed, S::partly_credited, S::credited}},
        {ClaimStep::lapse, {S::proposed, S::approved}},
        {ClaimStep::adjust,
         {S::proposed, S::approved, S::claimed, S::acknowledged, S::disputed, S::partly_credited,
          S::credited, S::waived, S::lapsed, S::withdrawn}},
    };
    return all;
}

Error refuse(std::string message, std::string hint) {
    return {ErrorClass::input, std::move(message), std::move(hint), {}};
}

std::string words(ClaimStep step) {
    return step == ClaimStep::write_off ? "write-off" : claim_step_name(step);
}

Error not_now(const Claim& claim, ClaimStep step) {
    std::vector<std::string> next;
    for (const ClaimStep one : next_steps(claim)) next.push_back(words(one));
    return {ErrorClass::conflict,
            "a claim that is " + std::string(claim_state_name(state_of(claim))) + " cannot take '" +
                words(step) + "'",
            next.empty() ? "nothing more can be done with it" : "it can take: " + join(next, ", "),
            {}};
}

bool gives_up(ClaimStep step) {
    return step == ClaimStep::approve || step == ClaimStep::waive || step == ClaimStep::write_off;
}

// What the step is about where two people have to agree to it.
ClaimAmount at_stake(const Claim& claim, const StepOrder& order) {
    const ClaimBalance balance = balance_of(claim);
    if (order.step != ClaimStep::write_off) return balance.of(ClaimAccount::due);
    const ClaimAmount all = balance.outstanding();
    if (!order.net && !order.tax) return all;
    return {order.net.value_or(0), order.tax.value_or(0)};
}

bool needs_second(const Claim& claim, const StepOrder& order) {
    return gives_up(order.step) && order.two_people_above &&
           at_stake(claim, order).net > *order.two_people_above;
}

// The first person's word, where it stands and is about the same.
const ClaimEntry* endorsement(const Claim& claim, const StepOrder& order) {
    if (claim.entries.empty()) return nullptr;
    const ClaimEntry& last = claim.entries.back();
    const bool same = last.kind == EntryKind::endorsed && last.step == order.step &&
                      last.amount == at_stake(claim, order);
    return same ? &last : nullptr;
}

Result<void> check_order(const Claim& claim, const StepOrder& order) {
    if (trim(order.actor).empty()) return refuse("a step needs somebody who takes it", "--actor");
    if (trim(order.reason).empty()) return refuse("a step needs a reason", "--reason");
    if (!may_follow(state_of(claim), order.step)) return not_now(claim, order.step);
    if (order.net.value_or(0) < 0 || order.tax.value_or(0) < 0) {
        return refuse("an amount of a claim is not below zero", "give what it is about");
    }
    return {};
}

}  // namespace

std::span<const StepRule> step_rules() { return rules(); }

bool may_follow(ClaimState state, ClaimStep step) {
    return std::ranges::any_of(rules(), [&](const StepRule& rule) {
        return rule.step == step && std::ranges::find(rule.from, state) != rule.from.end();
    });
}

std::vector<ClaimStep> next_steps(const Claim& claim) {
    std::vector<ClaimStep> next;
    const ClaimState state = state_of(claim);
    const ClaimBalance balance = balance_of(claim);
    const auto has_something = [&](ClaimStep step) {
        if (step == ClaimStep::repay) return !balance.of(ClaimAccount::owed_back).is_zero();
        if (step == ClaimStep::dispute) return !balance.of(ClaimAccount::open).is_zero();
        const bool settles = step == ClaimStep::credit || step == ClaimStep::write_off;
        return !settles || !balance.outstanding().is_zero();
    };
    for (const StepRule& rule : rules()) {
        if (rule.step == ClaimStep::lapse || rule.step == ClaimStep::adjust) continue;
        if (may_follow(state, rule.step) && has_something(rule.step)) next.push_back(rule.step);
    }
    return next;
}

Entries open_claim(const Claim& claim, const StepOrder& order) {
    if (trim(order.actor).empty())
        return refuse("a claim needs somebody who proposes it", "--actor");
    if (trim(order.reason).empty()) return refuse("a claim needs a reason", "--reason");
    ClaimAmount sum;
    for (const ClaimLine& line : claim.lines) sum = sum + ClaimAmount{line.net, 0};
    if (claim.lines.empty() || sum.net <= 0) {
        return refuse("these lines come to nothing that could be claimed",
                      "underpin credits shows what is owed");
    }
    ClaimPostings postings(claim, order);
    postings.move(EntryKind::proposed, ClaimAccount::source, ClaimAccount::due, sum);
    return std::move(postings).entries();
}

Entries take_step(const Claim& claim, const StepOrder& order) {
    if (auto checked = check_order(claim, order); !checked) return checked.error();
    const ClaimEntry* first = endorsement(claim, order);
    if (first != nullptr && first->actor == order.actor) {
        return Error{ErrorClass::conflict,
                     order.actor + " has agreed already; this needs a second person",
                     "somebody else takes the same step (--actor)",
                     {}};
    }
    if (first == nullptr && needs_second(claim, order)) {
        return endorse(claim, order, at_stake(claim, order));
    }
    return post_step(claim, order);
}

Claim with_entries(Claim claim, const std::vector<ClaimEntry>& entries) {
    claim.entries.insert(claim.entries.end(), entries.begin(), entries.end());
    return claim;
}

}  // namespace underpin

// Laws of a claim's ledger, whatever is done with it in whatever order.
#include <algorithm>
#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <set>

#include "domain/claim_check.h"
#include "unit/domain/claim_fixture.h"

namespace underpin {
namespace {

using claim_support::claim_of;
using claim_support::date_of;
using claim_support::order_of;

template <typename Property>
void holds(const std::string& law, Property property) {
    EXPECT_TRUE(rc::check(law, property)) << law;
}

// A whole number of [low, high) with every one as likely: the generator alone begins with small
// ones.
std::int64_t dice(std::int64_t low, std::int64_t high) {
    return *rc::gen::resize(rc::kNominalSize, rc::gen::inRange<std::int64_t>(low, high));
}

Claim any_claim() {
    auto pounds = *rc::gen::container<std::vector<std::int64_t>>(
        static_cast<std::size_t>(dice(1, 4)), rc::gen::inRange<std::int64_t>(-40, 200));
    pounds.push_back(300);  // or there would be nothing to claim
    const Claim claim = claim_of(pounds);
    return with_entries(claim, require(open_claim(claim, order_of(ClaimStep::propose))));
}

// Anything at all, legal or not: amounts around what there is, days around the last one.
StepOrder any_order(const Claim& claim) {
    const auto step = static_cast<ClaimStep>(dice(1, claim_step_count));
    StepOrder order = order_of(step);
    if (step != ClaimStep::claim) {
        if (dice(0, 3) > 0) order.net = dice(-10, 40'000);
    }
    if (dice(0, 2) > 0) order.tax = dice(0, 8'000);
    order.actor = *rc::gen::element<std::string>("jo", "kim", "alex");
    order.at = claim.entries.back().at + second;
    order.date = date_of("2024-04-28") + date::days(static_cast<int>(dice(0, 4)));
    if (dice(0, 3) == 0) order.two_people_above = 10'000;
    if (step == ClaimStep::lapse || step == ClaimStep::adjust) {
        order.line = static_cast<int>(dice(0, static_cast<std::int64_t>(claim.lines.size()) + 2));
        order.worth = dice(-5'000, 40'000);
    }
    return order;
}

// An order that leads on more often than not, so that late states are reached.
StepOrder likely_order(const Claim& claim) {
    const auto next = next_steps(claim);
    if (next.empty() || dice(0, 4) == 0) return any_order(claim);
    StepOrder order = any_order(claim);
    order.step = *rc::gen::elementOf(next);
    order.two_people_above.reset();
    order.date = date_of("2024-04-20");
    if (order.step == ClaimStep::credit) {
        order.note = CreditNote{"CN-1", date_of("2024-05-02")};
        order.net = dice(1, 20'000);
    } else if (order.step == ClaimStep::claim) {
        order.net.reset();
    }
    return order;
}

template <typename Look>
void walk_once(Look look) {
    Claim claim = any_claim();
    const auto length = dice(1, 40);
    for (std::int64_t i = 0; i < length; ++i) {
        const StepOrder order = likely_order(claim);
        const auto taken = take_step(claim, order);
        look(claim, order, taken);
        if (taken) claim = with_entries(std::move(claim), *taken);
    }
}

// Often enough to come by every state.
template <typename Look>
void walk(Look look) {
    for (int i = 0; i < 5; ++i) walk_once(look);
}

TEST(ClaimLaws, TheInvariantsHoldAfterEveryStepThatIsTaken) {
    std::size_t taken_steps = 0;
    std::set<ClaimState> seen;
    holds("no fault", [&] {
        walk([&](const Claim& claim, const StepOrder&, const auto& taken) {
            if (!taken) return;
            const Claim next = with_entries(claim, *taken);
            const auto faults = claim_faults(next);
            if (!faults.empty()) RC_LOG(faults.front());
            RC_ASSERT(faults.empty());
            ++taken_steps;
            seen.insert(state_of(next));
        });
    });
    // Or the law would hold for want of steps.
    EXPECT_GT(taken_steps, 200U);
    EXPECT_EQ(seen.size(), static_cast<std::size_t>(claim_state_count));
}

TEST(ClaimLaws, WhatTheTableForbidsIsRefused) {
    holds("the table holds", [] {
        walk([](const Claim& claim, const StepOrder& order, const auto& taken) {
            if (!may_follow(state_of(claim), order.step)) RC_ASSERT(!taken.ok());
        });
    });
}

TEST(ClaimLaws, CreditNotesAreNeitherLostNorBeyondWhatWasClaimed) {
    holds("notes", [] {
        walk([](const Claim& claim, const StepOrder& order, const auto& taken) {
            if (!taken) return;
            const Claim next = with_entries(claim, *taken);
            const ClaimBalance balance = balance_of(next);
            ClaimAmount repaid;
            for (const ClaimEntry& entry : next.entries) {
                if (entry.kind == EntryKind::repaid) repaid = repaid + entry.amount;
            }
            RC_ASSERT(shown_on_notes(next) == balance.of(ClaimAccount::credited) +
                                                  balance.of(ClaimAccount::owed_back) + repaid);
            if (order.step == ClaimStep::credit) {
                RC_ASSERT(shown_on_notes(next).net - shown_on_notes(claim).net ==
                          order.net.value_or(0));
                RC_ASSERT(order.net.value_or(0) <= balance_of(claim).outstanding().net);
            }
        });
    });
}

TEST(ClaimLaws, AdjustingTwiceIsAdjustingOnce) {
    holds("an adjustment is a difference", [] {
        walk([](const Claim& claim, const StepOrder& order, const auto& taken) {
            if (!taken || order.step != ClaimStep::adjust) return;
            const Claim next = with_entries(claim, *taken);
            const ClaimLine& line = next.lines.at(static_cast<std::size_t>(*order.line - 1));
            if (worth_of(next, line) != *order.worth) return;  // there was not as much to take
            RC_ASSERT(require(take_step(next, order)).empty());
        });
    });
}

TEST(ClaimLaws, OnePersonNeverAgreesForTwo) {
    holds("two people", [] {
        walk([](const Claim& claim, const StepOrder& order, const auto& taken) {
            const bool gives = order.step == ClaimStep::approve || order.step == ClaimStep::waive;
            const ClaimAmount due = balance_of(claim).of(ClaimAccount::due);
            if (!taken || !gives || !order.two_people_above) return;
            if (due.net <= *order.two_people_above) return;
            const bool moved = taken->front().kind != EntryKind::endorsed;
            if (!moved) return;
            RC_ASSERT(claim.entries.back().kind == EntryKind::endorsed);
            RC_ASSERT(claim.entries.back().actor != order.actor);
        });
    });
}

}  // namespace
}  // namespace underpin

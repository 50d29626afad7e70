// What each step does to a claim's balances and state.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "domain/claim_check.h"
#include "unit/domain/claim_fixture.h"

namespace underpin {
namespace {

using claim_support::after;
using claim_support::claim_of;
using claim_support::date_of;
using claim_support::order_of;
using claim_support::proposed;
using claim_support::sent;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using Account = ClaimAccount;
using Step = ClaimStep;

// In whole pounds: due, open, disputed, credited, written off, waived, lapsed, owed back.
std::vector<std::int64_t> net_of(const Claim& claim) {
    const ClaimBalance balance = balance_of(claim);
    std::vector<std::int64_t> pounds;
    for (int i = 1; i < claim_account_count; ++i) {
        pounds.push_back(balance.of(static_cast<Account>(i)).net / 100);
    }
    EXPECT_THAT(claim_faults(claim), IsEmpty());
    return pounds;
}

std::string refusal(const Claim& claim, const StepOrder& order) {
    const auto taken = take_step(claim, order);
    return taken ? "taken" : taken.error().message;
}

TEST(ClaimSteps, FromProposedToCredited) {
    Claim claim = proposed({100, 50});
    EXPECT_EQ(state_of(claim), ClaimState::proposed);
    EXPECT_THAT(net_of(claim), ElementsAre(150, 0, 0, 0, 0, 0, 0, 0));
    claim = after(claim, order_of(Step::approve));
    EXPECT_EQ(state_of(claim), ClaimState::approved);
    claim = after(claim, order_of(Step::claim, {}, 30));
    EXPECT_EQ(state_of(claim), ClaimState::claimed);
    EXPECT_THAT(net_of(claim), ElementsAre(0, 150, 0, 0, 0, 0, 0, 0));
    EXPECT_EQ(balance_of(claim).of(Account::open).gross(), 18'000);
    claim = after(claim, order_of(Step::acknowledge));
    EXPECT_EQ(state_of(claim), ClaimState::acknowledged);
    claim = after(claim, order_of(Step::credit, 100, 20));
    EXPECT_EQ(state_of(claim), ClaimState::partly_credited);
    claim = after(claim, order_of(Step::credit, 50, 10));
    EXPECT_EQ(state_of(claim), ClaimState::credited);
    EXPECT_THAT(net_of(claim), ElementsAre(0, 0, 0, 150, 0, 0, 0, 0));
    EXPECT_EQ(shown_on_notes(claim), (ClaimAmount{15'000, 3'000}));
    EXPECT_THAT(next_steps(claim), IsEmpty());
}

TEST(ClaimSteps, ADisputeIsConcededOrWrittenOff) {
    Claim claim = after(sent({100}), order_of(Step::dispute, 40));
    EXPECT_EQ(state_of(claim), ClaimState::disputed);
    EXPECT_THAT(net_of(claim), ElementsAre(0, 60, 40, 0, 0, 0, 0, 0));
    claim = after(claim, order_of(Step::concede, 10));
    EXPECT_THAT(net_of(claim), ElementsAre(0, 70, 30, 0, 0, 0, 0, 0));
    claim = after(claim, order_of(Step::credit, 70));
    EXPECT_EQ(state_of(claim), ClaimState::disputed);
    claim = after(claim, order_of(Step::write_off));
    EXPECT_EQ(state_of(claim), ClaimState::partly_credited);
    EXPECT_THAT(net_of(claim), ElementsAre(0, 0, 0, 70, 30, 0, 0, 0));
    EXPECT_THAT(next_steps(claim), IsEmpty());
}

TEST(ClaimSteps, ACreditBeyondWhatIsOpenConcedes) {
    const Claim claim =
        after(sent({100}), {order_of(Step::dispute, 40), order_of(Step::credit, 80, 16)});
    EXPECT_THAT(net_of(claim), ElementsAre(0, 0, 20, 80, 0, 0, 0, 0));
    // The tax that the note shows was never claimed: it came in by an entry of its own.
    EXPECT_EQ(claim.entries.at(claim.entries.size() - 2).kind, EntryKind::taxed);
    EXPECT_EQ(balance_of(claim).of(Account::credited).tax, 1'600);
    EXPECT_THAT(refusal(claim, order_of(Step::credit, 21)), HasSubstr("only 20.00 GBP"));
}

TEST(ClaimSteps, GivingUpWaivesWhatWasNotSent) {
    const Claim claim = after(proposed({100}), order_of(Step::waive));
    EXPECT_EQ(state_of(claim), ClaimState::waived);
    EXPECT_THAT(net_of(claim), ElementsAre(0, 0, 0, 0, 0, 100, 0, 0));
    EXPECT_THAT(refusal(sent({100}), order_of(Step::waive)), HasSubstr("cannot take 'waive'"));
    EXPECT_EQ(state_of(after(sent({100}), order_of(Step::write_off))), ClaimState::waived);
}

StepOrder by(StepOrder order, const std::string& actor, std::int64_t pounds) {
    order.actor = actor;
    order.two_people_above = pounds * 100;
    return order;
}

TEST(ClaimSteps, AboveTheThresholdTwoPeopleAgree) {
    Claim claim = proposed({100});
    EXPECT_EQ(state_of(after(claim, by(order_of(Step::approve), "jo", 100))), ClaimState::approved);
    claim = after(claim, by(order_of(Step::approve), "jo", 99));
    EXPECT_EQ(state_of(claim), ClaimState::proposed);
    EXPECT_EQ(claim.entries.back().kind, EntryKind::endorsed);
    EXPECT_THAT(refusal(claim, by(order_of(Step::approve), "jo", 99)), HasSubstr("second person"));
    // Another step in between: the first word no longer stands.
    Claim lapsed = with_entries(claim, {});
    StepOrder adjust = order_of(Step::adjust);
    adjust.line = 1;
    adjust.worth = 12'000;
    lapsed = after(lapsed, adjust);
    lapsed = after(lapsed, by(order_of(Step::approve), "kim", 99));
    EXPECT_EQ(state_of(lapsed), ClaimState::proposed);
    claim = after(claim, by(order_of(Step::approve), "kim", 99));
    EXPECT_EQ(state_of(claim), ClaimState::approved);
    claim = after(claim, order_of(Step::claim));
    // Giving up after it was sent is no way around it.
    claim = after(claim, by(order_of(Step::write_off), "jo", 99));
    EXPECT_EQ(state_of(claim), ClaimState::claimed);
    claim = after(claim, by(order_of(Step::write_off), "kim", 99));
    EXPECT_EQ(state_of(claim), ClaimState::waived);
}

TEST(ClaimSteps, ALineThatIsLateIsNotClaimed) {
    Claim claim = after(proposed({100, 50}), order_of(Step::approve));
    StepOrder late = order_of(Step::claim);
    late.date = date_of("2024-05-01");
    EXPECT_THAT(refusal(claim, late), HasSubstr("until 2024-04-30, not on 2024-05-01"));
    StepOrder lapse = order_of(Step::lapse);
    lapse.line = 1;
    claim = after(claim, lapse);
    EXPECT_THAT(net_of(claim), ElementsAre(50, 0, 0, 0, 0, 0, 100, 0));
    EXPECT_EQ(state_of(claim), ClaimState::approved);
    EXPECT_THAT(refusal(claim, lapse), HasSubstr("lapsed already"));
    lapse.line = 2;
    claim = after(claim, lapse);
    EXPECT_EQ(state_of(claim), ClaimState::lapsed);
}

StepOrder worth(int line, std::int64_t pounds) {
    StepOrder order = order_of(Step::adjust);
    order.line = line;
    order.worth = pounds * 100;
    return order;
}

TEST(ClaimSteps, ARestatementAdjusts) {
    // Before it is sent: what is due; more of it has to be approved again.
    Claim claim = after(proposed({100}), {order_of(Step::approve), worth(1, 130)});
    EXPECT_EQ(state_of(claim), ClaimState::proposed);
    EXPECT_THAT(net_of(claim), ElementsAre(130, 0, 0, 0, 0, 0, 0, 0));
    EXPECT_EQ(worth_of(claim, claim.lines[0]), 13'000);
    EXPECT_EQ(state_of(after(claim, worth(1, 0))), ClaimState::withdrawn);
    // The same again changes nothing.
    EXPECT_THAT(require(take_step(claim, worth(1, 130))), IsEmpty());
    // Sent, 40 contested, 50 credited: less by 70 takes what is contested, what is open, and makes
    // 20 of what was credited owed back.
    claim =
        after(sent({100}), {order_of(Step::dispute, 40), order_of(Step::credit, 50), worth(1, 30)});
    EXPECT_THAT(net_of(claim), ElementsAre(0, 0, 0, 30, 0, 0, 0, 20));
    EXPECT_EQ(state_of(claim), ClaimState::credited);
    EXPECT_THAT(next_steps(claim), ElementsAre(Step::repay));
    EXPECT_THAT(net_of(after(claim, order_of(Step::repay))), ElementsAre(0, 0, 0, 30, 0, 0, 0, 0));
    // More again: first what is owed back, then it is open.
    claim = after(claim, worth(1, 100));
    EXPECT_THAT(net_of(claim), ElementsAre(0, 50, 0, 50, 0, 0, 0, 0));
    EXPECT_EQ(state_of(claim), ClaimState::partly_credited);
}

TEST(ClaimSteps, TaxGoesWithAnAdjustment) {
    // 100 with tax 20, now worth 0: nothing is left of either.
    const Claim claim = after(sent({100}, 20), worth(1, 0));
    EXPECT_EQ(state_of(claim), ClaimState::withdrawn);
    // 100 with tax 20, now worth 75: 25 of 100 is a quarter, so 5 of the 20.
    const Claim less = after(sent({100}, 20), worth(1, 75));
    EXPECT_EQ(balance_of(less).of(Account::open), (ClaimAmount{7'500, 1'500}));
}

TEST(ClaimSteps, WhatIsEarnedBackIsNettedOff) {
    const Claim claim = proposed({100, -30});
    EXPECT_THAT(net_of(claim), ElementsAre(70, 0, 0, 0, 0, 0, 0, 0));
    StepOrder lapse = order_of(Step::lapse);
    lapse.line = 1;
    EXPECT_EQ(state_of(after(claim, lapse)), ClaimState::lapsed);
    EXPECT_FALSE(open_claim(claim_of({30, -30}), order_of(Step::propose)).ok());
}

TEST(ClaimSteps, EverybodySaysWhoAndWhy) {
    StepOrder order = order_of(Step::approve);
    order.actor = " ";
    EXPECT_THAT(refusal(proposed({100}), order), HasSubstr("somebody"));
    order = order_of(Step::approve);
    order.reason = "";
    EXPECT_THAT(refusal(proposed({100}), order), HasSubstr("reason"));
    order = order_of(Step::credit, 10);
    order.note.reset();
    EXPECT_THAT(refusal(sent({100}), order), HasSubstr("credit note"));
}

TEST(ClaimCheck, FindsWhatCannotHaveHappened) {
    const Claim sound = after(sent({100}), order_of(Step::credit, 60));
    EXPECT_THAT(claim_faults(sound), IsEmpty());
    const auto spoilt = [&](auto change) {
        Claim claim = sound;
        change(claim);
        return claim_faults(claim);
    };
    using ::testing::Contains;
    EXPECT_THAT(spoilt([](Claim& c) { c.entries.back().amount.net = 10'100; }),
                Contains(HasSubstr("less than nothing in open")));
    EXPECT_THAT(spoilt([](Claim& c) { c.entries.back().note.reset(); }),
                Contains(HasSubstr("no credit note")));
    EXPECT_THAT(spoilt([](Claim& c) { c.entries.back().actor.clear(); }),
                Contains(HasSubstr("who made it")));
    EXPECT_THAT(spoilt([](Claim& c) { c.entries.back().from = Account::due; }),
                Contains(HasSubstr("cannot go from due to credited")));
    EXPECT_THAT(spoilt([](Claim& c) { c.lines[0].net = 9'900; }),
                Contains(HasSubstr("not the sum of its lines")));
    EXPECT_THAT(spoilt([](Claim& c) { c.entries.erase(c.entries.begin() + 1); }),
                Contains(HasSubstr("cannot follow the state proposed")));
}

}  // namespace
}  // namespace underpin

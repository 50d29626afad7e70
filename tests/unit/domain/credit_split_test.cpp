// Credits of periods that an amendment splits.
#include <gtest/gtest.h>

#include "domain/credit.h"
#include "unit/domain/results_fixture.h"

namespace underpin {
namespace {

using testing::at;
using testing::charge;
using testing::day_of;
using testing::fixed;
using testing::measured;
using testing::money;
using testing::number;
using testing::objective;
using testing::tier;
using testing::tiers;
using testing::World;

// April 2024 (30 days), amended on the 11th: the target falls to 99.5 and pays 20 % below it.
struct Amended : World {
    Objective before, after;

    explicit Amended(bool split) {
        before = objective("availability", "99.9");
        before.credits = tiers({tier("99.9", "10"), tier("99.0", "30")});
        agreement().objectives.push_back(before);
        after = objective("availability", "99.5");
        after.credits = tiers({tier("99.5", "20")});
        Agreement amended = agreement();
        amended.objectives = {after};
        add_agreement("hosting", amended, "2024-04-11", split);
    }

    // The result of April with these values before and after the amendment.
    ObjectiveResult& april(const std::string& first, const std::string& second) {
        const Span whole = span("hosting", "2024-04");
        const Instant cut = at("2024-04-11T00:00:00Z");
        Measurement one = measured(before, {whole.from, cut}, first, as_of);
        Measurement two = measured(after, {cut, whole.to}, second, as_of);
        for (Measurement* part : {&one, &two}) {
            part->agreement = "hosting";
            part->period = "2024-04";
            part->range = whole;
        }
        results.push_back(combine_parts(before, {one, two}));
        return results.back();
    }
};

TEST(SplitCredits, WithoutSplitTheWholeIsCreditedByTheFirstDaysTerms) {
    Amended world(false);
    ObjectiveResult& april = world.april("99.95", "99.0");
    const Span whole = world.span("hosting", "2024-04");
    april.credit_basis = {measured(world.before, whole, "99.4", world.as_of)};
    const CreditLine line = world.credits().lines.at(0);
    EXPECT_EQ(line.amount, money("1200.00"));
    EXPECT_EQ(line.rule, "below 99.9: 10 %");
}

TEST(SplitCredits, AWholeThatMeetsTheFirstDaysTermsOwesNothing) {
    Amended world(false);
    ObjectiveResult& april = world.april("99.95", "99.4");
    april.credit_basis = {
        measured(world.before, world.span("hosting", "2024-04"), "99.9", world.as_of)};
    EXPECT_TRUE(world.credits().lines.empty());
}

TEST(SplitCredits, WithoutABasisThePartsAreProratedByTheFirstDaysTerms) {
    Amended world(false);
    world.april("99.5", "98.0");
    const CreditLine line = world.credits().lines.at(0);
    // 10 % of 10/30 and 30 % of 20/30 of 12,000
    EXPECT_EQ(line.amount, money("2800.00"));
    EXPECT_EQ(line.base, money("12000.00"));
}

TEST(SplitCredits, SplitUsesEachPartsTermsAndDays) {
    Amended world(true);
    world.april("99.5", "99.4");
    const CreditLine line = world.credits().lines.at(0);
    // 10 % of 4,000 and 20 % of 8,000
    EXPECT_EQ(line.amount, money("2000.00"));
    EXPECT_EQ(line.rule,
              "below 99.9: 10 % (2024-04-01 to 2024-04-10); "
              "below 99.5: 20 % (2024-04-11 to 2024-04-30)");
}

TEST(SplitCredits, OnlyTheBreachedPartPays) {
    Amended world(true);
    world.april("99.95", "99.4");
    EXPECT_EQ(world.amount(), "1600.00");
}

TEST(SplitCredits, AFixedAmountIsOwedOnceAndNotProrated) {
    Amended world(true);
    world.agreement("hosting", 0).objectives[0].credits = fixed("300.00");
    world.agreement("hosting", 1).objectives[0].credits = fixed("600.00");
    world.april("99.5", "99.4");
    EXPECT_EQ(world.amount(), "300.00");  // by the terms of the first breached days
}

TEST(SplitCredits, AnObjectiveThatTheAmendmentBringsEarnsFromTheNextPeriodOn) {
    Amended world(false);
    world.agreement("hosting", 0).objectives.clear();
    world.april("99.95", "99.0");
    EXPECT_TRUE(world.credits().lines.empty());
}

// The amendment takes the objective away, so that it is measured up to the 10th; the charges are
// those of the month.
TEST(SplitCredits, AnObjectiveThatTheAmendmentEndsIsCreditedByTheFirstDaysTerms) {
    Amended world(false);
    world.agreement("hosting", 1).objectives.clear();
    ObjectiveResult& april = world.april("99.5", "99.5");
    april = combine_parts(world.before, {april.parts.front()});
    EXPECT_EQ(world.amount(), "1200.00");
}

TEST(SplitCredits, AnObjectiveThatASplitEndsIsCreditedForItsDays) {
    Amended world(true);
    world.agreement("hosting", 1).objectives.clear();
    ObjectiveResult& april = world.april("99.5", "99.5");
    april = combine_parts(world.before, {april.parts.front()});
    EXPECT_EQ(world.amount(), "400.00");  // 10 % of 10/30
}

TEST(SplitCredits, AnObjectiveThatASplitBringsIsCreditedForItsDays) {
    Amended world(true);
    world.agreement("hosting", 0).objectives.clear();
    ObjectiveResult& april = world.april("99.4", "99.4");
    april = combine_parts(world.after, {april.parts.back()});
    EXPECT_EQ(world.amount(), "1600.00");  // 20 % of 20/30
}

TEST(SplitCredits, AnAmendedContractChangesTheBaseFromTheNextPeriodOrByDays) {
    for (const bool split : {false, true}) {
        World world;
        world.credited(tiers({tier("99.9", "10")}));
        Contract dearer = world.contract();
        dearer.charges = {charge("24000.00")};
        world.add_contract(dearer, "2024-04-11", split);
        world.measure("2024-04", "99.0");
        world.measure("2024-05", "99.0");
        const SupplierCredits credits = world.credits();
        EXPECT_EQ(credits.lines.at(0).amount, money(split ? "2000.00" : "1200.00"));
        EXPECT_EQ(credits.lines.at(1).amount, money("2400.00"));
    }
}

// From the 11th the agreement has other terms, which count from May; from the 21st the contract
// costs twice as much, which counts at once, and from the 26th thrice as much, which counts from
// May.
TEST(SplitCredits, AContractThatSplitsDoesNotBringTheAgreementsAmendmentForward) {
    Amended world(false);
    Contract dearer = world.contract();
    dearer.charges = {charge("24000.00")};
    world.add_contract(dearer, "2024-04-21", true);
    dearer.charges = {charge("36000.00")};
    world.add_contract(dearer, "2024-04-26", false);
    ObjectiveResult& april = world.april("99.95", "99.0");
    const Span whole = world.span("hosting", "2024-04");
    april.credit_basis = {measured(world.before, whole, "99.4", world.as_of)};
    const CreditLine line = world.credits().lines.at(0);
    // 12,000 x 20/30 + 24,000 x 10/30
    EXPECT_EQ(line.base, money("16000.00"));
    EXPECT_EQ(line.amount, money("1600.00"));
    EXPECT_EQ(line.rule, "below 99.9: 10 %");
}

TEST(CreditSegments, BeginOnlyWhereAnAmendmentSplits) {
    Amended world(false);
    auto segments =
        credit_segments(world.portfolio, "hosting", day_of("2024-04-01"), day_of("2024-05-01"));
    ASSERT_EQ(segments.size(), 1u);
    EXPECT_EQ(segments[0].agreement, &world.agreement("hosting", 0));
    EXPECT_EQ(segments[0].end, day_of("2024-05-01"));

    Amended split(true);
    segments =
        credit_segments(split.portfolio, "hosting", day_of("2024-04-01"), day_of("2024-05-01"));
    ASSERT_EQ(segments.size(), 2u);
    EXPECT_EQ(segments[0].end, day_of("2024-04-11"));
    EXPECT_EQ(segments[1].agreement, &split.agreement("hosting", 1));
    // A period that begins with the amendment has one segment.
    EXPECT_EQ(
        credit_segments(split.portfolio, "hosting", day_of("2024-04-11"), day_of("2024-05-01"))
            .size(),
        1u);
}

}  // namespace
}  // namespace underpin

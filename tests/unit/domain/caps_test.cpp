#include "domain/caps.h"

#include <gtest/gtest.h>

#include "unit/domain/results_fixture.h"

namespace underpin {
namespace {

using testing::at;
using testing::charge;
using testing::currency;
using testing::day_of;
using testing::decimal;
using testing::fixed;
using testing::money;
using testing::number;
using testing::objective;
using testing::tier;
using testing::tiers;
using testing::World;

using Amounts = std::vector<std::string>;

Amounts amounts(const SupplierCredits& credits) {
    Amounts texts;
    for (const CreditLine& line : credits.lines) texts.push_back(line.amount.to_string());
    return texts;
}

// Two agreements with an objective of 10 % each, on the same contract.
struct TwoAgreements : World {
    TwoAgreements() {
        credited(tiers({tier("99.9", "10")}));
        add_agreement("backup", {});
        credited(tiers({tier("99.9", "20")}), "99.9", "availability", "backup");
    }
    void breach(const std::string& label) {
        measure(label, "99.0", "availability", "backup");
        measure(label, "99.0", "availability", "hosting");
    }
};

TEST(ShareOut, GoesByLargestRemainderAndTiesToTheFirst) {
    using Parts = std::vector<std::int64_t>;
    EXPECT_EQ(share_out({10, 20, 30}, 60), (Parts{10, 20, 30}));
    EXPECT_EQ(share_out({1, 1, 1}, 2), (Parts{1, 1, 0}));
    EXPECT_EQ(share_out({100, 100, 100}, 100), (Parts{34, 33, 33}));
    EXPECT_EQ(share_out({10, 20, 30}, 20), (Parts{3, 7, 10}));  // 3.33 6.67 10
    EXPECT_EQ(share_out({5, 7}, 0), (Parts{0, 0}));
    EXPECT_EQ(share_out({}, 10), (Parts{}));
    const std::int64_t huge = std::numeric_limits<std::int64_t>::max();
    EXPECT_EQ(share_out({huge, huge}, huge), (Parts{huge / 2 + 1, huge / 2}));
}

TEST(CapLimit, IsTheLowerOfBothAndRoundsPercentsDown) {
    Cap cap;
    EXPECT_FALSE(cap_limit(cap, 1000, currency()));
    cap.percent = decimal("10");
    EXPECT_EQ(*cap_limit(cap, number("100.29"), currency()), money("10.02"));
    cap.amount = money("5.00");
    EXPECT_EQ(*cap_limit(cap, 1000, currency()), money("5.00"));
    EXPECT_EQ(*cap_limit(cap, 40, currency()), money("4.00"));
    EXPECT_EQ(*cap_limit(cap, 0, currency()), money("0.00"));
}

TEST(ObjectiveCap, LimitsItsOwnLine) {
    World world;
    Objective& terms = world.credited(tiers({tier("99.9", "50")}));
    terms.credits->cap.percent = decimal("15");
    world.measure("2024-03", "99.0");
    const CreditLine line = world.credits().lines.at(0);
    EXPECT_EQ(line.amount, money("1800.00"));
    EXPECT_EQ(*line.capped_from, money("6000.00"));
    EXPECT_EQ(line.capped_by, Amounts{"objective"});
    EXPECT_TRUE(world.credits().totals.at(0).capped);
}

TEST(ObjectiveCap, OfZeroLeavesALineThatSaysSo) {
    World world;
    world.credited(tiers({tier("99.9", "50")})).credits->cap.amount = money("0.00");
    world.measure("2024-03", "99.0");
    EXPECT_EQ(world.amount(), "0.00");
}

TEST(PeriodCap, ReducesInProportion) {
    TwoAgreements world;
    world.contract().caps.period.amount = money("1000.00");
    world.breach("2024-03");
    EXPECT_EQ(amounts(world.credits()), (Amounts{"666.67", "333.33"}));  // backup, hosting
    EXPECT_EQ(world.credits().lines[0].capped_by, Amounts{"period"});
}

TEST(PeriodCap, PercentIsOfAllChargesOfTheMonth) {
    TwoAgreements world;
    Charge other = charge("8000.00");
    other.service = "backup";
    world.contract().charges.push_back(other);
    world.contract().caps.period.percent = decimal("15");  // of 20,000
    world.breach("2024-03");
    EXPECT_EQ(world.total(), "3000.00");
}

TEST(PeriodCap, TiesGoByAgreementThenObjective) {
    World world;
    world.credited(fixed("10.00"), "99.9", "b");
    world.credited(fixed("10.00"), "99.9", "a");
    world.credited(fixed("10.00"), "99.9", "c");
    world.contract().caps.period.amount = money("10.00");
    for (const char* id : {"c", "b", "a"}) world.measure("2024-03", "99.0", id);
    EXPECT_EQ(amounts(world.credits()), (Amounts{"3.34", "3.33", "3.33"}));
}

TEST(PeriodCap, OfAMonthIsUsedUpByItsPeriodsInOrder) {
    World world;
    world.agreement().period = {PeriodEvery::week, 1, 1};
    world.credited(fixed("100.00"));
    world.contract().caps.period.amount = money("250.00");
    for (const char* week : {"2024-W13", "2024-W10", "2024-W11", "2024-W12"}) {
        world.measure(week, "99.0");
    }
    // The weeks end on 10, 17, 24 and 31 March.
    EXPECT_EQ(amounts(world.credits()), (Amounts{"100.00", "100.00", "50.00", "0.00"}));
    world.results.clear();
    world.measure("2024-W13", "99.0");
    world.measure("2024-W14", "99.0");  // ends in April: another month
    EXPECT_EQ(world.total(), "200.00");
}

TEST(YearCap, IsUsedUpByEarlierPeriods) {
    TwoAgreements world;
    world.contract().caps.year.amount = money("5000.00");
    for (const char* label : {"2024-03", "2024-01"}) world.breach(label);  // 3,600 each
    const SupplierCredits credits = world.credits();
    EXPECT_EQ(amounts(credits), (Amounts{"2400.00", "1200.00", "933.33", "466.67"}));
    EXPECT_EQ(credits.lines[2].capped_by, Amounts{"contract year"});
    EXPECT_EQ(*credits.lines[2].capped_from, money("2400.00"));
}

TEST(YearCap, StartsAgainWithTheContractYear) {
    World world;
    world.contract().term.from = day_of("2024-01-15");
    world.credited(fixed("100.00"));
    world.contract().caps.year.amount = money("150.00");
    for (const char* label : {"2024-11", "2024-12", "2025-01"}) world.measure(label, "99.0");
    // January 2025 ends in the second contract year.
    EXPECT_EQ(amounts(world.credits()), (Amounts{"100.00", "50.00", "100.00"}));
}

TEST(YearCap, PercentIsOfTheYearsChargesUnderEveryVersionOfTheContract) {
    World world;
    world.credited(fixed("20000.00"));
    world.contract().caps.year.percent = decimal("10");
    Contract dearer = world.contract();
    dearer.charges = {charge("24000.00")};
    world.add_contract(dearer, "2024-07-01");
    world.measure("2024-12", "99.0");
    // 10 % of 6 x 12,000 + 6 x 24,000
    EXPECT_EQ(world.amount(), "20000.00");
    world.agreement().objectives[0].credits = fixed("30000.00");
    EXPECT_EQ(world.amount(), "21600.00");
}

TEST(YearCap, LapsedLinesHaveUsedItUpToo) {
    World world;
    world.credited(fixed("100.00"));
    world.contract().caps.year.amount = money("150.00");
    ClaimTerms claim;
    claim.days = 30;
    world.contract().claim = claim;
    world.as_of = at("2024-05-20T00:00:00Z");
    world.measure("2024-03", "99.0");
    world.measure("2024-04", "99.0");
    const SupplierCredits credits = world.credits();
    EXPECT_EQ(credits.lines[0].status, CreditStatus::lapsed);
    EXPECT_EQ(credits.lines[1].status, CreditStatus::proposed);
    EXPECT_EQ(credits.lines[1].amount, money("50.00"));
}

TEST(Caps, ApplyInOrderAndKeepTheAmountBeforeAll) {
    World world;
    Objective& terms = world.credited(fixed("1000.00"));
    terms.credits->cap.amount = money("800.00");
    world.contract().caps.period.amount = money("600.00");
    world.contract().caps.year.amount = money("400.00");
    world.measure("2024-03", "99.0");
    const CreditLine line = world.credits().lines.at(0);
    EXPECT_EQ(line.amount, money("400.00"));
    EXPECT_EQ(*line.capped_from, money("1000.00"));
    EXPECT_EQ(line.capped_by, (Amounts{"objective", "period", "contract year"}));
}

TEST(Caps, OpenPeriodsNeitherAreCappedNorUseACapUp) {
    World world;
    world.as_of = at("2024-03-20T00:00:00Z");
    world.agreement().period = {PeriodEvery::week, 1, 1};
    world.credited(fixed("100.00")).credits->cap.amount = money("60.00");
    world.measure("2024-W12", "99.0");  // 18 to 24 March: open
    world.contract().caps.period.amount = money("50.00");
    const SupplierCredits credits = world.credits();
    EXPECT_EQ(credits.lines.at(0).amount, money("100.00"));
    EXPECT_FALSE(credits.lines[0].capped_from);
    EXPECT_EQ(credits.totals[0].total, money("0.00"));
}

TEST(Caps, ALongPeriodBelongsToTheMonthOfItsLastDayInTheTerm) {
    World world;
    world.contract().term.to = day_of("2024-06-16");
    world.agreement().period = {PeriodEvery::year, 1, 1};
    world.credited(fixed("10000.00"));
    world.contract().caps.period.percent = decimal("100");
    world.measure("2024", "99.0");
    EXPECT_EQ(world.amount(), "6000.00");  // 15 of 30 days of June
}

}  // namespace
}  // namespace underpin

#include "domain/credit.h"

#include <gtest/gtest.h>

#include "unit/domain/results_fixture.h"

namespace underpin {
namespace {

using testing::at;
using testing::at_most;
using testing::charge;
using testing::day_of;
using testing::decimal;
using testing::fixed;
using testing::measured;
using testing::money;
using testing::number;
using testing::objective;
using testing::tier;
using testing::tiers;
using testing::World;

// The published tiers of a cloud provider: 99.99 / 99.0 / 95.0 pay 10 / 30 / 100 %.
CreditTerms cloud_tiers() {
    return tiers({tier("99.99", "10"), tier("99.0", "30"), tier("95.0", "100")});
}

TEST(Tiers, CloudWorkedExample) {
    const std::vector<std::pair<std::string, std::string>> cases{
        {"99.99", ""}, {"99.5", "1200.00"}, {"99.0", "1200.00"}, {"94.9", "12000.00"}};
    for (const auto& [value, amount] : cases) {
        World world;
        world.credited(cloud_tiers(), "99.99");
        world.measure("2024-03", value);
        EXPECT_EQ(world.amount(), amount) << value;
    }
}

TEST(Tiers, EveryEdgeBelongsToTheMilderTier) {
    const std::vector<std::pair<std::string, std::string>> cases{{"99.989999999", "1200.00"},
                                                                 {"98.999999999", "3600.00"},
                                                                 {"95.0", "3600.00"},
                                                                 {"94.999999999", "12000.00"}};
    for (const auto& [value, amount] : cases) {
        World world;
        world.credited(cloud_tiers(), "99.99");
        world.measure("2024-03", value);
        EXPECT_EQ(world.amount(), amount) << value;
    }
}

TEST(Tiers, RoundingMovesAValueAcrossATier) {
    World world;
    world.credited(cloud_tiers(), "99.99").rounding = Rounding{1, RoundingMode::half_even};
    world.measure("2024-03", "98.96");  // 99.0 as the contract rounds
    EXPECT_EQ(world.amount(), "1200.00");
}

TEST(Tiers, AboveForAtMostTargets) {
    World world;
    Objective& terms = world.credited(tiers({tier("4", "5"), tier("8", "20")}));
    terms.target = at_most("4");
    terms.metric = "mttr";
    world.measure("2024-03", "8");
    EXPECT_EQ(world.amount(), "600.00");
    world.results.clear();
    world.measure("2024-03", "8.0001");
    EXPECT_EQ(world.amount(), "2400.00");
    EXPECT_EQ(world.credits().lines.front().rule, "above 8: 20 %");
}

TEST(Tiers, OrderInTheDocumentDoesNotMatter) {
    World world;
    world.credited(tiers({tier("95.0", "100"), tier("99.99", "10"), tier("99.0", "30")}), "99.99");
    world.measure("2024-03", "98");
    EXPECT_EQ(world.amount(), "3600.00");
}

TEST(Tiers, ABreachThatMatchesNoTierOwesNothing) {
    World world;
    world.credited(tiers({tier("99.0", "10")}));
    world.measure("2024-03", "99.5");
    EXPECT_TRUE(world.credits().lines.empty());
    EXPECT_EQ(world.total(), "0.00");
}

TEST(Tiers, AMetPeriodOwesNothingEvenBelowATier) {
    World world;
    world.credited(tiers({tier("99.95", "10")}));
    world.measure("2024-03", "99.92");
    EXPECT_TRUE(world.credits().lines.empty());
}

TEST(Tiers, ABreachWithoutAValueIsTheDeepestTier) {
    World world;
    world.credited(cloud_tiers()).when_no_data = WhenNoData::breach;
    world.measure("2024-03", "");
    const CreditLine line = world.credits().lines.at(0);
    EXPECT_EQ(line.amount, money("12000.00"));
    EXPECT_EQ(line.rule, "below 95.0: 100 %");
}

TEST(Tiers, LineSaysWhatDocumentsPromise) {
    World world;
    world.credited(tiers({tier("99.9", "10"), tier("99.0", "30")}));
    world.measure("2024-02", "99.5");
    const SupplierCredits credits = world.credits();
    const CreditLine& line = credits.lines.at(0);
    EXPECT_EQ(line.rule, "below 99.9: 10 %");
    EXPECT_EQ(line.base, money("12000.00"));
    EXPECT_EQ(line.scheme, "tiers");
    EXPECT_EQ(line.status, CreditStatus::proposed);
    EXPECT_FALSE(line.capped_from);
    EXPECT_EQ(line.steps, std::vector<std::string>{"10 % of 12000.00 = 1200.00"});
    EXPECT_EQ(credits.totals.at(0).total, money("1200.00"));
}

TEST(Fixed, PaysItsAmountForEachBreachWithOrWithoutAValue) {
    World world;
    world.credited(fixed("250.00")).when_no_data = WhenNoData::breach;
    world.measure("2024-03", "99.0");
    world.measure("2024-04", "");
    world.measure("2024-05", "99.95");
    EXPECT_EQ(world.credits().lines.size(), 2u);
    EXPECT_EQ(world.total(), "500.00");
}

TEST(Fixed, NeedsNoCharges) {
    World world;
    world.contract().charges.clear();
    world.credited(fixed("250.00"));
    world.measure("2024-03", "99.0");
    EXPECT_EQ(world.amount(), "250.00");
}

TEST(Credits, RoundHalfEvenToTheMinorUnit) {
    World world;
    world.contract().charges = {charge("0.25")};
    world.credited(tiers({tier("99.9", "10")}));  // 0.025
    world.measure("2024-03", "99.0");
    EXPECT_EQ(world.amount(), "0.02");
    world.contract().charges = {charge("0.35")};
    EXPECT_EQ(world.amount(), "0.04");
}

TEST(Credits, MinorUnitsAreTheCurrencys) {
    for (const auto& [code, base, amount] : std::vector<std::array<std::string, 3>>{
             {"JPY", "1005", "100"}, {"BHD", "10.005", "1.000"}}) {
        World world;
        world.contract().currency = testing::currency(code);
        world.contract().charges = {charge("1")};
        world.contract().charges[0].amount = money(base, code);
        world.credited(tiers({tier("99.9", "10")}));
        world.measure("2024-03", "99.0");
        EXPECT_EQ(world.amount(), amount) << code;
    }
}

TEST(Credits, MinimumIsComparedBeforeRounding) {
    World world;
    world.contract().charges = {charge("49.96")};
    world.credited(tiers({tier("99.9", "10")})).credits->minimum = money("5.00");  // 4.996
    world.measure("2024-03", "99.0");
    EXPECT_TRUE(world.credits().lines.empty());
    EXPECT_EQ(world.credits().notes.at(0),
              "hosting / availability, 2024-03: 4.996 is below the minimum of 5.00: no credit");
    world.contract().charges = {charge("50.00")};
    EXPECT_EQ(world.amount(), "5.00");
}

TEST(Credits, GraceCoversPeriodsThatStartBeforeIt) {
    World world;
    world.credited(tiers({tier("99.9", "10")})).credits->grace_until = day_of("2024-03-01");
    world.measure("2024-02", "99.0");
    EXPECT_TRUE(world.credits().lines.empty());
    world.measure("2024-03", "99.0");
    EXPECT_EQ(world.credits().lines.size(), 1u);
}

TEST(Credits, TheNearestGraceWins) {
    World world;
    world.credited(tiers({tier("99.9", "10")}));
    world.measure("2024-03", "99.0");
    world.contract().grace_until = day_of("2024-06-01");
    EXPECT_TRUE(world.credits().lines.empty());
    world.agreement().grace_until = day_of("2024-02-01");
    EXPECT_EQ(world.credits().lines.size(), 1u);
    world.agreement().objectives[0].credits->grace_until = day_of("2024-04-01");
    EXPECT_TRUE(world.credits().lines.empty());
}

TEST(Credits, AnOpenPeriodIsProvisionalAndOutsideTotals) {
    World world;
    world.as_of = at("2024-03-20T00:00:00Z");
    world.credited(tiers({tier("99.9", "10")}));
    world.measure("2024-02", "99.0");
    world.measure("2024-03", "99.0");
    const SupplierCredits credits = world.credits();
    ASSERT_EQ(credits.lines.size(), 2u);
    EXPECT_EQ(credits.lines[1].status, CreditStatus::provisional);
    EXPECT_EQ(credits.totals[0].total, money("1200.00"));
}

TEST(Credits, OnlyTheServicesChargesCountUnlessThereIsNoService) {
    World world;
    Charge other = charge("500.00");
    other.service = "backup";
    Charge untied = charge("100.00");
    untied.service.reset();
    world.contract().charges = {charge("12000.00"), other, untied};
    world.credited(tiers({tier("99.9", "10")}));
    world.measure("2024-03", "99.0");
    EXPECT_EQ(world.amount(), "1200.00");
    world.agreement().service.reset();
    EXPECT_EQ(world.amount(), "1260.00");
}

TEST(Credits, WithoutChargesABreachSaysWhyItOwesNothing) {
    World world;
    world.contract().charges.clear();
    world.credited(tiers({tier("99.9", "10")}));
    world.measure("2024-03", "99.0");
    EXPECT_TRUE(world.credits().lines.empty());
    EXPECT_EQ(world.credits().notes.size(), 1u);
}

TEST(Credits, CustomerAgreementsEarnNothing) {
    World world;
    world.credited(tiers({tier("99.9", "10")}));
    world.measure("2024-03", "99.0");
    world.agreement().type = AgreementType::customer;
    EXPECT_TRUE(world.credits().lines.empty());
}

TEST(Credits, AnAgreementWithoutAContractSaysThatItHasNoMoney) {
    World world;
    world.credited(fixed("1.00")).credits->scheme = FixedScheme{Money{100, Currency{"", 2}}};
    world.measure("2024-03", "99.0");
    world.agreement().type = AgreementType::operational;
    world.agreement().contract.reset();
    world.agreement().supplier = "acme";
    EXPECT_TRUE(world.credits().lines.empty());
    EXPECT_EQ(world.credits().notes.size(), 1u);
}

TEST(Credits, OfSomePeriodsHaveTotalsOfTheirOwn) {
    World world;
    world.credited(tiers({tier("99.9", "10")}));
    world.measure("2024-02", "99.0");
    world.measure("2024-03", "99.0");
    const SupplierCredits march = credits_of(world.credits(), {{"hosting", "2024-03"}});
    EXPECT_EQ(march.lines.size(), 1u);
    EXPECT_EQ(march.totals.at(0).total, money("1200.00"));
    const SupplierCredits none = credits_of(world.credits(), {{"hosting", "2024-07"}});
    EXPECT_TRUE(none.lines.empty());
    EXPECT_EQ(none.totals.at(0).total, money("0.00"));
}

TEST(Credits, DaysAreTheAgreementsOwn) {
    World world;
    world.agreement().time_zone = "America/New_York";
    world.credited(tiers({tier("99.9", "10")}));
    world.measure("2024-03", "99.0");
    const CreditLine line = world.credits().lines.at(0);
    EXPECT_EQ(line.first, day_of("2024-03-01"));
    EXPECT_EQ(line.last, day_of("2024-03-31"));
}

TEST(Credits, WeekAndShiftedMonthsTakeTheirShareOfEachCalendarMonth) {
    World world;
    world.agreement().period = {PeriodEvery::month, 15, 1};
    world.contract().charges = {charge("3100.00")};
    world.credited(tiers({tier("99.9", "100")}));
    world.measure("2024-01", "99.0");  // 17 of 31 days of January, 14 of 29 of February
    EXPECT_EQ(world.credits().lines.at(0).exact,
              number("3100") * (make_rational(17, 31) + make_rational(14, 29)));
}

TEST(Credits, TheTermCutsTheBase) {
    World world;
    world.agreement().term = Term{day_of("2024-02-20"), std::nullopt};
    world.credited(tiers({tier("99.9", "100")}));
    world.measure("2024-02", "99.0");
    EXPECT_EQ(world.credits().lines.at(0).exact, number("12000") * make_rational(10, 29));
}

}  // namespace
}  // namespace underpin

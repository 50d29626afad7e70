// slope, points, pool, per_unit: what each scheme says, through whole lines.
#include <gtest/gtest.h>

#include "domain/credit.h"
#include "unit/domain/results_fixture.h"

namespace underpin {
namespace {

using testing::at_most;
using testing::day_of;
using testing::decimal;
using testing::money;
using testing::number;
using testing::World;

CreditTerms terms(auto scheme) {
    CreditTerms made;
    made.scheme = std::move(scheme);
    return made;
}

SlopeScheme slope(const std::string& percent, const std::string& per, SlopeSteps steps,
                  const std::string& starts_at = "") {
    SlopeScheme scheme{decimal(percent), number(per), per, steps, std::nullopt, starts_at};
    if (!starts_at.empty()) scheme.starts_at = number(starts_at);
    return scheme;
}

PoolScheme pool(const std::string& share, const std::string& allocation,
                std::optional<int> earn_back = std::nullopt) {
    return {decimal(share), decimal(allocation), earn_back};
}

std::string slope_amount(const SlopeScheme& scheme, const std::string& target,
                         const std::string& value) {
    World world;
    world.contract().charges[0].amount = money("100.00");
    world.credited(terms(scheme), target);
    world.measure("2024-03", value);
    return world.amount();
}

TEST(Slope, ExactStepsAreTheCallOffRule) {
    EXPECT_EQ(slope_amount(slope("1", "1", SlopeSteps::exact), "98", "75"), "23.00");
    EXPECT_EQ(slope_amount(slope("1", "1", SlopeSteps::exact), "98", "97.5"), "0.50");
    EXPECT_EQ(slope_amount(slope("1", "1", SlopeSteps::exact), "98", "98"), "");
}

TEST(Slope, WholeStepsCountFullOnesOnly) {
    const SlopeScheme scheme = slope("1", "1", SlopeSteps::whole, "99.0");
    EXPECT_EQ(slope_amount(scheme, "99.5", "99.2"), "");
    EXPECT_EQ(slope_amount(scheme, "99.5", "99.0"), "");
    EXPECT_EQ(slope_amount(scheme, "99.5", "97.5"), "1.00");
    EXPECT_EQ(slope_amount(scheme, "99.5", "97.0"), "2.00");
}

TEST(Slope, StartedStepsCountAPartAsOne) {
    const SlopeScheme scheme = slope("5", "0.5", SlopeSteps::started);
    EXPECT_EQ(slope_amount(scheme, "99", "98.99"), "5.00");
    EXPECT_EQ(slope_amount(scheme, "99", "98.5"), "5.00");
    EXPECT_EQ(slope_amount(scheme, "99", "98.49"), "10.00");
}

TEST(Slope, RunsUpwardsForAtMost) {
    World world;
    Objective& objective = world.credited(terms(slope("2", "1", SlopeSteps::exact)));
    objective.target = at_most("4");
    world.measure("2024-03", "6.5");
    EXPECT_EQ(world.amount(), "600.00");  // 2.5 x 2 % of 12,000
    EXPECT_EQ(world.credits().lines.at(0).rule, "2 % for each 1 above 4");
}

TEST(Slope, ABreachWithoutAValueEarnsNothing) {
    World world;
    world.credited(terms(slope("1", "1", SlopeSteps::exact))).when_no_data = WhenNoData::breach;
    world.measure("2024-03", "");
    EXPECT_TRUE(world.credits().lines.empty());
}

struct PointsWorld : World {
    PointsWorld() {
        agreement().points = PointsRule{decimal("0.5"), {}, false, decimal("2")};
        add("a");
    }
    void add(const std::string& id) {
        PointsScheme scheme;
        scheme.bands = {{"minor", number("99"), "99", 1},
                        {"serious", number("98"), "98", 2},
                        {"severe", number("97"), "97", 3},
                        {"threshold", number("96"), "96", 4}};
        credited(terms(scheme), "99", id);
    }
    // The points of each line, "2024-01: 3".
    [[nodiscard]] std::vector<std::string> points() const {
        std::vector<std::string> found;
        for (const CreditLine& line : credits().lines) {
            found.push_back(line.period + ": " + format_exact(*line.points));
        }
        return found;
    }
};
using Texts = std::vector<std::string>;

TEST(Points, RepeatsDoubleTheirOwnBandsPoints) {
    PointsWorld world;
    world.measure("2024-01", "96.5", "a");
    world.measure("2024-02", "98.5", "a");
    world.measure("2024-03", "96.5", "a");
    EXPECT_EQ(world.points(), (Texts{"2024-01: 3", "2024-02: 2", "2024-03: 6"}));
    const CreditLine line = world.credits().lines.at(2);
    EXPECT_FALSE(line.objective);
    EXPECT_EQ(line.amount, money("360.00"));  // 6 x 0.5 % of 12,000
    EXPECT_EQ(line.rule, "6 points x 0.5 %");
    ASSERT_EQ(line.objectives.size(), 1u);
    EXPECT_EQ(line.objectives[0].band, "severe");
    EXPECT_TRUE(line.objectives[0].repeat);
    EXPECT_EQ(line.measurements.size(), 2u);  // and February's, which makes it a repeat
}

TEST(Points, EachEdgeOfABandBelongsToTheMilderOne) {
    for (const auto& [value, points] : std::map<std::string, std::string>{
             {"98.99", "1"}, {"98", "1"}, {"97", "2"}, {"96", "3"}, {"95.99", "4"}}) {
        PointsWorld world;
        world.measure("2024-01", value, "a");
        EXPECT_EQ(world.points(), Texts{"2024-01: " + points}) << value;
    }
}

TEST(Points, AMetANoDataAndAGracePeriodBreakTheChain) {
    for (const std::string between : {"99.5", ""}) {
        PointsWorld world;
        world.measure("2024-01", "96.5", "a");
        world.measure("2024-02", between, "a");
        world.measure("2024-03", "96.5", "a");
        EXPECT_EQ(world.points(), (Texts{"2024-01: 3", "2024-03: 3"})) << between;
    }
    PointsWorld world;
    world.agreement().grace_until = day_of("2024-02-02");
    for (const char* label : {"2024-02", "2024-03"}) world.measure(label, "96.5", "a");
    EXPECT_EQ(world.points(), Texts{"2024-03: 3"});
}

TEST(Points, ABreachOutsideOfEveryBandIsAFailureWithoutPoints) {
    PointsWorld world;
    world.agreement().objectives[0].target = testing::at_least("99.5");
    world.measure("2024-01", "99.2", "a");
    world.measure("2024-02", "98.5", "a");
    EXPECT_EQ(world.points(), Texts{"2024-02: 2"});
}

TEST(Points, ABreachWithoutAValueIsInTheDeepestBand) {
    PointsWorld world;
    world.agreement().objectives[0].when_no_data = WhenNoData::breach;
    world.measure("2024-01", "", "a");
    EXPECT_EQ(world.points(), Texts{"2024-01: 4"});
}

TEST(Points, TheLadderPaysTheHighestRungReached) {
    PointsWorld world;
    world.add("b");
    world.agreement().points =
        PointsRule{std::nullopt,
                   {{4, decimal("1")}, {6, decimal("2")}, {10, decimal("8")}},
                   false,
                   decimal("2")};
    world.measure("2024-01", "96.5", "a");
    world.measure("2024-01", "96.5", "b");
    world.measure("2024-02", "98.5", "a");
    EXPECT_EQ(world.points(), Texts{"2024-01: 6"});  // two points reach no rung
    EXPECT_EQ(world.credits().lines[0].amount, money("240.00"));
    EXPECT_EQ(world.credits().lines[0].rule, "6 points reach 6: 2 %");
}

TEST(Points, TheAverageTakesThePeriodBeforeWhereThereIsOne) {
    PointsWorld world;
    world.agreement().points->average_with_previous = true;
    world.measure("2024-01", "95", "a");    // 4: the first, no average
    world.measure("2024-02", "", "a");      // no data: no failure, and 0
    world.measure("2024-03", "96.5", "a");  // (3 + 0) / 2
    world.measure("2024-04", "98.5", "a");  // (2 + 3) / 2
    const auto lines = world.credits().lines;
    ASSERT_EQ(lines.size(), 3u);
    EXPECT_EQ(lines[0].amount, money("240.00"));
    EXPECT_EQ(lines[1].amount, money("90.00"));
    EXPECT_EQ(lines[2].amount, money("150.00"));
}

TEST(Points, AnOpenPeriodIsProvisionalAndNoRepeat) {
    PointsWorld world;
    world.as_of = testing::at("2024-02-20T00:00:00Z");
    world.measure("2024-01", "96.5", "a");
    world.measure("2024-02", "96.5", "a");
    EXPECT_EQ(world.points(), (Texts{"2024-01: 3", "2024-02: 3"}));
    EXPECT_EQ(world.credits().lines[1].status, CreditStatus::provisional);
    EXPECT_EQ(world.total(), "180.00");
}

struct PoolWorld : World {
    explicit PoolWorld(std::optional<int> earn_back = std::nullopt) {
        contract().charges[0].amount = money("100000.00");
        agreement().at_risk = decimal("10");
        credited(terms(pool("50", "40", earn_back)));
    }
};

TEST(Pool, AtRiskTimesPoolTimesAllocation) {
    PoolWorld world;
    world.measure("2024-03", "99");
    EXPECT_EQ(world.amount(), "2000.00");
}

TEST(Pool, ABreachWithoutAValueEarnsItToo) {
    PoolWorld world;
    world.agreement().objectives[0].when_no_data = WhenNoData::breach;
    world.measure("2024-03", "");
    EXPECT_EQ(world.amount(), "2000.00");
}

TEST(EarnBack, ReturnsTheCreditInTheLastOfTheGoodPeriods) {
    PoolWorld world(2);
    world.measure("2024-11", "99");
    world.measure("2024-12", "100");
    EXPECT_EQ(world.credits().lines.size(), 1u);
    world.measure("2025-01", "100");
    const auto lines = world.credits().lines;
    ASSERT_EQ(lines.size(), 2u);
    EXPECT_EQ(lines[1].period, "2025-01");
    EXPECT_EQ(lines[1].earns_back, "2024-11");
    EXPECT_EQ(lines[1].amount.to_string(), "-2000.00");
    EXPECT_EQ(world.total(), "0.00");
}

TEST(EarnBack, NeedsEveryPeriodMet) {
    for (const std::string between : {"99", ""}) {
        PoolWorld world(2);
        world.measure("2024-03", "99");
        world.measure("2024-04", between);
        world.measure("2024-05", "100");
        for (const CreditLine& line : world.credits().lines) EXPECT_FALSE(line.earns_back);
    }
}

TEST(EarnBack, ReturnsWhatCapsLeftAndFreesNoRoom) {
    PoolWorld world(1);
    world.contract().caps.year.amount = money("2500.00");
    world.measure("2024-03", "99");
    world.measure("2024-04", "100");
    world.measure("2024-05", "99");
    world.measure("2024-06", "100");
    const auto lines = world.credits().lines;
    ASSERT_EQ(lines.size(), 4u);
    EXPECT_EQ(lines[1].amount.to_string(), "-2000.00");
    EXPECT_EQ(lines[2].amount.to_string(), "500.00");
    EXPECT_EQ(lines[3].amount.to_string(), "-500.00");
}

TEST(EarnBack, AnOpenPeriodIsNotGoodYet) {
    PoolWorld world(1);
    world.as_of = testing::at("2024-04-20T00:00:00Z");
    world.measure("2024-03", "99");
    world.measure("2024-04", "100");
    EXPECT_EQ(world.credits().lines.size(), 1u);
}

PerUnitScheme per_unit(const std::string& unit) {
    PerUnitScheme scheme;
    scheme.unit_text = unit;
    if (unit != "case") scheme.unit = require(parse_duration(unit));
    return scheme;
}

TEST(PerUnit, StartedHoursOfDowntimeBeyondWhatTheTargetAllows) {
    PerUnitScheme scheme = per_unit("1h");
    scheme.amount = money("50.00");
    World world;
    world.credited(terms(scheme), "99");
    ObjectiveResult& result = world.measure("2024-04", "98");
    // 720 h: 1 % allows 7.2 h; 9.5 h down is 2.3 h beyond: 3 started hours.
    result.parts[0].measured.fraction = Fraction{2557800000, 2592000000, 0};
    EXPECT_EQ(world.amount(), "150.00");
    // Exactly 9.2 h: 2 h beyond are two units.
    result.parts[0].measured.fraction = Fraction{2558880000, 2592000000, 0};
    EXPECT_EQ(world.amount(), "100.00");
}

TEST(PerUnit, EachBreachingCase) {
    PerUnitScheme scheme = per_unit("case");
    scheme.percent = decimal("3");
    scheme.at_most = decimal("2.5");
    World world;
    world.credited(terms(scheme));
    world.measure("2024-03", "90").parts[0].measured.breaching = 4;
    EXPECT_EQ(world.amount(), "1200.00");  // 4 x min(3, 2.5) % of 12,000
}

struct LateWorld : World {
    LateWorld() {
        PerUnitScheme scheme = per_unit("7d");
        scheme.percent = decimal("0.5");
        scheme.base_is_case = true;
        scheme.at_most = decimal("10");
        credited(terms(scheme), "95").metric = "delivery";
    }
    void late(const std::vector<JudgedCase>& cases) {
        Measurement& part = measure("2024-03", "90").parts[0];
        part.metric = "delivery";
        part.cases = cases;
    }
};

TEST(PerUnit, LiquidatedDamagesByStartedWeekAndAtMostAShareOfTheCase) {
    LateWorld world;
    world.late({{"po/1", true, Duration{7 * day.ms}, "1000.00"},    // 1 week: 5.00
                {"po/2", true, Duration{8 * day.ms}, "1000.00"},    // 2 weeks: 10.00
                {"po/3", true, Duration{300 * day.ms}, "2000.00"},  // at most 200.00
                {"po/4", false, Duration{}, "5000.00"}});
    EXPECT_EQ(world.amount(), "215.00");
    EXPECT_EQ(world.credits().lines[0].base, money("4000.00"));
}

TEST(PerUnit, ACaseWithoutAnAmountIsNamedAndEarnsNothing) {
    LateWorld world;
    world.late({{"po/1", true, Duration{7 * day.ms}, "1000.00"},
                {"po/2", true, Duration{7 * day.ms}, std::nullopt},
                {"po/3", true, Duration{7 * day.ms}, "n/a"}});
    EXPECT_EQ(world.amount(), "5.00");
    EXPECT_EQ(world.credits().notes.size(), 2u);
}

struct IncidentWorld : World {
    IncidentWorld() {
        agreement().one_credit_per_incident = true;
        credited(testing::fixed("100.00"), "99", "a");
        credited(testing::fixed("70.00"), "99", "b");
        for (const char* id : {"a", "b"}) {
            measure("2024-03", "98", id).parts[0].measured.breaching_incidents = {"INC-1"};
        }
    }
};

TEST(Incidents, TheLargestLineKeepsItAndTheOtherIsMeasuredWithout) {
    IncidentWorld world;
    ObjectiveResult without = world.results[1];
    without.parts[0] =
        testing::measured(world.agreement().objectives[1], without.range, "99.5", world.as_of);
    without.status = Status::met;
    world.results[1].dropped_incidents = {"INC-1"};
    world.results[1].without_incidents = std::make_shared<const ObjectiveResult>(without);
    const SupplierCredits credits = world.credits();
    ASSERT_EQ(credits.lines.size(), 1u);
    EXPECT_EQ(credits.lines[0].objective, "a");
    ASSERT_EQ(credits.notes.size(), 1u);
    EXPECT_EQ(credits.notes[0],
              "hosting, 2024-03, b: measured again without the incident INC-1 (kept by a), it "
              "earns nothing");
}

TEST(Incidents, WhatIsNotMeasuredAgainIsNamed) {
    IncidentWorld world;
    EXPECT_EQ(world.credits().lines.size(), 2u);
    EXPECT_EQ(world.credits().notes.size(), 1u);
}

}  // namespace
}  // namespace underpin

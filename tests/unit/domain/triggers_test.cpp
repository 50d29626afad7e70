#include "domain/triggers.h"

#include <gtest/gtest.h>

#include "domain/credit.h"
#include "unit/domain/results_fixture.h"

namespace underpin {
namespace {

using testing::at;
using testing::day_of;
using testing::decimal;
using testing::fixed;
using testing::World;

Trigger breaches(int count, int periods, const std::string& objective = "any") {
    Trigger trigger;
    trigger.name = "termination";
    trigger.objective = objective;
    trigger.breaches = count;
    trigger.in_periods = periods;
    return trigger;
}

std::vector<std::string> raised(const World& world) {
    std::vector<std::string> texts;
    for (const RaisedTrigger& trigger : world.credits().triggers) {
        texts.push_back(trigger.period + ": " + trigger.because);
    }
    return texts;
}

// Months from January 2024: b breached, m met, anything else without data.
void months(World& world, const std::string& pattern, const std::string& id = "availability") {
    for (std::size_t i = 0; i < pattern.size(); ++i) {
        const std::string label = (i < 9 ? "2024-0" : "2024-") + std::to_string(i + 1);
        world.measure(label, pattern[i] == 'b' ? "99.0" : pattern[i] == 'm' ? "100" : "", id);
    }
}

using Texts = std::vector<std::string>;

TEST(Triggers, ThreeOfAnySixConsecutivePeriods) {
    World world;
    world.agreement().triggers = {breaches(3, 6)};
    world.credited(fixed("1.00"));
    months(world, "bmmbmb");
    EXPECT_EQ(raised(world), Texts{"2024-06: 3 breaches in 6 periods"});
    EXPECT_EQ(world.credits().triggers.at(0).last, day_of("2024-06-30"));
}

TEST(Triggers, OutsideTheWindowDoesNotCount) {
    World world;
    world.agreement().triggers = {breaches(3, 6)};
    world.credited(fixed("1.00"));
    months(world, "bmmbmmb");
    EXPECT_TRUE(raised(world).empty());
}

TEST(Triggers, PeriodsWithoutDataTakeUpRoomInTheWindow) {
    World world;
    world.agreement().triggers = {breaches(2, 3)};
    world.credited(fixed("1.00"));
    months(world, "b..b.b");
    EXPECT_EQ(raised(world), Texts{"2024-06: 2 breaches in 3 periods"});
}

TEST(Triggers, EachFurtherBreachInTheWindowRaisesAgainButAMetPeriodDoesNot) {
    World world;
    world.agreement().triggers = {breaches(2, 6)};
    world.credited(fixed("1.00"));
    months(world, "bbmb");
    EXPECT_EQ(raised(world),
              (Texts{"2024-02: 2 breaches in 6 periods", "2024-04: 3 breaches in 6 periods"}));
}

TEST(Triggers, AnyCountsAPeriodOnceHoweverManyObjectivesFail) {
    World world;
    world.agreement().triggers = {breaches(3, 6)};
    world.credited(fixed("1.00"), "99.9", "a");
    world.credited(fixed("1.00"), "99.9", "b");
    months(world, "bm", "a");
    months(world, "bb", "b");
    EXPECT_TRUE(raised(world).empty());
    world.agreement().triggers = {breaches(2, 6)};
    EXPECT_EQ(raised(world).size(), 1u);
    world.agreement().triggers = {breaches(2, 6, "a")};
    EXPECT_TRUE(raised(world).empty());
    world.agreement().triggers = {breaches(2, 6, "b")};
    EXPECT_EQ(raised(world).size(), 1u);
}

TEST(Triggers, OpenPeriodsRaiseNothing) {
    World world;
    world.as_of = at("2024-02-20T00:00:00Z");
    world.agreement().triggers = {breaches(2, 2)};
    world.credited(fixed("1.00"));
    months(world, "bb");
    EXPECT_TRUE(raised(world).empty());
}

TEST(Triggers, AValueBelowIsShownWithEnoughDigits) {
    World world;
    Trigger trigger;
    trigger.name = "step-in";
    trigger.value_below = decimal("95");
    world.agreement().triggers = {trigger};
    world.credited(fixed("1.00"));
    world.measure("2024-01", "95");
    world.measure("2024-02", "94.9996");
    world.measure("2024-03", "12.5");
    EXPECT_EQ(raised(world), (Texts{"2024-02: availability: value 94.9996 below 95",
                                    "2024-03: availability: value 12.50 below 95"}));
}

TEST(Triggers, PointsAddUpOverTheWindow) {
    World world;
    Trigger trigger;
    trigger.name = "persistent";
    trigger.points = decimal("12");
    trigger.in_periods = 3;
    world.agreement().triggers = {trigger};
    world.agreement().points = PointsRule{decimal("1"), {}, false, decimal("2")};
    CreditTerms terms;
    terms.scheme = PointsScheme{{{"any", testing::number("99.9"), "99.9", 3}}};
    world.credited(terms);
    // 3, 6, met, 3, 6, 6: of three months in a row 3 + 6, 6 + 3, 3 + 6, 3 + 6 + 6.
    months(world, "bb.bbb");
    EXPECT_EQ(raised(world), Texts{"2024-06: 15 points in 3 periods"});
}

}  // namespace
}  // namespace underpin

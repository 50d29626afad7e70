// Laws of every scheme: depth pays, split parts add up, charges scale, order does not matter, caps
// hold, and what is earned back was credited.
#include <algorithm>
#include <gtest/gtest.h>
#include <map>
#include <rapidcheck.h>

#include "domain/credit.h"
#include "unit/domain/results_fixture.h"

namespace underpin {
namespace {

using testing::day_of;
using testing::decimal;
using testing::number;
using testing::objective;
using testing::tier;
using testing::World;

template <typename Property>
void holds(const std::string& law, Property property) {
    EXPECT_TRUE(rc::check(law, property)) << law;
}

Money pounds(std::int64_t minor) { return {minor, testing::currency()}; }

CreditTerms terms(auto scheme) {
    CreditTerms made;
    made.scheme = std::move(scheme);
    return made;
}

PerUnitScheme hours() {
    PerUnitScheme scheme;
    scheme.percent = decimal("0.7");
    scheme.unit = hour;
    scheme.unit_text = "1h";
    return scheme;
}

// Any scheme whose credit is a share of the charges.
CreditTerms any_share() {
    const auto steps = *rc::gen::element(SlopeSteps::exact, SlopeSteps::whole, SlopeSteps::started);
    switch (*rc::gen::inRange(0, 4)) {
        case 0: return terms(TiersScheme{{tier("99.9", "7"), tier("99", "13"), tier("98", "40")}});
        case 1: return terms(SlopeScheme{decimal("3"), number("0.25"), "0.25", steps, {}, ""});
        case 2: return terms(PoolScheme{decimal("60"), decimal("35"), std::nullopt});
        default: return terms(hours());
    }
}

World world_with(const CreditTerms& credits, std::int64_t charge) {
    World world;
    world.contract().charges[0].amount = pounds(charge);
    world.agreement().at_risk = decimal("12");
    world.credited(credits);
    return world;
}

// A month with that many hundredths of a percent down, and the fraction that belongs to it.
void measure_down(World& world, const std::string& label, int hundredths,
                  const std::string& id = "availability") {
    ObjectiveResult& result =
        world.measure(label, format_exact(100 - make_rational(hundredths, 100)), id);
    const std::int64_t length = result.range.to.ms - result.range.from.ms;
    for (Measurement& part : result.parts) {
        part.measured.fraction =
            Fraction{Int128{length} * (10000 - hundredths), Int128{length} * 10000, 0};
    }
}

Rational earned(const World& world) {
    const auto lines = world.credits().lines;
    return lines.empty() ? Rational(0) : lines.front().exact;
}

TEST(SchemeLaws, MoreDowntimeNeverEarnsLess) {
    holds("deeper pays at least as much", [] {
        const CreditTerms credits = any_share();
        const auto down = *rc::gen::inRange(0, 600);
        const auto more = *rc::gen::inRange(0, 600);
        const auto exact = [&](int hundredths) {
            World world = world_with(credits, 1'200'000);
            measure_down(world, "2024-03", hundredths);
            return earned(world);
        };
        RC_ASSERT(exact(down + more) >= exact(down));
    });
}

TEST(SchemeLaws, ScalingChargesScalesCredits) {
    holds("credits scale with charges", [] {
        const CreditTerms credits = any_share();
        const auto charge = *rc::gen::inRange<std::int64_t>(0, 5'000'000);
        const auto factor = *rc::gen::inRange<std::int64_t>(1, 40);
        const auto down = *rc::gen::inRange(0, 600);
        const auto exact = [&](std::int64_t amount) {
            World world = world_with(credits, amount);
            measure_down(world, "2024-03", down);
            return earned(world);
        };
        // A line that rounds to nothing is not there to be scaled.
        if (const Rational small = exact(charge); small > 0) {
            RC_ASSERT(exact(charge * factor) == small * Rational(factor));
        }
    });
}

TEST(SchemeLaws, SplitPartsEqualTheWholeWithinOneMinorUnit) {
    holds("a split by equal terms changes nothing", [] {
        CreditTerms credits = any_share();
        // Started units of time are counted once a part: two parts can start one more.
        RC_PRE(!std::holds_alternative<PerUnitScheme>(credits.scheme));
        World world = world_with(credits, *rc::gen::inRange<std::int64_t>(0, 5'000'000));
        const std::string value = format_exact(100 - make_rational(*rc::gen::inRange(0, 600), 100));
        world.measure("2024-04", value);
        const Rational whole = earned(world);

        const Date cut = day_of("2024-04-02") + date::days(*rc::gen::inRange(0, 29));
        const Agreement same = world.agreement();
        world.add_agreement("hosting", same, format_date(cut), true);
        const Span april = world.span("hosting", "2024-04");
        const Instant middle = TimeZone::utc().midnight(cut);
        std::vector<Measurement> parts;
        for (const Span span : {Span{april.from, middle}, Span{middle, april.to}}) {
            Measurement part = testing::measured(same.objectives[0], span, value, world.as_of);
            part.range = april;
            part.agreement = "hosting";
            part.period = "2024-04";
            parts.push_back(part);
        }
        world.results = {combine_parts(same.objectives[0], parts)};
        RC_ASSERT(abs(earned(world) - whole) <= make_rational(1, 100));
    });
}

// A year of months, two objectives under a pool that can be earned back, and a cap.
World any_pool() {
    World world;
    world.contract().charges[0].amount = pounds(*rc::gen::inRange<std::int64_t>(0, 5'000'000));
    if (const auto cap = *rc::gen::maybe(rc::gen::inRange<std::int64_t>(0, 400'000))) {
        world.contract().caps.year.amount = pounds(*cap);
    }
    world.agreement().at_risk = decimal("12");
    const int periods = *rc::gen::inRange(1, 4);
    for (const char* id : {"a", "b"}) {
        world.credited(terms(PoolScheme{decimal("50"), decimal("40"), periods}), "99.9", id);
    }
    for (const char* id : {"a", "b"}) {
        for (int month = 1; month <= 9; ++month) {
            const bool met = *rc::gen::arbitrary<bool>();
            world.measure("2024-0" + std::to_string(month), met ? "100" : "99", id);
        }
    }
    return world;
}

TEST(EarnBackLaws, NeverReturnsMoreThanWasCredited) {
    holds("what comes back was owed", [] {
        const World world = any_pool();
        std::map<std::pair<std::string, std::string>, std::int64_t> credited;
        std::int64_t balance = 0;
        for (const CreditLine& line : world.credits().lines) {
            balance += line.amount.minor;
            RC_ASSERT(balance >= 0);  // at no time is more returned than was owed
            if (!line.earns_back) {
                credited[{*line.objective, line.period}] = line.amount.minor;
                continue;
            }
            auto& owed = credited.at({*line.objective, *line.earns_back});
            RC_ASSERT(-line.amount.minor == owed);
            owed = 0;  // once
        }
    });
}

TEST(EarnBackLaws, FreesNoRoomUnderACap) {
    holds("credits are the same with and without earn-back", [] {
        World world = any_pool();
        const auto owed = [](const World& of) {
            std::vector<std::pair<std::string, std::int64_t>> amounts;
            for (const CreditLine& line : of.credits().lines) {
                if (!line.earns_back) {
                    amounts.emplace_back(*line.objective + line.period, line.amount.minor);
                }
            }
            return amounts;
        };
        const auto with = owed(world);
        for (Objective& one : world.agreement().objectives) {
            std::get<PoolScheme>(one.credits->scheme).earn_back_periods.reset();
        }
        RC_ASSERT(owed(world) == with);
    });
}

World points_world(const std::vector<std::size_t>& order,
                   const std::vector<std::vector<int>>& values, bool average) {
    World world;
    world.agreement().points = PointsRule{decimal("0.4"), {}, average, decimal("1.5")};
    const std::array<std::string, 3> ids{"a", "b", "c"};
    PointsScheme scheme;
    scheme.bands = {{"minor", number("99"), "99", 1}, {"severe", number("98"), "98", 4}};
    for (const std::size_t index : order) world.credited(terms(scheme), "99.5", ids[index]);
    for (const std::size_t index : order) {
        for (std::size_t month = 0; month < values[index].size(); ++month) {
            world.measure("2024-0" + std::to_string(month + 1),
                          format_exact(100 - make_rational(values[index][month], 100)), ids[index]);
        }
    }
    return world;
}

TEST(PointsLaws, OrderChangesNothingAndTotalsAreTheSumOfTheirObjectives) {
    holds("points add up in any order", [] {
        const auto values = *rc::gen::container<std::vector<std::vector<int>>>(
            3, rc::gen::container<std::vector<int>>(6, rc::gen::inRange(0, 300)));
        const bool average = *rc::gen::arbitrary<bool>();
        const auto lines = points_world({0, 1, 2}, values, average).credits().lines;
        World other = points_world({2, 0, 1}, values, average);
        std::ranges::reverse(other.results);
        const auto turned = other.credits().lines;
        RC_ASSERT(lines.size() == turned.size());
        for (std::size_t i = 0; i < lines.size(); ++i) {
            RC_ASSERT(lines[i].amount == turned[i].amount);
            RC_ASSERT(lines[i].steps == turned[i].steps);
            Rational sum = 0;
            for (const PointsShare& share : lines[i].objectives) sum += share.points;
            RC_ASSERT(*lines[i].points == sum);
            RC_ASSERT(lines[i].amount.minor > 0);
        }
    });
}

}  // namespace
}  // namespace underpin

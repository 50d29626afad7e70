// availability, mttr and mtbf against the slow way, on thousands of random small worlds.
#include <gtest/gtest.h>

#include "brute_force.h"
#include "dice.h"

namespace underpin::bench {
namespace {

struct Case {
    World world;
    SlowRules rules;
    std::vector<SlowInterval> intervals;
    std::vector<std::int64_t> cuts;  // cells lie between them, in ticks
};

const char* const components[] = {"", "web", "db", "dns"};

Case random_case(std::uint32_t seed) {
    Dice dice(seed);
    Case made;
    auto& world = made.world;
    world.tick_ms = dice.chance(50) ? 1 : 7 * hour_ms;
    world.ticks = dice.roll(20, 90);
    const auto all = static_cast<std::size_t>(world.ticks);
    world.hours = dice.chance(30) ? std::vector<bool>(all, true) : dice.stretches(world.ticks, 9);
    world.covered =
        dice.chance(50) ? std::vector<bool>(all, true) : dice.stretches(world.ticks, 25);
    world.excluded =
        dice.chance(40) ? std::vector<bool>(all, false) : dice.stretches(world.ticks, 7);
    world.count_as_up = dice.chance(40);
    world.as_of = dice.chance(50) ? world.ticks : dice.roll(world.ticks / 2, world.ticks);
    for (auto n = dice.chance(50) ? 0 : dice.roll(1, 4); n > 0; --n) {
        const auto from = dice.roll(0, world.ticks - 1);
        World::Window window{from, from + dice.roll(1, 25), {}};
        for (const auto* name : {"web", "db", "dns"}) {
            if (dice.chance(50)) window.components.insert(name);
        }
        world.partials.push_back(window);
    }
    for (auto n = dice.roll(0, 12); n > 0; --n) {
        const auto from = dice.roll(0, world.as_of);
        SlowInterval interval{from, from + dice.roll(0, dice.chance(20) ? 30 : 6)};
        interval.open = interval.to > world.as_of || dice.chance(5);
        if (interval.open) interval.to = world.as_of;
        interval.component = components[dice.roll(0, 3)];
        if (dice.chance(50)) interval.impact = dice.roll(0, 4) * 250'000;
        made.intervals.push_back(interval);
    }
    made.rules.merge_gap = dice.chance(50) ? 0 : dice.roll(1, 5);
    made.rules.min_duration = dice.chance(50) ? 0 : dice.roll(1, 6);
    made.rules.whole_units = dice.chance(70) ? 0 : dice.roll(1, 5);
    made.rules.min_impact = dice.chance(70) ? 0 : 500'000;
    made.rules.by_impact = dice.chance(40);
    made.cuts = {0, dice.roll(1, world.as_of - 1), world.as_of};
    return made;
}

std::string with_of(const Case& made, bool weighting) {
    const auto duration = [&](std::int64_t ticks) {
        return "\"" + std::to_string(ticks * made.world.tick_ms) + "ms\"";
    };
    std::string with = "{\"merge_gap\": " + duration(made.rules.merge_gap) +
                       ", \"min_duration\": " + duration(made.rules.min_duration) +
                       ", \"min_impact\": \"0." + (made.rules.min_impact == 0 ? "0" : "5") + "\"";
    if (made.rules.whole_units > 0)
        with += ", \"whole_units\": " + duration(made.rules.whole_units);
    if (weighting && made.rules.by_impact) with += ", \"weighting\": \"impact\"";
    return with + "}";
}

Setting setting_of(const World& world) {
    Setting setting;
    setting.as_of = world.as_of * world.tick_ms;
    setting.hours = ranges_of(world.hours, world.tick_ms);
    setting.excluded = ranges_of(world.excluded, world.tick_ms);
    setting.covered = ranges_of(world.covered, world.tick_ms);
    setting.count_as_up = world.count_as_up;
    for (const auto& window : world.partials) {
        setting.partials.push_back({{window.from * world.tick_ms, window.to * world.tick_ms},
                                    {window.components.begin(), window.components.end()}});
    }
    return setting;
}

std::vector<Row> rows_of(const Case& made) {
    std::vector<Row> rows;
    for (const auto& interval : made.intervals) {
        Row row;
        row.key = std::to_string(rows.size());
        row.start = interval.from * made.world.tick_ms;
        if (!interval.open) row.end = interval.to * made.world.tick_ms;
        row.component = interval.component;
        row.impact = interval.impact;
        rows.push_back(row);
    }
    return rows;
}

std::vector<Cell> cells_of(const Case& made) {
    std::vector<Cell> cells;
    for (std::size_t i = 0; i + 1 < made.cuts.size(); ++i) {
        cells.push_back({made.cuts[i] * made.world.tick_ms, made.cuts[i + 1] * made.world.tick_ms});
    }
    return cells;
}

// numerator / denominator, compared across.
::testing::AssertionResult equals(underpin_int128 n, underpin_int128 d, Int128 numerator,
                                  Int128 denominator) {
    if (to_int128(n) * denominator == numerator * to_int128(d))
        return ::testing::AssertionSuccess();
    return ::testing::AssertionFailure()
           << to_string(to_int128(n)) << "/" << to_string(to_int128(d)) << " is not "
           << to_string(numerator) << "/" << to_string(denominator);
}

constexpr std::uint32_t worlds = 4000;

TEST(Availability, EqualsTheSlowWay) {
    const Scorer scorer("availability");
    int with_bounds = 0, excluded = 0, values = 0;
    for (std::uint32_t seed = 0; seed < worlds; ++seed) {
        SCOPED_TRACE("seed " + std::to_string(seed));
        const auto made = random_case(seed);
        const Instance instance(scorer, with_of(made, true));
        ASSERT_EQ(instance.failure(), "");
        const auto got = instance.measure(setting_of(made.world), rows_of(made), cells_of(made));
        ASSERT_EQ(got.result, UNDERPIN_OK) << got.message;
        const auto outages = slow_outages(made.intervals, made.rules);
        for (std::size_t c = 0; c < got.answers.size(); ++c) {
            const auto& answer = got.answers[c];
            const auto slow = slow_availability(made.world, outages, made.rules.by_impact,
                                                made.cuts[c], made.cuts[c + 1]);
            ASSERT_EQ(answer.counted, slow.counted);
            ASSERT_EQ(answer.breaching, slow.breaching);
            ASSERT_EQ(answer.excluded, slow.excluded);
            ASSERT_EQ(answer.state, slow.time == 0 ? UNDERPIN_NO_TIME : UNDERPIN_VALUE);
            excluded += slow.excluded > 0;
            if (slow.time == 0) continue;
            ++values;
            const Int128 whole = Int128{slow.time} * 1'000'000, up = whole - slow.down;
            const Int128 unseen = Int128{slow.service - slow.time} * 1'000'000;
            ASSERT_TRUE(equals(answer.value_numerator, answer.value_denominator, 100 * up, whole));
            ASSERT_TRUE(equals(answer.numerator, answer.denominator, up, whole));
            ASSERT_EQ(answer.has_bounds != 0, unseen > 0);
            if (unseen == 0) continue;
            ++with_bounds;
            ASSERT_TRUE(
                equals(answer.down_numerator, answer.down_denominator, 100 * up, whole + unseen));
            ASSERT_TRUE(equals(answer.up_numerator, answer.up_denominator, 100 * (up + unseen),
                               whole + unseen));
        }
    }
    EXPECT_GT(values, 3000);  // the dice throw what they are meant to
    EXPECT_GT(with_bounds, 300);
    EXPECT_GT(excluded, 300);
}

TEST(Mttr, EqualsTheSlowWay) {
    const Scorer scorer("mttr");
    int values = 0;
    for (std::uint32_t seed = 0; seed < worlds; ++seed) {
        SCOPED_TRACE("seed " + std::to_string(seed));
        auto made = random_case(seed);
        made.rules.by_impact = false;
        const Instance instance(scorer, with_of(made, false));
        ASSERT_EQ(instance.failure(), "");
        const auto got = instance.measure(setting_of(made.world), rows_of(made), cells_of(made));
        for (std::size_t c = 0; c < got.answers.size(); ++c) {
            std::int64_t counted = 0, excluded = 0, sum = 0;
            for (const auto& outage : slow_outages(made.intervals, made.rules)) {
                if (outage.open || outage.to < made.cuts[c] || outage.to >= made.cuts[c + 1])
                    continue;
                const auto [before, left] = slow_length(made.world, outage);
                const bool removed = before > 0 && left == 0;
                (removed ? excluded : counted) += 1;
                sum += left;
            }
            ASSERT_EQ(got.answers[c].counted, counted);
            ASSERT_EQ(got.answers[c].excluded, excluded);
            ASSERT_EQ(got.answers[c].state, counted == 0 ? UNDERPIN_NO_EVENTS : UNDERPIN_VALUE);
            if (counted == 0) continue;
            ++values;
            ASSERT_TRUE(equals(got.answers[c].value_numerator, got.answers[c].value_denominator,
                               sum * made.world.tick_ms, counted * 1000));
        }
    }
    EXPECT_GT(values, 1000);
}

TEST(Mtbf, EqualsTheSlowWay) {
    const Scorer scorer("mtbf");
    int values = 0;
    for (std::uint32_t seed = 0; seed < worlds; ++seed) {
        SCOPED_TRACE("seed " + std::to_string(seed));
        auto made = random_case(seed);
        made.rules.by_impact = false;
        const bool in_service = seed % 2 == 0;
        auto with = with_of(made, false);
        if (in_service) with.insert(with.size() - 1, R"(, "in_service_time": true)");
        const Instance instance(scorer, with);
        ASSERT_EQ(instance.failure(), "");
        const auto got = instance.measure(setting_of(made.world), rows_of(made), cells_of(made));
        const auto outages = slow_outages(made.intervals, made.rules);
        for (std::size_t c = 0; c < got.answers.size(); ++c) {
            const auto slow =
                slow_availability(made.world, outages, false, made.cuts[c], made.cuts[c + 1]);
            std::int64_t counted = 0, excluded = 0;
            for (const auto& outage : outages) {
                if (outage.from < made.cuts[c] || outage.from >= made.cuts[c + 1]) continue;
                const auto i = static_cast<std::size_t>(outage.from);
                if (in_service && !made.world.hours[i]) continue;
                const auto [before, left] = slow_length(made.world, outage);
                const bool start_gone =
                    in_service && made.world.excluded[i] && !made.world.count_as_up;
                const bool removed = start_gone || (before > 0 && left == 0);
                (removed ? excluded : counted) += 1;
            }
            ASSERT_EQ(got.answers[c].counted, counted);
            ASSERT_EQ(got.answers[c].excluded, excluded);
            ASSERT_EQ(got.answers[c].state, counted == 0 ? UNDERPIN_NO_EVENTS : UNDERPIN_VALUE);
            if (counted == 0) continue;
            ++values;
            const Int128 up = Int128{slow.time} * 1'000'000 - slow.down;
            ASSERT_TRUE(equals(got.answers[c].value_numerator, got.answers[c].value_denominator,
                               up * made.world.tick_ms, Int128{counted} * 1'000'000'000));
        }
    }
    EXPECT_GT(values, 1000);
}

}  // namespace
}  // namespace underpin::bench

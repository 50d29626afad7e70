// case_time against the slow way, tick by tick, on thousands of random small worlds.
#include <algorithm>
#include <gtest/gtest.h>

#include "dice.h"

namespace underpin::bench {
namespace {

struct SlowCase {
    std::int64_t opened = 0;
    std::optional<std::int64_t> responded, resolved;
    std::string priority;
    std::vector<std::pair<std::int64_t, std::optional<std::int64_t>>> pauses;
};

struct CaseWorld {
    std::int64_t tick_ms = 1, ticks = 0, as_of = 0;
    std::vector<bool> hours, night, excluded;
    bool stops_cases = false;
    std::vector<SlowCase> cases;
    std::int64_t limit_one = 0, limit_default = -1;  // -1: none
    std::string attribute_by, start, stop, statistic;
    std::vector<std::int64_t> cuts;

    [[nodiscard]] std::optional<std::int64_t> limit_of(const SlowCase& one) const {
        if (one.priority == "1") return limit_one;
        return limit_default < 0 ? std::nullopt : std::optional(limit_default);
    }

    // Whether the clock of the case runs in tick t; priority 2 goes by the night calendar.
    [[nodiscard]] bool runs(const SlowCase& one, std::int64_t t) const {
        const auto i = static_cast<std::size_t>(t);
        if (!(one.priority == "2" ? night[i] : hours[i])) return false;
        if (stops_cases && excluded[i]) return false;
        return std::ranges::none_of(one.pauses, [&](const auto& pause) {
            return pause.first <= t && t < pause.second.value_or(ticks);
        });
    }

    [[nodiscard]] std::int64_t cell_of(std::optional<std::int64_t> t) const {
        for (std::size_t c = 0; t && c + 1 < cuts.size(); ++c) {
            if (cuts[c] <= *t && *t < cuts[c + 1]) return static_cast<std::int64_t>(c);
        }
        return -1;
    }
};

CaseWorld random_world(std::uint32_t seed) {
    Dice dice(seed);
    CaseWorld world;
    world.tick_ms = dice.chance(50) ? 1 : 5 * hour_ms;
    world.ticks = dice.roll(30, 100);
    world.as_of = dice.chance(40) ? world.ticks : dice.roll(world.ticks / 2, world.ticks);
    const auto all = static_cast<std::size_t>(world.ticks);
    world.hours = dice.chance(30) ? std::vector<bool>(all, true) : dice.stretches(world.ticks, 8);
    world.night = dice.stretches(world.ticks, 5);
    world.excluded = dice.stretches(world.ticks, 10);
    world.stops_cases = dice.chance(40);
    for (auto n = dice.roll(0, 15); n > 0; --n) {
        SlowCase one;
        one.opened = dice.roll(0, world.as_of);
        std::int64_t now = one.opened;
        if (dice.chance(70)) one.responded = now += dice.roll(0, 10);
        if (dice.chance(70)) one.resolved = now + dice.roll(0, 30);
        one.priority = std::to_string(dice.roll(1, 3));
        for (auto p = dice.chance(60) ? 0 : dice.roll(1, 3); p > 0; --p) {
            const auto from = dice.roll(0, world.ticks);
            one.pauses.emplace_back(
                from, dice.chance(20) ? std::nullopt : std::optional(from + dice.roll(0, 12)));
        }
        world.cases.push_back(one);
    }
    world.limit_one = dice.roll(0, 12);
    world.limit_default = dice.chance(30) ? -1 : dice.roll(0, 15);
    const char* const by[] = {"opened", "resolved", "first_outcome"};
    world.attribute_by = by[dice.roll(0, 2)];
    const bool late_start = dice.chance(25);
    world.start = late_start ? "responded" : "opened";
    world.stop = !late_start && dice.chance(30) ? "responded" : "resolved";
    const char* const statistics[] = {"percent_within",
                                      "percent_within",
                                      "percent_within",
                                      "mean",
                                      "median",
                                      "max",
                                      "p90",
                                      "p12.5",
                                      "p100"};
    world.statistic = statistics[dice.roll(0, 8)];
    world.cuts = {0, dice.roll(1, world.as_of - 1), world.as_of};
    return world;
}

struct SlowAnswer {
    std::int64_t counted = 0, breaching = 0, pending = 0;
    std::vector<std::int64_t> times;
};

void judge_slowly(const CaseWorld& world, const SlowCase& one, std::vector<SlowAnswer>& cells) {
    const auto limit = world.limit_of(one);
    if (!limit) return;
    const auto seen = [&](std::optional<std::int64_t> t) {
        return t && *t <= world.as_of ? t : std::nullopt;
    };
    const auto instant = [&](const std::string& name) {
        return name == "opened" ? std::optional(one.opened)
                                : seen(name == "responded" ? one.responded : one.resolved);
    };
    const auto start = instant(world.start), stop = instant(world.stop);
    if (!start) return;
    std::int64_t time = 0, reached = *limit == 0 ? *start : -1;
    for (std::int64_t t = *start; t < stop.value_or(world.as_of); ++t) {
        if (!world.runs(one, t)) continue;
        ++time;
        if (time == *limit) reached = t + 1;
    }
    const bool over = time > *limit;
    const bool percent = world.statistic == "percent_within";
    if (!stop && (!percent || !over)) {
        const auto c = world.attribute_by == "resolved" ? -1 : world.cell_of(one.opened);
        if (c >= 0) ++cells[static_cast<std::size_t>(c)].pending;
        return;
    }
    std::optional<std::int64_t> t = one.opened;
    if (world.attribute_by == "resolved") t = stop ? seen(one.resolved) : std::nullopt;
    if (world.attribute_by == "first_outcome") t = over ? reached : stop;
    const auto c = world.cell_of(t);
    if (c < 0) return;
    auto& cell = cells[static_cast<std::size_t>(c)];
    ++cell.counted;
    cell.breaching += over;
    cell.times.push_back(time);
}

// The statistic in ticks, as numerator and denominator.
std::pair<Int128, Int128> slow_statistic(const std::string& name, std::vector<std::int64_t> times) {
    std::ranges::sort(times);
    const auto n = times.size();
    if (name == "max") return {times.back(), 1};
    if (name == "median") return {times[(n - 1) / 2] + times[n / 2], 2};
    if (name == "p90") return {times[(n * 90 + 99) / 100 - 1], 1};
    if (name == "p12.5") return {times[(n * 125 + 999) / 1000 - 1], 1};
    if (name == "p100") return {times[n - 1], 1};
    Int128 sum = 0;
    for (const auto time : times) sum += time;
    return {sum, static_cast<Int128>(n)};
}

std::string with_of(const CaseWorld& world) {
    const auto ms = [&](std::int64_t ticks) {
        return "\"" + std::to_string(ticks * world.tick_ms) + "ms\"";
    };
    std::string limits = "\"1\": " + ms(world.limit_one);
    if (world.limit_default >= 0) limits += ", \"default\": " + ms(world.limit_default);
    return "{\"limits\": {" + limits + R"(}, "calendars": {"2": "night"}, "attribute_by": ")" +
           world.attribute_by + R"(", "start": ")" + world.start + R"(", "stop": ")" + world.stop +
           R"(", "statistic": ")" + world.statistic + "\"}";
}

TEST(CaseTime, EqualsTheSlowWay) {
    const Scorer scorer("case_time");
    int values = 0, pending = 0, reached = 0;
    for (std::uint32_t seed = 0; seed < 6000; ++seed) {
        SCOPED_TRACE("seed " + std::to_string(seed));
        const auto world = random_world(seed);
        const Instance instance(scorer, with_of(world));
        ASSERT_EQ(instance.failure(), "");
        Setting setting;
        setting.as_of = world.as_of * world.tick_ms;
        setting.hours = ranges_of(world.hours, world.tick_ms);
        setting.excluded = ranges_of(world.excluded, world.tick_ms);
        setting.stops_cases = world.stops_cases;
        setting.calendars["night"] = ranges_of(world.night, world.tick_ms);
        std::vector<Row> rows;
        const auto ms = [&](std::optional<std::int64_t> t) {
            return t ? std::optional(*t * world.tick_ms) : std::nullopt;
        };
        for (const auto& one : world.cases) {
            Row row;
            row.start = one.opened * world.tick_ms;
            row.responded = ms(one.responded);
            row.end = ms(one.resolved);
            row.priority = one.priority;
            for (const auto& [from, to] : one.pauses) row.pauses.emplace_back(*ms(from), ms(to));
            rows.push_back(row);
        }
        std::vector<Cell> cells;
        for (std::size_t c = 0; c + 1 < world.cuts.size(); ++c) {
            cells.push_back({world.cuts[c] * world.tick_ms, world.cuts[c + 1] * world.tick_ms});
        }
        const auto got = instance.measure(setting, rows, cells);
        ASSERT_EQ(got.result, UNDERPIN_OK) << got.message;
        std::vector<SlowAnswer> slow(cells.size());
        for (const auto& one : world.cases) judge_slowly(world, one, slow);
        for (std::size_t c = 0; c < cells.size(); ++c) {
            const auto& answer = got.answers[c];
            ASSERT_EQ(answer.counted, slow[c].counted);
            ASSERT_EQ(answer.breaching, slow[c].breaching);
            ASSERT_EQ(answer.pending, slow[c].pending);
            pending += slow[c].pending > 0;
            reached += world.attribute_by == "first_outcome" && slow[c].breaching > 0;
            ASSERT_EQ(answer.state, slow[c].counted == 0 ? UNDERPIN_NO_EVENTS : UNDERPIN_VALUE);
            if (slow[c].counted == 0) continue;
            ++values;
            std::pair<Int128, Int128> expected{100 * (slow[c].counted - slow[c].breaching),
                                               slow[c].counted};
            if (world.statistic != "percent_within") {
                expected = slow_statistic(world.statistic, slow[c].times);
                expected.first *= world.tick_ms;
                expected.second *= 1000;
            }
            ASSERT_TRUE(to_int128(answer.value_numerator) * expected.second ==
                        to_int128(answer.value_denominator) * expected.first);
        }
    }
    EXPECT_GT(values, 3000);  // the dice throw what they are meant to
    EXPECT_GT(pending, 1000);
    EXPECT_GT(reached, 300);
}

// Looked at later with the same evidence, an answer does not change before its changes_at.
TEST(CaseTime, ChangesAtIsNeverTooLate) {
    const Scorer scorer("case_time");
    int changed = 0;
    for (std::uint32_t seed = 0; seed < 2000; ++seed) {
        SCOPED_TRACE("seed " + std::to_string(seed));
        Dice dice(seed);
        Setting setting = around_the_clock();
        setting.hours = ranges_of(dice.stretches(400, 6), hour_ms);
        std::vector<Row> rows;
        for (auto n = dice.roll(1, 4); n > 0; --n) {
            Row row;
            row.start = dice.roll(0, 90) * hour_ms;
            if (dice.chance(50))
                row.pauses.emplace_back(
                    dice.roll(0, 90) * hour_ms,
                    dice.chance(50) ? std::optional(95 * hour_ms) : std::nullopt);
            rows.push_back(row);
        }
        const Instance instance(scorer, R"({"limits": {"default": "60h"}})");
        const std::vector<Cell> cells{{0, 100 * hour_ms}};
        setting.as_of = 100 * hour_ms;
        const auto first = instance.measure(setting, rows, cells).answers[0];
        for (std::int64_t later = 101; later < 400; later += 7) {
            setting.as_of = later * hour_ms;
            const auto now = instance.measure(setting, rows, cells).answers[0];
            if (now.breaching == first.breaching && now.pending == first.pending) continue;
            ++changed;
            ASSERT_NE(first.changes_at, UNDERPIN_ABSENT);
            ASSERT_LE(first.changes_at, setting.as_of);
            break;
        }
    }
    EXPECT_GT(changed, 500);
}

}  // namespace
}  // namespace underpin::bench

// The header-only helpers that scorers are made of.
#include <gtest/gtest.h>

#include "dice.h"
#include "underpin/draft/statistic.hpp"
#include "underpin/draft/words.hpp"
#include "underpin/scorer.hpp"

namespace underpin::bench {
namespace {

// A clock over spans, as plugin.h describes it.
struct BuiltClock {
    std::vector<std::int64_t> from, to, before;
    std::vector<std::uint32_t> first;
    underpin_clock clock{};

    BuiltClock(const Ranges& service, std::int64_t day0, std::size_t days) {
        std::int64_t sum = 0;
        for (const Range& range : service) {
            from.push_back(range.from);
            to.push_back(range.to);
            before.push_back(sum);
            sum += range.to - range.from;
        }
        for (std::size_t d = 0; d < days; ++d) {
            const auto day = day0 + static_cast<std::int64_t>(d) * day_ms;
            std::uint32_t i = 0;
            while (i < to.size() && to[i] <= day) ++i;
            first.push_back(i);
        }
        clock = {{from.data(), to.data(), from.size()}, before.data(), first.data(), days, day0};
    }
};

TEST(Clock, UntilBetweenAndReachAgreeWithSpans) {
    for (std::uint32_t seed = 0; seed < 200; ++seed) {
        SCOPED_TRACE("seed " + std::to_string(seed));
        Dice dice(seed);
        const std::int64_t day0 = dice.roll(-40, 40) * day_ms, unit = hour_ms;
        auto service = ranges_of(dice.stretches(240, 60), unit);
        for (auto& range : service) range = {range.from + day0, range.to + day0};
        const BuiltClock built(service, day0, 10);
        for (int i = 0; i < 50; ++i) {
            const auto a = day0 + dice.roll(-30, 270) * unit + dice.roll(-1, 1);
            const auto b = day0 + dice.roll(-30, 270) * unit + dice.roll(-1, 1);
            const auto expected = a < b ? length(intersect(service, {{a, b}})) : 0;
            ASSERT_EQ(clock_between(built.clock, a, b), expected);
            const auto reach = clock_reach(built.clock, a, expected);
            if (a >= b) continue;
            ASSERT_LE(reach, b);
            ASSERT_EQ(clock_between(built.clock, a, reach), expected);
            if (expected > 0) {
                ASSERT_EQ(clock_between(built.clock, a, reach - 1), expected - 1);  // the earliest
            }
        }
        ASSERT_EQ(clock_reach(built.clock, day0, length(service) + 1), UNDERPIN_ABSENT);
        ASSERT_EQ(clock_reach(built.clock, day0 + 5, 0), day0 + 5);
    }
}

TEST(Clock, WithoutServiceStandsStill) {
    const BuiltClock none({}, 0, 3);
    EXPECT_EQ(clock_between(none.clock, -5, 5 * day_ms), 0);
    EXPECT_EQ(clock_reach(none.clock, 7, 1), UNDERPIN_ABSENT);
}

TEST(Ranges, AlgebraAgreesWithTicks) {
    for (std::uint32_t seed = 0; seed < 500; ++seed) {
        Dice dice(seed);
        const auto a = dice.stretches(60, 9), b = dice.stretches(60, 9);
        std::vector<bool> both(60), without(60);
        for (std::size_t i = 0; i < 60; ++i) {
            both[i] = a[i] && b[i];
            without[i] = a[i] && !b[i];
        }
        const auto ra = ranges_of(a, 1), rb = ranges_of(b, 1);
        ASSERT_EQ(intersect(ra, rb), ranges_of(both, 1));
        ASSERT_EQ(subtract(ra, rb), ranges_of(without, 1));
        const RangeIndex index(ra);
        const auto from = dice.roll(-5, 65), to = dice.roll(-5, 65);
        ASSERT_EQ(index.between(from, to), from < to ? length(intersect(ra, {{from, to}})) : 0);
    }
    Ranges mixed{{5, 7}, {9, 9}, {1, 3}, {3, 4}, {6, 8}, {11, 10}};
    normalize(mixed);
    EXPECT_EQ(mixed, (Ranges{{1, 4}, {5, 8}}));
}

TEST(Statistic, ReadsItsNames) {
    for (const auto* name : {"mean", "median", "min", "max", "p1", "p95", "p99.9", "p100"}) {
        EXPECT_TRUE(Statistic::named(name)) << name;
    }
    for (const auto* name : {"", "p", "p0", "p101", "p100.1", "p-5", "p9.5.1", "average", "P95"}) {
        EXPECT_FALSE(Statistic::named(name)) << name;
    }
}

TEST(Statistic, NearestRankIsTheCeiling) {
    EXPECT_EQ(Statistic::named("p90")->rank(10), 9U);
    EXPECT_EQ(Statistic::named("p90")->rank(11), 10U);
    EXPECT_EQ(Statistic::named("p99.9")->rank(1000), 999U);
    EXPECT_EQ(Statistic::named("p99.9")->rank(1001), 1000U);
    EXPECT_EQ(Statistic::named("p50")->rank(1), 1U);
    EXPECT_EQ(Statistic::named("p100")->rank(7), 7U);
}

TEST(Statistic, MedianOfEvenIsTheMeanOfTheMiddleTwo) {
    std::vector<std::int64_t> values{9, 1, 4, 3};
    const auto median = Statistic::named("median")->of(values);
    EXPECT_TRUE(median.numerator == 7 && median.denominator == 2);
}

TEST(Words, ArePlain) {
    EXPECT_EQ(grouped(0), "0");
    EXPECT_EQ(grouped(999), "999");
    EXPECT_EQ(grouped(-1234567), "-1,234,567");
    EXPECT_EQ(decimal_words(2'500'000, 6), "2.5");
    EXPECT_EQ(decimal_words(-5, 3), "-0.005");
    EXPECT_EQ(decimal_words(1'234'000, 3), "1,234");
    EXPECT_EQ(duration_with_ms(2'674'800'000), "743 h 00 min = 2,674,800,000 ms");
    EXPECT_EQ(duration_words(90'500), "0 h 01 min 30.5 s");
}

TEST(Words, QuotientsAreRoundedHalfToEven) {
    EXPECT_EQ(quotient_words(1, 8, 2), "0.12");
    EXPECT_EQ(quotient_words(3, 8, 2), "0.38");
    EXPECT_EQ(quotient_words(1999, 1000, 2), "2.00");
    EXPECT_EQ(quotient_words(-2, 3, 6), "-0.666667");
    EXPECT_EQ(quotient_words(100 * Int128{2'672'568'000}, 2'674'800'000), "99.916555");
    EXPECT_EQ(quotient_words(5, 2, 0), "2");
}

TEST(Answers, FractionsKeepOnlyThePlacesTheyNeed) {
    underpin_answer answer{};
    set_percent(answer, 2'500'000, 10'000'000, 6);
    EXPECT_EQ(answer.fraction_scale, 1);
    EXPECT_TRUE(to_int128(answer.numerator) == 25 && to_int128(answer.denominator) == 100);
    EXPECT_EQ(value_text(answer), "25");
}

TEST(Guard, TurnsWhateverIsThrownIntoAResult) {
    EXPECT_EQ(guarded(nullptr, [] {}), UNDERPIN_OK);
    EXPECT_EQ(guarded(nullptr, [] { throw data_error("too large"); }), UNDERPIN_DATA);
    EXPECT_EQ(guarded(nullptr, [] { throw std::bad_alloc(); }), UNDERPIN_TRANSIENT);
    EXPECT_EQ(guarded(nullptr, [] { throw 42; }), UNDERPIN_INTERNAL);
}

// A host that is older or newer than this header: its tables are shorter or longer than ours.
TEST(ScorerRun, StepsThroughTablesByTheirOwnSize) {
    for (const std::size_t more : {std::size_t{0}, std::size_t{24}}) {
        struct Longer {
            underpin_cell cell;
            std::int64_t later_fields[3];
        };
        const std::size_t stride = sizeof(underpin_cell) + more;
        std::vector<std::int64_t> room(2 * sizeof(Longer) / sizeof(std::int64_t));
        auto* bytes = reinterpret_cast<unsigned char*>(room.data());
        for (std::size_t i = 0; i < 2; ++i) {
            underpin_cell cell{};
            cell.size = stride;
            cell.from = static_cast<std::int64_t>(i) * 10;
            cell.to = cell.from + 10;
            std::memcpy(bytes + i * stride, &cell, sizeof(cell));
        }
        underpin_evidence evidence{};
        evidence.size = offsetof(underpin_evidence, as_of_day);  // from before as_of_day was added
        evidence.as_of_day = 77;
        underpin_findings findings{};
        findings.size = sizeof(findings);
        const ScorerRun run(nullptr, &evidence, reinterpret_cast<const underpin_cell*>(bytes), 2,
                            &findings);
        EXPECT_EQ(run.cells()[1].from, 10);
        EXPECT_EQ(run.evidence().as_of_day, 0);
        EXPECT_EQ(run.cell_at(9), 0U);
        EXPECT_EQ(run.cell_at(10), 1U);
        EXPECT_EQ(run.cell_at(20), 2U);
        EXPECT_EQ(run.cell_at(-1), 2U);
    }
}

}  // namespace
}  // namespace underpin::bench

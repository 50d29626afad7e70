#include "domain/measurement.h"

#include <gtest/gtest.h>

#include "unit/domain/results_fixture.h"

namespace underpin {
namespace {

using testing::at;
using testing::at_least;
using testing::at_most;
using testing::number;
using testing::objective;

const Span march{at("2024-03-01T00:00:00Z"), at("2024-04-01T00:00:00Z")};
const Instant later = at("2024-05-01T00:00:00Z");

// A fully covered measurement with a value, not judged yet.
Measurement with_value(const std::string& value) {
    Measurement made;
    made.range = made.part = march;
    made.as_of = later;
    made.measured.has_value = true;
    made.measured.value = number(value);
    made.measured.coverage = Rational(1);
    made.measured.counted = 10;
    return made;
}

Measurement judged(const Objective& terms, Measurement made, bool open = false) {
    judge(terms, open, made);
    return made;
}

TEST(Judge, EqualToTheTargetIsMet) {
    EXPECT_EQ(judged(objective("a"), with_value("99.9")).status, Status::met);
    EXPECT_EQ(judged(objective("a"), with_value("99.899999999")).status, Status::breached);
    Objective times = objective("t");
    times.target = at_most("14400");
    EXPECT_EQ(judged(times, with_value("14400")).status, Status::met);
    EXPECT_EQ(judged(times, with_value("14400.001")).status, Status::breached);
}

TEST(Judge, ComparesExactlyWhereDoublesCannot) {
    Measurement made = with_value("0");
    made.measured.value =
        make_rational(Integer("99899999999999999999999999"), Integer("1000000000000000000000000"));
    EXPECT_EQ(judged(objective("a"), made).status, Status::breached);
}

TEST(Judge, RoundsBeforeComparingOnlyWhereTheContractSaysSo) {
    Objective terms = objective("a");
    EXPECT_EQ(judged(terms, with_value("99.896")).status, Status::breached);
    terms.rounding = Rounding{2, RoundingMode::half_up};
    const Measurement made = judged(terms, with_value("99.896"));
    EXPECT_EQ(made.status, Status::met);
    EXPECT_EQ(*made.value, number("99.90"));
    EXPECT_EQ(made.measured.value, number("99.896"));
    terms.rounding->mode = RoundingMode::down;
    EXPECT_EQ(judged(terms, with_value("99.899")).status, Status::breached);
}

TEST(Judge, ScoreIsNothingWithoutAFloorAndASlopeWithOne) {
    Objective terms = objective("a");
    EXPECT_EQ(*judged(terms, with_value("99.5")).score, 0);
    terms.floor = at_least("99.0");
    EXPECT_EQ(*judged(terms, with_value("99.9")).score, 100);
    EXPECT_EQ(*judged(terms, with_value("99.45")).score, 50);
    EXPECT_EQ(*judged(terms, with_value("99.0")).score, 0);
    EXPECT_EQ(*judged(terms, with_value("12")).score, 0);
    EXPECT_EQ(*judged(terms, with_value("99.3")).score, make_rational(100, 3));
}

TEST(Judge, SlopeOfAnAtMostTargetFallsTheOtherWay) {
    Objective terms = objective("t");
    terms.target = at_most("4");
    terms.floor = at_most("8");
    EXPECT_EQ(*judged(terms, with_value("5")).score, 75);
    EXPECT_EQ(*judged(terms, with_value("9")).score, 0);
    EXPECT_EQ(*judged(terms, with_value("4")).score, 100);
}

TEST(Judge, ScoreUsesTheRoundedValue) {
    Objective terms = objective("a");
    terms.floor = at_least("99.0");
    terms.rounding = Rounding{1, RoundingMode::half_even};
    EXPECT_EQ(*judged(terms, with_value("99.45")).score, make_rational(400, 9));  // 99.4
}

TEST(Judge, TooLittleCoverageIsNoDataAndKeepsTheCounts) {
    Objective terms = objective("a");
    Measurement made = with_value("100");
    made.measured.coverage = make_rational(89, 100);
    made.measured.breaching = 2;
    const Measurement result = judged(terms, made);
    EXPECT_EQ(result.status, Status::no_data);
    EXPECT_FALSE(result.value);
    EXPECT_FALSE(result.score);
    EXPECT_EQ(result.measured.breaching, 2);
    EXPECT_EQ(result.provisional, std::vector<std::string>{"coverage"});
    made.measured.coverage = make_rational(9, 10);
    EXPECT_EQ(judged(terms, made).status, Status::met);
}

TEST(Judge, NothingCoveredIsNoDataEvenWhereNoCoverageIsAskedFor) {
    Objective terms = objective("a");
    terms.min_coverage = 0;
    Measurement made = with_value("100");
    made.measured.coverage = Rational(0);
    EXPECT_EQ(judged(terms, made).status, Status::no_data);
    made.measured.coverage.reset();  // no service time at all
    EXPECT_EQ(judged(terms, made).status, Status::no_data);
    made.measured.coverage = make_rational(1, 1000);
    EXPECT_EQ(judged(terms, made).status, Status::met);
    made.measured.no_time = true;
    EXPECT_EQ(judged(terms, made).status, Status::no_data);
}

TEST(Judge, MissingDataIsABreachWhereTheContractSaysSo) {
    Objective terms = objective("a");
    terms.when_no_data = WhenNoData::breach;
    terms.when_empty = WhenEmpty::met;
    Measurement made = with_value("100");
    made.measured.coverage = Rational(0);
    const Measurement result = judged(terms, made);
    EXPECT_EQ(result.status, Status::breached);
    EXPECT_EQ(*result.score, 0);
    EXPECT_FALSE(result.value);
}

TEST(Judge, NothingToCountIsNoEvents) {
    Objective terms = objective("p1");
    terms.metric = "case_time";
    Measurement made = with_value("0");
    made.measured.has_value = false;
    made.measured.counted = 0;
    EXPECT_EQ(judged(terms, made).status, Status::no_events);
    EXPECT_FALSE(judged(terms, made).score);
    terms.when_empty = WhenEmpty::met;
    EXPECT_EQ(judged(terms, made).status, Status::met);
    EXPECT_EQ(*judged(terms, made).score, 100);
    EXPECT_FALSE(judged(terms, made).value);
}

TEST(Judge, FewerThanMinSamplesIsNoEventsButNotForAvailabilityAndCount) {
    Objective terms = objective("p1");
    terms.metric = "case_time";
    terms.min_samples = 10;
    Measurement made = with_value("100");
    EXPECT_EQ(judged(terms, made).status, Status::met);
    made.measured.counted = 9;
    made.measured.breaching = 1;
    EXPECT_EQ(judged(terms, made).status, Status::no_events);
    EXPECT_FALSE(judged(terms, made).value);
    EXPECT_EQ(judged(terms, made).measured.breaching, 1);
    for (const char* metric : {"availability", "count"}) {
        terms.metric = metric;
        EXPECT_EQ(judged(terms, made).status, Status::met) << metric;
    }
}

TEST(Judge, UnseenTimeThatWouldDecideLeavesItUndetermined) {
    const Objective terms = objective("a");
    Measurement made = with_value("99.95");
    made.measured.coverage = make_rational(95, 100);
    made.measured.if_unseen_down = number("94.9");
    made.measured.if_unseen_up = number("99.9525");
    const Measurement result = judged(terms, made);
    EXPECT_EQ(result.status, Status::undetermined);
    EXPECT_EQ(*result.value, number("99.95"));
    EXPECT_FALSE(result.score);
    made.measured.value = number("90");
    made.measured.if_unseen_up = number("90.5");
    EXPECT_EQ(judged(terms, made).status, Status::breached);
}

TEST(Judge, BoundsAreRoundedLikeTheValue) {
    Objective terms = objective("a");
    Measurement made = with_value("99.95");
    made.measured.if_unseen_down = number("99.87");
    made.measured.if_unseen_up = number("99.96");
    EXPECT_EQ(judged(terms, made).status, Status::undetermined);
    terms.rounding = Rounding{1, RoundingMode::half_even};
    EXPECT_EQ(judged(terms, made).status, Status::met);
}

TEST(Judge, SmallVolumeIsMetWhateverTheValue) {
    Measurement made = with_value("80");
    made.measured.small_volume_met = true;
    const Measurement result = judged(objective("p1", "95"), made);
    EXPECT_EQ(result.status, Status::met);
    EXPECT_EQ(*result.score, 100);
    EXPECT_EQ(*result.value, 80);
}

TEST(Judge, ProvisionalReasonsStandInTheirOrder) {
    Measurement made = with_value("100");
    made.measured.disputed = true;
    made.measured.coverage = make_rational(999, 1000);
    made.measured.pending = 2;
    const std::vector<std::string> all{"open", "pending", "coverage", "disputed"};
    EXPECT_EQ(judged(objective("a"), made, true).provisional, all);
    EXPECT_TRUE(judged(objective("a"), with_value("100")).provisional.empty());
}

TEST(Judge, JudgingAgainForgetsTheFirstJudgement) {
    Measurement made = judged(objective("a"), with_value("100"));
    made.measured.has_value = false;
    judge(objective("a"), false, made);
    EXPECT_EQ(made.status, Status::no_events);
    EXPECT_FALSE(made.value);
    EXPECT_FALSE(made.score);
}

}  // namespace
}  // namespace underpin

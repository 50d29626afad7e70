#include "domain/objective_result.h"

#include <gtest/gtest.h>

#include "unit/domain/results_fixture.h"

namespace underpin {
namespace {

using testing::at;
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

Measurement part(const std::string& from, const std::string& to, Status status, int score = -1) {
    Measurement made = with_value("1");
    made.part = {at(from), at(to)};
    made.status = status;
    made.value = Rational(1);
    if (score >= 0) made.score = Rational(score);
    return made;
}

Status together(Status a, Status b) {
    return combine_parts(objective("a"), {part("2024-03-01T00:00:00Z", "2024-03-11T00:00:00Z", a),
                                          part("2024-03-11T00:00:00Z", "2024-04-01T00:00:00Z", b)})
        .status;
}

TEST(CombineParts, OnePartIsTheMeasurementItself) {
    const Objective terms = objective("a");
    const ObjectiveResult result = combine_parts(terms, {judged(terms, with_value("99.95"))});
    EXPECT_EQ(result.status, Status::met);
    EXPECT_EQ(*result.value, number("99.95"));
    EXPECT_EQ(*result.score, 100);
    EXPECT_FALSE(result.split());
}

TEST(CombineParts, FractionIsShownOnlyWithAValue) {
    Measurement made = with_value("99.95");
    made.measured.fraction = Fraction{1, 2, 0};
    EXPECT_TRUE(combine_parts(objective("a"), {judged(objective("a"), made)}).fraction);
    made.measured.coverage = Rational(0);
    EXPECT_FALSE(combine_parts(objective("a"), {judged(objective("a"), made)}).fraction);
}

TEST(CombineParts, MetOnlyWhenNoPartFails) {
    EXPECT_EQ(together(Status::met, Status::met), Status::met);
    EXPECT_EQ(together(Status::met, Status::breached), Status::breached);
    EXPECT_EQ(together(Status::undetermined, Status::breached), Status::breached);
    EXPECT_EQ(together(Status::met, Status::undetermined), Status::undetermined);
    EXPECT_EQ(together(Status::met, Status::no_data), Status::no_data);
    EXPECT_EQ(together(Status::no_events, Status::no_data), Status::no_data);
    EXPECT_EQ(together(Status::met, Status::no_events), Status::no_events);
    EXPECT_EQ(together(Status::no_events, Status::no_events), Status::no_events);
}

TEST(CombineParts, ScoreIsWeightedByTheMeasuredLengths) {
    const Objective terms = objective("a");
    const auto late = part("2024-03-11T00:00:00Z", "2024-04-01T00:00:00Z", Status::breached, 40);
    const auto early = part("2024-03-01T00:00:00Z", "2024-03-11T00:00:00Z", Status::met, 100);
    const ObjectiveResult result = combine_parts(terms, {late, early});  // any order
    EXPECT_EQ(*result.score, make_rational(100 * 10 + 40 * 21, 31));
    EXPECT_FALSE(result.value);
    EXPECT_FALSE(result.fraction);
    EXPECT_EQ(result.parts.front().status, Status::met);
    EXPECT_EQ(result.counted, 20);

    Measurement open = late;
    open.as_of = at("2024-03-21T00:00:00Z");  // ten days measured of 21
    EXPECT_EQ(*combine_parts(terms, {early, open}).score, 70);
}

TEST(CombineParts, UndeterminedHasNoScoreThoughAPartHas) {
    const auto early = part("2024-03-01T00:00:00Z", "2024-03-11T00:00:00Z", Status::met, 100);
    const auto late = part("2024-03-11T00:00:00Z", "2024-04-01T00:00:00Z", Status::undetermined);
    EXPECT_FALSE(combine_parts(objective("a"), {early, late}).score);
}

}  // namespace
}  // namespace underpin

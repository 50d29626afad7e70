#include "domain/scorecard.h"

#include <gtest/gtest.h>

#include "unit/domain/results_fixture.h"

namespace underpin {
namespace {

using testing::at;
using testing::decimal;
using testing::number;
using testing::objective;

const Instant now = at("2024-05-01T00:00:00Z");

ObjectiveResult scored(const std::string& id, const std::string& weight,
                       std::optional<Rational> score,
                       std::optional<std::string> category = std::nullopt) {
    ObjectiveResult result;
    result.objective = id;
    result.weight = decimal(weight);
    result.score = std::move(score);
    result.category = std::move(category);
    return result;
}

AgreementScore agreement(const std::string& id, const std::string& weight,
                         std::vector<ObjectiveResult> objectives,
                         const std::string& from = "2024-03-01T00:00:00Z") {
    AgreementScore made;
    made.agreement = id;
    made.weight = decimal(weight);
    made.range = {at(from), now};
    made.objectives = std::move(objectives);
    return made;
}

SupplierScorecard card(std::vector<AgreementScore> agreements) {
    return make_scorecard("acme", "Acme", "2024-03", now, std::move(agreements));
}

TEST(Scorecard, AddsUpByWeightsAtBothLevels) {
    const auto result = card(
        {agreement("b", "3", {scored("x", "1", Rational(0))}),
         agreement("a", "1", {scored("x", "40", Rational(100)), scored("y", "60", Rational(0))})});
    EXPECT_EQ(result.agreements[0].agreement, "a");
    EXPECT_EQ(*result.agreements[0].score, 40);
    EXPECT_EQ(*result.score, 10);
    EXPECT_EQ(*result.grade, "E");
}

TEST(Scorecard, WhatHasNoScoreWeighsNothing) {
    const auto result = card(
        {agreement("a", "1", {scored("x", "40", Rational(100)), scored("y", "60", std::nullopt)}),
         agreement("b", "9", {scored("z", "1", std::nullopt)})});
    EXPECT_EQ(*result.score, 100);
    EXPECT_FALSE(result.agreements[1].score);
}

TEST(Scorecard, NoDataAtAllHasNeitherScoreNorGrade) {
    const auto result = card({agreement("a", "1", {scored("x", "1", std::nullopt, "c")})});
    EXPECT_FALSE(result.score);
    EXPECT_FALSE(result.grade);
    ASSERT_EQ(result.categories.size(), 1u);
    EXPECT_FALSE(result.categories[0].score);
    EXPECT_FALSE(card({}).score);
}

TEST(Scorecard, WeightsOfZeroGiveNoScore) {
    EXPECT_FALSE(card({agreement("a", "1", {scored("x", "0", Rational(100))})}).score);
    EXPECT_FALSE(card({agreement("a", "0", {scored("x", "1", Rational(100))})}).score);
}

TEST(Scorecard, CategoriesStandInOrderOfAppearanceOverAgreementsById) {
    const auto result =
        card({agreement("b", "1", {scored("z", "1", Rational(50), "speed")}),
              agreement("a", "3",
                        {scored("x", "1", Rational(100), "reliability"),
                         scored("y", "1", Rational(0)), scored("w", "1", Rational(90), "speed"),
                         scored("v", "2", Rational(60), "speed")})});
    ASSERT_EQ(result.categories.size(), 3u);
    EXPECT_EQ(result.categories[0].category, "reliability");
    EXPECT_FALSE(result.categories[1].category);
    EXPECT_EQ(result.categories[2].category, "speed");
    EXPECT_EQ(*result.categories[0].score, 100);
    EXPECT_EQ(*result.categories[1].score, 0);
    EXPECT_EQ(*result.categories[2].score, make_rational(3 * 70 + 50, 4));
}

TEST(Scorecard, AnAgreementMayStandOnceForEachOfItsPeriods) {
    const auto result =
        card({agreement("a", "1", {scored("x", "1", Rational(0))}, "2024-02-01T00:00:00Z"),
              agreement("a", "1", {scored("x", "1", Rational(100))}, "2024-01-01T00:00:00Z")});
    EXPECT_EQ(*result.score, 50);
    EXPECT_EQ(*result.agreements[0].score, 100);
}

TEST(Grades, HoldAtEveryEdge) {
    const auto grade = [](const char* score) { return Grades::standard().of(number(score)); };
    EXPECT_EQ(grade("100"), "A");
    EXPECT_EQ(grade("95"), "A");
    EXPECT_EQ(grade("94.999999"), "B");
    EXPECT_EQ(grade("85"), "B");
    EXPECT_EQ(grade("84.99"), "C");
    EXPECT_EQ(grade("70"), "C");
    EXPECT_EQ(grade("69.99"), "D");
    EXPECT_EQ(grade("50"), "D");
    EXPECT_EQ(grade("49.99"), "E");
    EXPECT_EQ(grade("0"), "E");
}

TEST(Grades, UseTheUnroundedScore) {
    // 94.996 is shown as 95.00 and is still a B.
    const auto result = card({agreement("a", "1", {scored("x", "1", number("94.996"))})});
    EXPECT_EQ(*result.grade, "B");
    EXPECT_EQ(format_fixed(*result.score, 2), "95.00");
}

TEST(Grades, CanBeConfigured) {
    const Grades grades{{{"green", 90}, {"amber", 60}}, "red"};
    EXPECT_EQ(grades.of(90), "green");
    EXPECT_EQ(grades.of(60), "amber");
    EXPECT_EQ(grades.of(59), "red");
}

}  // namespace
}  // namespace underpin

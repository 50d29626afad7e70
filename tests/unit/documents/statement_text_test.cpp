#include "documents/statement_text.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "documents/output_credits.h"
#include "documents/output_scorecard.h"
#include "unit/results_sample.h"

namespace underpin::testing {
namespace {

TEST(StatementText, AScorecardComesBackAsItIsShown) {
    const auto card = sample_scorecard();
    const auto again = require(scorecard_of_text(scorecard_text(card)));
    EXPECT_EQ(scorecard_json(again).dump(), scorecard_json(card).dump());
    EXPECT_EQ(scorecard_text(again), scorecard_text(card));
    EXPECT_EQ(again.agreements[0].objectives[0].value, card.agreements[0].objectives[0].value);
}

TEST(StatementText, CreditsComeBackAsTheyAreShown) {
    auto credits = sample_credits();
    auto& line = credits.lines.front();
    line.exact = make_rational(1, 3);
    line.points = Rational(2);
    line.capped_from = money("1300.00");
    line.capped_by = {"period"};
    line.earns_back = "2024-01";
    line.objectives = {{"availability", "minor", Rational(1), true}, {"other", {}, Rational(0)}};
    line.measurements = {{"availability", "2024-02", at("2024-02-01T00:00:00Z"), 3}};
    line.status = CreditStatus::overdue;
    credits.triggers.front().clause = Clause{"schedule-2.pdf", "4.1", "text"};
    credits.notes = {"a note"};
    const auto again = require(credits_of_text(credits_text(credits)));
    EXPECT_EQ(credits_json(again).dump(), credits_json(credits).dump());
    EXPECT_EQ(credits_text(again), credits_text(credits));
    EXPECT_EQ(again.lines.front().exact, make_rational(1, 3));
}

TEST(StatementText, DamageIsSaid) {
    EXPECT_EQ(scorecard_of_text("{").error().error_class, ErrorClass::data);
    EXPECT_EQ(credits_of_text("{}").error().error_class, ErrorClass::data);
}

TEST(StatementText, WhatPassesWithTimeIsNoOtherNumber) {
    auto credits = sample_credits();
    const auto before = credits_text(credits);
    credits.lines.front().status = CreditStatus::lapsed;
    credits.lines.front().steps.emplace_back("another sentence");
    const auto lapsed = credits_text(credits);
    EXPECT_EQ(comparable(before, Compared::numbers), comparable(lapsed, Compared::numbers));
    EXPECT_NE(comparable(before, Compared::all), comparable(lapsed, Compared::all));
    credits.lines.front().amount = money("1199.99");
    EXPECT_NE(comparable(before, Compared::numbers),
              comparable(credits_text(credits), Compared::numbers));
}

}  // namespace
}  // namespace underpin::testing

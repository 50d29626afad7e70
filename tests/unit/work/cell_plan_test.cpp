#include "work/cell_plan.h"

#include <gtest/gtest.h>

#include "unit/work/work_fixture.h"

namespace underpin::test {
namespace {

TEST(CellPlan, HasEveryPeriodThatHasBegunAndMarksTheOpenOne) {
    const auto portfolio =
        portfolio_of({agreement_version(1, {objective("a")}, {on("2024-01-01"), std::nullopt})});
    const auto plans = plan_cells(portfolio, "hosting", at("2024-03-10T12:00:00Z"));
    ASSERT_EQ(plans.size(), 1U);
    ASSERT_EQ(plans[0].cells.size(), 3U);
    EXPECT_FALSE(plans[0].cells[1].open);
    EXPECT_TRUE(plans[0].cells[2].open);
    EXPECT_EQ(plans[0].cells[2].period, "2024-03");
    EXPECT_EQ(plans[0].cells[2].measured.to, at("2024-03-10T12:00:00Z"));
    EXPECT_EQ(plans[0].cells[2].range.to, at("2024-03-31T23:00:00Z"));  // summer time by then
}

TEST(CellPlan, PeriodThatBeginsAtAsOfIsOpenAndEmpty) {
    const auto portfolio =
        portfolio_of({agreement_version(1, {objective("a")}, {on("2024-01-01"), std::nullopt})});
    const auto plans = plan_cells(portfolio, "hosting", at("2024-02-01T00:00:00Z"));
    ASSERT_EQ(plans[0].cells.size(), 2U);
    EXPECT_FALSE(plans[0].cells[0].open);
    EXPECT_TRUE(plans[0].cells[1].open);
    EXPECT_EQ(plans[0].cells[1].measured.length(), Duration{0});
}

TEST(CellPlan, TermCutsFirstAndLastPeriod) {
    const auto portfolio = portfolio_of(
        {agreement_version(1, {objective("a")}, {on("2024-01-20"), on("2024-02-10")})});
    const auto plans = plan_cells(portfolio, "hosting", at("2025-01-01T00:00:00Z"));
    ASSERT_EQ(plans[0].cells.size(), 2U);
    EXPECT_EQ(plans[0].cells[0].range.from, at("2024-01-20T00:00:00Z"));
    EXPECT_EQ(plans[0].cells[1].range.to, at("2024-02-10T00:00:00Z"));
}

TEST(CellPlan, AmendmentSplitsThePeriodByItsOwnTerms) {
    const auto portfolio =
        portfolio_of({agreement_version(1, {objective("a")}, {on("2024-01-01"), std::nullopt}),
                      agreement_version(2, {objective("a"), objective("b")},
                                        {on("2024-01-01"), std::nullopt}, on("2024-02-11"))});
    const auto plans = plan_cells(portfolio, "hosting", at("2024-03-01T00:00:00Z"));
    ASSERT_EQ(plans.size(), 3U);  // a before, a after, b after
    EXPECT_EQ(plans[0].revision, 1);
    EXPECT_EQ(plans[0].cells.back().part.to, at("2024-02-11T00:00:00Z"));
    EXPECT_EQ(plans[1].revision, 2);
    EXPECT_EQ(plans[1].cells.front().part.from, at("2024-02-11T00:00:00Z"));
    EXPECT_EQ(plans[1].cells.front().period, "2024-02");
    EXPECT_EQ(plans[2].objective->id, "b");
}

}  // namespace
}  // namespace underpin::test

// Which periods a scorecard shows, and which lie before and after it.
#include "work/scorecards.h"

#include <gtest/gtest.h>

#include "domain/period.h"
#include "unit/work/work_fixture.h"

namespace underpin::test {
namespace {

Portfolio agreed(PeriodRule rule, const std::string& zone) {
    auto version = agreement_version(1, {objective("a")}, {on("2020-01-01"), std::nullopt});
    auto& agreement = std::get<Agreement>(version.document.spec);
    agreement.period = rule;
    agreement.time_zone = zone;
    return portfolio_of({version});
}

// -1 before, 0 in, 1 after the scorecard of the label.
int order_of(const Portfolio& portfolio, const std::string& period, const std::string& label) {
    const std::string id = "hosting";
    const auto& agreement = portfolio.agreements.at(id).versions.front().document.as<Agreement>();
    const auto days = period_labelled(agreement.period, period).value();
    const auto range = span_of(days, *agreement.term, zone_of(agreement.time_zone));
    const auto order = order_to_scorecard(portfolio, {id, period, range}, label);
    if (order == std::strong_ordering::equal) return 0;
    return order == std::strong_ordering::less ? -1 : 1;
}

TEST(OrderToScorecard, OwnLabelsAreInTheirOrder) {
    const auto monthly = agreed({PeriodEvery::month, 15, 1}, "Europe/London");
    EXPECT_EQ(order_of(monthly, "2024-02", "2024-03"), -1);
    EXPECT_EQ(order_of(monthly, "2024-03", "2024-03"), 0);  // though it ends in April
    EXPECT_EQ(order_of(monthly, "2024-04", "2024-03"), 1);
}

TEST(OrderToScorecard, OthersStandWhereTheirLastInstantLies) {
    const auto quarterly = agreed({PeriodEvery::quarter, 1, 1}, "Europe/London");
    EXPECT_EQ(order_of(quarterly, "2024-Q1", "2024-02"), 1);
    EXPECT_EQ(order_of(quarterly, "2024-Q1", "2024-03"), 0);
    EXPECT_EQ(order_of(quarterly, "2024-Q1", "2024-04"), -1);
    EXPECT_EQ(order_of(quarterly, "2024-Q1", "2024"), 0);
    const auto monthly = agreed({PeriodEvery::month, 1, 1}, "Europe/London");
    EXPECT_EQ(order_of(monthly, "2024-03", "2024-Q1"), 0);
    EXPECT_EQ(order_of(monthly, "2024-04", "2024-Q1"), 1);
}

// The quarter's last instant is 2024-03-31T10:59:59.999Z in Auckland: 1 April there begins when in
// UTC it is still March; and the month that begins then does not belong to March.
TEST(OrderToScorecard, DaysAreThoseOfTheAgreementsZone) {
    for (const auto* zone : {"Pacific/Auckland", "America/Los_Angeles", "Asia/Kolkata"}) {
        const auto quarterly = agreed({PeriodEvery::quarter, 1, 1}, zone);
        EXPECT_EQ(order_of(quarterly, "2024-Q1", "2024-03"), 0) << zone;
        EXPECT_EQ(order_of(quarterly, "2024-Q2", "2024-03"), 1) << zone;
        EXPECT_EQ(order_of(quarterly, "2023-Q4", "2024-01"), -1) << zone;
    }
}

}  // namespace
}  // namespace underpin::test

#include "domain/notices.h"

#include <gtest/gtest.h>

#include "domain/working_days.h"
#include "unit/domain/results_fixture.h"

namespace underpin {
namespace {

using testing::day_of;

Calendar office() {
    Calendar calendar;
    calendar.id = "office";
    for (std::size_t weekday = 0; weekday < 5; ++weekday) calendar.open[weekday] = {{540, 1020}};
    calendar.holidays = {day_of("2026-12-25"), day_of("2026-12-28")};
    return calendar;
}

Contract rented(Renewal renewal) {
    Contract contract;
    contract.supplier = "acme";
    contract.term = {day_of("2024-01-01"), day_of("2027-01-01")};
    contract.renewal = std::move(renewal);
    contract.currency = require(Currency::find("GBP"));
    contract.charges = {{std::nullopt, Money{1'000'00, contract.currency}, ChargePer::month,
                         day_of("2024-01-01"), std::nullopt}};
    return contract;
}

Portfolio holding(Contract contract) {
    Document document;
    document.kind = Kind::contract;
    document.metadata.id = "msa";
    document.spec = std::move(contract);
    Document calendar;
    calendar.kind = Kind::calendar;
    calendar.metadata.id = "office";
    calendar.spec = office();
    return make_portfolio({{document, 1}, {calendar, 2}});
}

TEST(LastSafeDay, LeavesTheWholePeriodFreeBeforeTheEnd) {
    // 2 October to 31 December are 91 days: the day of notice and 90 days after it.
    EXPECT_EQ(last_safe_day({.days = 90}, day_of("2027-01-01"), office()), day_of("2026-10-02"));
    // October, November and December stay free.
    EXPECT_EQ(last_safe_day({.months = 3}, day_of("2027-01-01"), office()), day_of("2026-09-30"));
    // A month that is too short gives its last day: 31 May less three months is 28 February.
    EXPECT_EQ(last_safe_day({.months = 3}, day_of("2026-05-31"), office()), day_of("2026-02-27"));
    EXPECT_EQ(last_safe_day({.days = 0}, day_of("2027-01-01"), office()), day_of("2026-12-31"));
}

TEST(LastSafeDay, WorkingDaysSkipWeekendsAndHolidays) {
    // Free are 31, 30 and 29 December (28th and 25th are holidays, 26th and 27th a weekend);
    // the day of notice is the working day before them, Thursday 24 December.
    EXPECT_EQ(
        last_safe_day({.working_days = 3, .calendar = "office"}, day_of("2027-01-01"), office()),
        day_of("2026-12-24"));
    EXPECT_EQ(
        last_safe_day({.working_days = 3, .calendar = "shut"}, day_of("2027-01-01"), Calendar{}),
        std::nullopt);
}

TEST(TermInForce, MovesOnWithTacitRenewals) {
    const Renewal yearly{"auto", 12, NoticePeriod{.days = 90}};
    const Term first{day_of("2024-01-01"), day_of("2025-01-01")};
    EXPECT_EQ(term_in_force(first, yearly, day_of("2024-12-31")), first);
    EXPECT_EQ(term_in_force(first, yearly, day_of("2025-01-01")),
              (Term{day_of("2025-01-01"), day_of("2026-01-01")}));
    EXPECT_EQ(term_in_force(first, yearly, day_of("2027-06-01")),
              (Term{day_of("2027-01-01"), day_of("2028-01-01")}));
    EXPECT_EQ(term_in_force(first, {"optional", 12, {}}, day_of("2027-06-01")), first);
}

TEST(TermInForce, ComesBackToTheEndOfTheMonth) {
    const Renewal monthly{"auto", 1, NoticePeriod{.days = 7}};
    const Term first{day_of("2024-01-01"), day_of("2024-01-31")};
    EXPECT_EQ(term_in_force(first, monthly, day_of("2024-03-01")),
              (Term{day_of("2024-02-29"), day_of("2024-03-31")}));
}

TEST(Notices, CountFromTheCurrentTermAfterATacitRenewal) {
    const auto portfolio = holding(rented({"auto", 12, NoticePeriod{.days = 90}}));
    const auto first = notices_of(portfolio, "msa", day_of("2026-06-01"));
    ASSERT_EQ(first.size(), 1);
    EXPECT_EQ(first.front().last_day, day_of("2026-10-02"));
    EXPECT_EQ(first.front().value->to_string(), "12000.00");

    const auto renewed = notices_of(portfolio, "msa", day_of("2027-01-01"));
    ASSERT_EQ(renewed.size(), 1);
    EXPECT_EQ(renewed.front().last_day, day_of("2027-10-02"));
}

TEST(Notices, AnExpiredContractSetsNoDeadline) {
    const auto portfolio = holding(rented({"optional", 12, NoticePeriod{.days = 90}}));
    EXPECT_EQ(notices_of(portfolio, "msa", day_of("2026-12-31")).size(), 1);
    EXPECT_TRUE(notices_of(portfolio, "msa", day_of("2027-01-01")).empty());
}

TEST(Notices, AMissedOneStandsUntilItHasHappened) {
    const auto portfolio = holding(rented({"auto", 12, NoticePeriod{.days = 90}}));
    const auto missed = notices_of(portfolio, "msa", day_of("2026-11-01"));
    ASSERT_EQ(missed.size(), 1);
    EXPECT_EQ(missed.front().last_day, day_of("2026-10-02"));
}

TEST(Notices, BreaksCountTheChargesTheyWouldSave) {
    auto contract = rented({"none", 0, {}});
    contract.breaks = {{"mid-term", day_of("2026-07-01"), {.months = 6}, std::nullopt}};
    const auto portfolio = holding(contract);
    const auto ahead = notices_of(portfolio, "msa", day_of("2025-11-01"));
    ASSERT_EQ(ahead.size(), 1);
    EXPECT_EQ(ahead.front().kind, NoticeKind::break_option);
    EXPECT_EQ(ahead.front().last_day, day_of("2025-12-31"));
    EXPECT_EQ(ahead.front().value->to_string(), "6000.00");  // July to December
    EXPECT_TRUE(notices_of(portfolio, "msa", day_of("2026-07-01")).empty());
}

}  // namespace
}  // namespace underpin

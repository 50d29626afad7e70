#include "domain/claim_clock.h"

#include <gtest/gtest.h>

#include "domain/credit.h"
#include "unit/domain/results_fixture.h"

namespace underpin {
namespace {

using testing::at;
using testing::day_of;
using testing::fixed;
using testing::World;

ClaimTerms within_days(int days, ClaimMode mode = ClaimMode::request) {
    ClaimTerms terms;
    terms.mode = mode;
    terms.days = days;
    return terms;
}

Calendar office() {
    Calendar calendar;
    calendar.id = "office";
    calendar.time_zone = "UTC";
    for (std::size_t weekday = 0; weekday < 5; ++weekday) calendar.open[weekday] = {{540, 1020}};
    return calendar;
}

const PeriodRule monthly;

TEST(ClaimDeadline, DaysAreCountedAfterTheLastDay) {
    EXPECT_EQ(*claim_deadline(within_days(30), day_of("2024-03-31"), monthly, office()),
              day_of("2024-04-30"));
    EXPECT_EQ(*claim_deadline(within_days(60), day_of("2024-01-31"), monthly, office()),
              day_of("2024-03-31"));  // over 29 February
}

TEST(ClaimDeadline, WorkingDaysSkipWhatTheCalendarCloses) {
    Calendar calendar = office();
    ClaimTerms terms;
    terms.working_days = 3;
    // After Friday 2024-03-29: Monday, Tuesday, Wednesday.
    EXPECT_EQ(*claim_deadline(terms, day_of("2024-03-29"), monthly, calendar),
              day_of("2024-04-03"));
    calendar.holidays.insert(day_of("2024-04-01"));
    EXPECT_EQ(*claim_deadline(terms, day_of("2024-03-29"), monthly, calendar),
              day_of("2024-04-04"));
    calendar.days[day_of("2024-04-01")] = {{600, 660}};  // open for an hour after all
    EXPECT_EQ(*claim_deadline(terms, day_of("2024-03-29"), monthly, calendar),
              day_of("2024-04-03"));
    calendar.days[day_of("2024-04-02")] = {};
    EXPECT_EQ(*claim_deadline(terms, day_of("2024-03-29"), monthly, calendar),
              day_of("2024-04-04"));
}

TEST(ClaimDeadline, ACalendarThatNeverOpensIsNoWindow) {
    ClaimTerms terms;
    terms.working_days = 3;
    EXPECT_FALSE(claim_deadline(terms, day_of("2024-03-29"), monthly, Calendar{}));
}

TEST(ClaimDeadline, BillingPeriodsAreThoseThatFollow) {
    ClaimTerms terms;
    terms.billing_periods = 2;
    EXPECT_EQ(*claim_deadline(terms, day_of("2023-12-31"), monthly, office()),
              day_of("2024-02-29"));
    EXPECT_EQ(*claim_deadline(terms, day_of("2024-03-14"), {PeriodEvery::month, 15, 1}, office()),
              day_of("2024-05-14"));
}

TEST(ClaimDeadline, TermsWithoutAWindowSetNone) {
    EXPECT_FALSE(claim_deadline(ClaimTerms{}, day_of("2024-03-29"), monthly, office()));
}

CreditLine line_as_of(const std::string& as_of, ClaimMode mode, const std::string& zone = "UTC") {
    World world;
    world.agreement().time_zone = zone;
    world.contract().claim = within_days(30, mode);
    world.as_of = at(as_of);
    world.credited(fixed("100.00"));
    world.measure("2024-03", "99.0");
    return world.credits().lines.at(0);
}

TEST(ClaimClock, LapsesAfterItsLastDay) {
    EXPECT_EQ(line_as_of("2024-04-30T23:59:59Z", ClaimMode::request).status,
              CreditStatus::proposed);
    const CreditLine late = line_as_of("2024-05-01T00:00:00Z", ClaimMode::request);
    EXPECT_EQ(late.status, CreditStatus::lapsed);
    EXPECT_EQ(*late.claim_by, day_of("2024-04-30"));
}

TEST(ClaimClock, RunsInTheAgreementsOwnDays) {
    EXPECT_EQ(line_as_of("2024-05-01T03:00:00Z", ClaimMode::request, "America/New_York").status,
              CreditStatus::proposed);
    EXPECT_EQ(line_as_of("2024-04-30T16:00:00Z", ClaimMode::request, "Asia/Tokyo").status,
              CreditStatus::lapsed);
}

TEST(ClaimClock, NothingLapsesWhereTheSupplierOwesItUnasked) {
    for (const ClaimMode mode : {ClaimMode::set_off, ClaimMode::automatic}) {
        EXPECT_EQ(line_as_of("2024-05-01T00:00:00Z", mode).status, CreditStatus::overdue);
    }
}

TEST(ClaimClock, TheNearestTermsWin) {
    World world;
    world.as_of = at("2024-04-20T00:00:00Z");
    world.contract().claim = within_days(60);
    world.agreement().claim = within_days(30);
    world.credited(fixed("100.00")).credits->claim = within_days(10);
    world.measure("2024-03", "99.0");
    EXPECT_EQ(*world.credits().lines.at(0).claim_by, day_of("2024-04-10"));
    world.agreement().objectives[0].credits->claim.reset();
    EXPECT_EQ(*world.credits().lines.at(0).claim_by, day_of("2024-04-30"));
    world.agreement().claim.reset();
    EXPECT_EQ(*world.credits().lines.at(0).claim_by, day_of("2024-05-30"));
    world.contract().claim.reset();
    EXPECT_FALSE(world.credits().lines.at(0).claim_by);
    EXPECT_EQ(world.credits().lines.at(0).status, CreditStatus::proposed);
}

}  // namespace
}  // namespace underpin

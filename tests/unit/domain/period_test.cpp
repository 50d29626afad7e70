#include "domain/period.h"

#include <gtest/gtest.h>

#include "unit/time_literals.h"

namespace underpin {
namespace {

constexpr PeriodRule months{PeriodEvery::month, 1, 1};
constexpr PeriodRule from_15th{PeriodEvery::month, 15, 1};
constexpr PeriodRule quarters{PeriodEvery::quarter, 1, 1};
constexpr PeriodRule fiscal_quarters{PeriodEvery::quarter, 1, 4};
constexpr PeriodRule years{PeriodEvery::year, 1, 1};
constexpr PeriodRule fiscal_years{PeriodEvery::year, 6, 4};
constexpr PeriodRule weeks{PeriodEvery::week, 1, 1};

Period period(std::string_view label, std::string_view first, std::string_view end) {
    return {std::string(label), on(first), on(end)};
}

TEST(Period, HoldsADate) {
    EXPECT_EQ(period_holding(months, on("2024-02-29")),
              period("2024-02", "2024-02-01", "2024-03-01"));
    EXPECT_EQ(period_holding(quarters, on("2024-12-31")),
              period("2024-Q4", "2024-10-01", "2025-01-01"));
    EXPECT_EQ(period_holding(years, on("2024-01-01")), period("2024", "2024-01-01", "2025-01-01"));
}

TEST(Period, StartsOnADayOfTheMonth) {
    EXPECT_EQ(period_holding(from_15th, on("2024-03-15")),
              period("2024-03", "2024-03-15", "2024-04-15"));
    EXPECT_EQ(period_holding(from_15th, on("2024-03-14")),
              period("2024-02", "2024-02-15", "2024-03-15"));
    EXPECT_EQ(period_holding(from_15th, on("2024-01-02")),
              period("2023-12", "2023-12-15", "2024-01-15"));
    EXPECT_EQ(period_holding({PeriodEvery::quarter, 28, 1}, on("2024-01-27")),
              period("2023-Q4", "2023-10-28", "2024-01-28"));
}

TEST(Period, IsLabelledByTheYearInWhichTheFiscalYearStarts) {
    EXPECT_EQ(period_holding(fiscal_quarters, on("2024-04-01")),
              period("2024-Q1", "2024-04-01", "2024-07-01"));
    EXPECT_EQ(period_holding(fiscal_quarters, on("2025-01-01")),
              period("2024-Q4", "2025-01-01", "2025-04-01"));
    EXPECT_EQ(period_holding(fiscal_quarters, on("2024-03-31")),
              period("2023-Q4", "2024-01-01", "2024-04-01"));
    EXPECT_EQ(period_holding(fiscal_years, on("2025-04-05")),
              period("2024", "2024-04-06", "2025-04-06"));
    EXPECT_EQ(period_holding(fiscal_years, on("2025-04-06")),
              period("2025", "2025-04-06", "2026-04-06"));
    EXPECT_EQ(period_holding({PeriodEvery::quarter, 1, 12}, on("2024-12-01")),
              period("2024-Q1", "2024-12-01", "2025-03-01"));
    EXPECT_EQ(period_holding({PeriodEvery::quarter, 1, 2}, on("2024-01-31")),
              period("2023-Q4", "2023-11-01", "2024-02-01"));
    // Months keep their own calendar year.
    EXPECT_EQ(period_holding({PeriodEvery::month, 1, 4}, on("2025-01-31")).label, "2025-01");
}

TEST(Period, WeeksAreIsoWeeks) {
    EXPECT_EQ(period_holding(weeks, on("2024-03-03")),
              period("2024-W09", "2024-02-26", "2024-03-04"));
    EXPECT_EQ(period_holding(weeks, on("2021-01-03")),
              period("2020-W53", "2020-12-28", "2021-01-04"));
    EXPECT_EQ(period_holding(weeks, on("2024-12-30")),
              period("2025-W01", "2024-12-30", "2025-01-06"));
    EXPECT_EQ(period_holding(weeks, on("2023-01-01")),
              period("2022-W52", "2022-12-26", "2023-01-02"));
}

TEST(Period, HasNeighbours) {
    const Period march = period_holding(from_15th, on("2024-03-20"));
    EXPECT_EQ(next_period(from_15th, march).label, "2024-04");
    EXPECT_EQ(previous_period(from_15th, march).label, "2024-02");
    EXPECT_EQ(previous_period(weeks, period_holding(weeks, on("2021-01-04"))).label, "2020-W53");
}

TEST(Period, AllThatOverlapARange) {
    const auto labels = [](const PeriodRule& rule, std::string_view from, std::string_view to) {
        std::vector<std::string> found;
        for (const Period& p : periods_between(rule, on(from), on(to))) found.push_back(p.label);
        return found;
    };
    EXPECT_EQ(labels(months, "2024-01-31", "2024-03-01"),
              (std::vector<std::string>{"2024-01", "2024-02"}));
    EXPECT_EQ(labels(months, "2024-01-31", "2024-03-02"),
              (std::vector<std::string>{"2024-01", "2024-02", "2024-03"}));
    EXPECT_EQ(labels(years, "2024-06-01", "2024-06-02"), (std::vector<std::string>{"2024"}));
    EXPECT_TRUE(labels(months, "2024-06-01", "2024-06-01").empty());
    EXPECT_TRUE(labels(months, "2024-06-02", "2024-06-01").empty());
}

TEST(Period, IsFoundByItsLabel) {
    EXPECT_EQ(period_labelled(from_15th, "2024-03"), period_holding(from_15th, on("2024-03-15")));
    EXPECT_EQ(period_labelled(fiscal_quarters, "2024-Q4"),
              period_holding(fiscal_quarters, on("2025-02-01")));
    EXPECT_EQ(period_labelled(fiscal_years, "2024"),
              period_holding(fiscal_years, on("2024-12-31")));
    EXPECT_EQ(period_labelled(weeks, "2020-W53"), period_holding(weeks, on("2021-01-01")));
    for (const PeriodRule& rule : {months, from_15th, quarters, fiscal_quarters, years, weeks}) {
        for (const char* label :
             {"",          "2024-13", "2024-00",    "2024-3",   "2024-003", "24-03",
              "2024-Q5",   "2024-Q0", "2024-q1",    "2023-W53", "2024-W00", "2024-W9",
              "2024-W009", "2024x03", "2024-03-01", "0000",     "0000-01",  "20240",
              "2024-",     "-024",    "2024-Q",     "2024-W",   "2024Q1"}) {
            EXPECT_EQ(period_labelled(rule, label), std::nullopt) << label;
        }
    }
    // The label of another kind of period is none of this kind.
    EXPECT_EQ(period_labelled(months, "2024"), std::nullopt);
    EXPECT_EQ(period_labelled(months, "2024-Q1"), std::nullopt);
    EXPECT_EQ(period_labelled(quarters, "2024-01"), std::nullopt);
    EXPECT_EQ(period_labelled(weeks, "2024-Q1"), std::nullopt);
    EXPECT_EQ(period_labelled(years, "2024-01"), std::nullopt);
}

TEST(SpanOf, RunsFromLocalMidnightToLocalMidnight) {
    const Period march = period_holding(months, on("2024-03-01"));
    const Term term{on("2020-01-01"), std::nullopt};
    const Span span = span_of(march, term, zone_of("Europe/London"));
    EXPECT_EQ(span, (Span{at("2024-03-01T00:00Z"), at("2024-03-31T23:00Z")}));
    EXPECT_EQ(span.length().ms, 743 * hour.ms);
    EXPECT_EQ(span_of(march, term, zone_of("Asia/Kathmandu")),
              (Span{at("2024-02-29T18:15Z"), at("2024-03-31T18:15Z")}));
}

TEST(SpanOf, IsCutByTheTerm) {
    const Period march = period_holding(months, on("2024-03-01"));
    const TimeZone& utc = TimeZone::utc();
    EXPECT_EQ(span_of(march, {on("2024-03-10"), on("2024-03-20")}, utc),
              (Span{at("2024-03-10T00:00Z"), at("2024-03-20T00:00Z")}));
    EXPECT_EQ(span_of(march, {on("2024-01-10"), on("2024-09-20")}, utc),
              (Span{at("2024-03-01T00:00Z"), at("2024-04-01T00:00Z")}));
    EXPECT_EQ(span_of(march, {on("2024-04-10"), on("2024-09-20")}, utc).length().ms, 0);
    EXPECT_EQ(span_of(march, {on("2024-01-10"), on("2024-02-20")}, utc).length().ms, 0);
}

}  // namespace
}  // namespace underpin

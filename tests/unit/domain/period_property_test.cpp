// Periods tile the time line, in every rule and zone, and a label names one period.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "domain/period.h"
#include "unit/time_literals.h"

namespace underpin {
namespace {

PeriodRule any_rule() {
    const auto every = *rc::gen::element(PeriodEvery::month, PeriodEvery::quarter,
                                         PeriodEvery::year, PeriodEvery::week);
    const bool is_week = every == PeriodEvery::week;
    return {every, is_week ? 1 : *rc::gen::inRange(1, 29), *rc::gen::inRange(1, 13)};
}

Date any_date() { return on("1900-01-01") + date::days{*rc::gen::inRange(0, 110'000)}; }

// Whether a whole period starts on this day: read off scoring.md, not off the code.
bool starts_on(const PeriodRule& rule, Date date) {
    if (rule.every == PeriodEvery::week) return date::weekday{date} == date::Monday;
    const date::year_month_day day{date};
    if (unsigned{day.day()} != static_cast<unsigned>(rule.starts_on)) return false;
    const int months = (static_cast<int>(unsigned{day.month()}) - rule.first_month + 12) % 12;
    if (rule.every == PeriodEvery::quarter) return months % 3 == 0;
    return rule.every == PeriodEvery::month || months == 0;
}

RC_GTEST_PROP(PeriodLaws, HoldsItsDateAndStartsOnce, ()) {
    const PeriodRule rule = any_rule();
    const Date date = any_date();
    const Period period = period_holding(rule, date);
    RC_ASSERT(period.first <= date && date < period.end);
    for (Date day = period.first; day < period.end; day += date::days{1}) {
        RC_ASSERT(starts_on(rule, day) == (day == period.first));
    }
    RC_ASSERT(starts_on(rule, period.end));
    RC_ASSERT(period_holding(rule, period.end - date::days{1}) == period);
}

RC_GTEST_PROP(PeriodLaws, NeighboursTouch, ()) {
    const PeriodRule rule = any_rule();
    const Period period = period_holding(rule, any_date());
    const Period next = next_period(rule, period);
    RC_ASSERT(next.first == period.end);
    RC_ASSERT(previous_period(rule, next) == period);
    RC_ASSERT(period.label < next.label);
}

RC_GTEST_PROP(PeriodLaws, ALabelNamesOnePeriod, ()) {
    const PeriodRule rule = any_rule();
    const Period period = period_holding(rule, any_date());
    RC_ASSERT(period_labelled(rule, period.label) == period);
}

RC_GTEST_PROP(PeriodLaws, AllBetweenCoverTheRange, ()) {
    const PeriodRule rule = any_rule();
    const Date from = any_date();
    const Date to = from + date::days{*rc::gen::inRange(1, 1500)};
    const std::vector<Period> periods = periods_between(rule, from, to);
    RC_ASSERT(periods.front().first <= from && from < periods.front().end);
    RC_ASSERT(periods.back().first < to && to <= periods.back().end);
    for (std::size_t i = 1; i < periods.size(); ++i) {
        RC_ASSERT(periods[i].first == periods[i - 1].end);
    }
}

// In instants too: without a gap or an overlap, whatever the clocks do, and adding up to the term.
RC_GTEST_PROP(PeriodLaws, SpansTileTheTerm, ()) {
    const PeriodRule rule = any_rule();
    const TimeZone zone = zone_of(*rc::gen::element<std::string>(
        "Europe/London", "America/Sao_Paulo", "Asia/Beirut", "Pacific/Apia", "Australia/Lord_Howe",
        "America/St_Johns", "Pacific/Chatham", "Africa/Casablanca"));
    const Date from = on("2005-01-01") + date::days{*rc::gen::inRange(0, 9000)};
    const Term term{from, from + date::days{*rc::gen::inRange(1, 900)}};
    Instant reached = zone.midnight(from);
    for (const Period& period : periods_between(rule, from, *term.to)) {
        const Span span = span_of(period, term, zone);
        RC_ASSERT(span.from == reached);
        RC_ASSERT(span.from <= span.to);
        reached = span.to;
    }
    RC_ASSERT(reached == zone.midnight(*term.to));
}

}  // namespace
}  // namespace underpin

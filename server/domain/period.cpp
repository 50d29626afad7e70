#include "domain/period.h"

#include <algorithm>
#include <cassert>
#include <fmt/format.h>

namespace underpin {
namespace {

using Month = date::year_month;

int months_in(PeriodEvery every) {
    switch (every) {
        case PeriodEvery::quarter: return 3;
        case PeriodEvery::year: return 12;
        case PeriodEvery::month:
        case PeriodEvery::week: break;
    }
    return 1;
}

// Months since year 0, so that quarters and years are plain divisions.
int month_number(Month month) {
    return int{month.year()} * 12 + static_cast<int>(unsigned{month.month()}) - 1;
}

Month month_of(int number) { return date::year{number / 12} / static_cast<int>(number % 12 + 1); }

Date first_day_in(const PeriodRule& rule, int month) {
    return Date{month_of(month) / rule.starts_on};
}

// The Monday of an ISO week; week 1 is the one that holds January 4th.
Date monday_of_week(int year, int week) {
    const Date fourth{date::year{year} / 1 / 4};
    return fourth - (date::weekday{fourth} - date::Monday) + date::weeks{week - 1};
}

Period week_from(Date monday) {
    // A week belongs to the year of its Thursday.
    const int year{date::year_month_day{monday + date::days{3}}.year()};
    const auto week = (monday - monday_of_week(year, 1)).count() / 7 + 1;
    return {fmt::format("{:04}-W{:02}", year, week), monday, monday + date::weeks{1}};
}

Period months_from(const PeriodRule& rule, int month) {
    Period period{"", first_day_in(rule, month), first_day_in(rule, month + months_in(rule.every))};
    if (rule.every == PeriodEvery::month) {
        period.label = fmt::format("{:04}-{:02}", month / 12, month % 12 + 1);
        return period;
    }
    const int since_first = month - (rule.first_month - 1);  // year starts are multiples of 12
    period.label = fmt::format("{:04}", since_first / 12);
    if (rule.every == PeriodEvery::quarter) {
        period.label += fmt::format("-Q{}", since_first % 12 / 3 + 1);
    }
    return period;
}

// Digits only, all of the text.
std::optional<int> number_in(std::string_view text) {
    int value = 0;
    for (const char c : text) {
        if (c < '0' || c > '9') return std::nullopt;
        value = value * 10 + (c - '0');
    }
    return text.empty() ? std::nullopt : std::optional(value);
}

// A day of the period that a label would name; the caller checks that it does.
std::optional<Date> day_labelled(const PeriodRule& rule, std::string_view label) {
    const auto year = number_in(label.substr(0, 4));
    if (!year || *year < 1) return std::nullopt;
    if (rule.every == PeriodEvery::year) {
        if (label.size() != 4) return std::nullopt;
        return first_day_in(rule, *year * 12 + rule.first_month - 1);
    }
    const bool has_letter = rule.every != PeriodEvery::month;
    const std::size_t digits_at = has_letter ? 6 : 5;
    if (label.size() <= digits_at || label.size() > 8) return std::nullopt;
    const auto number = number_in(label.substr(digits_at));
    if (!number || *number < 1 || *number > 53) return std::nullopt;
    if (rule.every == PeriodEvery::week) return monday_of_week(*year, *number);
    const int month =
        (*number - 1) * months_in(rule.every) + (has_letter ? rule.first_month - 1 : 0);
    return first_day_in(rule, *year * 12 + month);
}

}  // namespace

Period period_holding(const PeriodRule& rule, Date date) {
    assert(rule.starts_on >= 1 && rule.starts_on <= 28);
    assert(rule.first_month >= 1 && rule.first_month <= 12);
    if (rule.every == PeriodEvery::week) {
        return week_from(date - (date::weekday{date} - date::Monday));
    }
    const date::year_month_day on{date};
    int month = month_number(on.year() / on.month());
    if (unsigned{on.day()} < static_cast<unsigned>(rule.starts_on)) --month;
    const int since_first = month - (rule.first_month - 1);
    return months_from(rule, month - since_first % months_in(rule.every));
}

Period next_period(const PeriodRule& rule, const Period& period) {
    return period_holding(rule, period.end);
}

Period previous_period(const PeriodRule& rule, const Period& period) {
    return period_holding(rule, period.first - date::days{1});
}

std::vector<Period> periods_between(const PeriodRule& rule, Date from, Date to) {
    std::vector<Period> periods;
    if (to <= from) return periods;
    for (Period period = period_holding(rule, from); period.first < to;
         period = next_period(rule, period)) {
        periods.push_back(period);
    }
    return periods;
}

std::optional<Period> period_labelled(const PeriodRule& rule, std::string_view label) {
    const auto on = day_labelled(rule, label);
    if (!on) return std::nullopt;
    Period period = period_holding(rule, *on);
    if (period.label != label) return std::nullopt;  // 2024-13, 2023-W53, 2024X03
    return period;
}

Span span_of(const Period& period, const Term& term, const TimeZone& zone) {
    const Date first = std::max(period.first, term.from);
    const Date end = term.to ? std::min(period.end, *term.to) : period.end;
    const Instant from = zone.midnight(first);
    return {from, end <= first ? from : zone.midnight(end)};
}

}  // namespace underpin

// Measuring periods: service months, quarters, years and weeks in an agreement's time zone.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time_zone.h"
#include "domain/spans.h"

namespace underpin {

enum class PeriodEvery { month, quarter, year, week };

struct PeriodRule {
    PeriodEvery every = PeriodEvery::month;
    int starts_on = 1;    // day of the month, 1..28; 1 for weeks
    int first_month = 1;  // in which years and quarters start
    bool operator==(const PeriodRule&) const = default;
};

// One period by its local days [first, end), uncut by any term.
struct Period {
    std::string label;  // 2024-03, 2024-Q1, 2024, 2024-W09
    Date first;
    Date end;
    bool operator==(const Period&) const = default;
};

// The term of a contract or agreement in local days; no `to` is unlimited.
struct Term {
    Date from;
    std::optional<Date> to;
    bool operator==(const Term&) const = default;
};

[[nodiscard]] Period period_holding(const PeriodRule& rule, Date date);
[[nodiscard]] Period next_period(const PeriodRule& rule, const Period& period);
[[nodiscard]] Period previous_period(const PeriodRule& rule, const Period& period);
// Every period that overlaps [from, to) in order.
[[nodiscard]] std::vector<Period> periods_between(const PeriodRule& rule, Date from, Date to);
// The period of that label, if the label has the rule's form.
[[nodiscard]] std::optional<Period> period_labelled(const PeriodRule& rule, std::string_view label);
// From local midnight to local midnight, cut by the term.
[[nodiscard]] Span span_of(const Period& period, const Term& term, const TimeZone& zone);

}  // namespace underpin

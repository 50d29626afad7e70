#include "domain/triggers.h"

#include <algorithm>
#include <map>

#include "domain/credit_points.h"
#include "domain/credit_scheme.h"

namespace underpin {
namespace {

// The results of one closed period.
struct PeriodResults {
    PeriodDays days;
    std::string label;
    std::vector<const ObjectiveResult*> results;
    std::vector<PointsShare> points;
};

std::vector<PeriodResults> closed_periods(const Portfolio& portfolio,
                                          const std::vector<const ObjectiveResult*>& results) {
    std::map<Instant, PeriodResults> periods;
    for (const ObjectiveResult* result : results) {
        if (result->open) continue;
        PeriodResults& period = periods[result->range.from];
        period.days = period_days(portfolio, *result);
        period.label = result->period;
        period.results.push_back(result);
    }
    for (PeriodPoints& points : points_of(portfolio, results)) {
        const auto period = periods.find(points.range.from);
        if (period != periods.end()) period->second.points = std::move(points.objectives);
    }
    std::vector<PeriodResults> in_order;
    for (auto& [from, period] : periods) {
        std::ranges::sort(period.results, {}, &ObjectiveResult::objective);
        in_order.push_back(std::move(period));
    }
    return in_order;
}

bool concerns(const Trigger& trigger, const ObjectiveResult& result) {
    return trigger.objective == "any" || trigger.objective == result.objective;
}

// A period counts once, however many of its objectives failed.
bool fails(const Trigger& trigger, const PeriodResults& period) {
    return std::ranges::any_of(period.results, [&](const ObjectiveResult* result) {
        return concerns(trigger, *result) && result->status == Status::breached;
    });
}

RaisedTrigger raised(const Trigger& trigger, const std::string& agreement,
                     const PeriodResults& period, std::string because) {
    return {trigger.name,     agreement,          trigger.objective, period.label,
            period.days.last, std::move(because), trigger.clause};
}

void count_breaches(const Trigger& trigger, const std::string& agreement,
                    const std::vector<PeriodResults>& periods, std::size_t at,
                    std::vector<RaisedTrigger>& found) {
    if (!fails(trigger, periods[at])) return;
    const auto window = static_cast<std::size_t>(trigger.in_periods.value_or(*trigger.breaches));
    int breaches = 0;
    for (std::size_t i = at + 1 > window ? at + 1 - window : 0; i <= at; ++i) {
        breaches += fails(trigger, periods[i]) ? 1 : 0;
    }
    if (breaches < *trigger.breaches) return;
    found.push_back(
        raised(trigger, agreement, periods[at],
               std::to_string(breaches) + " breaches in " + std::to_string(window) + " periods"));
}

Rational points_in(const Trigger& trigger, const PeriodResults& period) {
    Rational sum = 0;
    for (const PointsShare& share : period.points) {
        if (trigger.objective == "any" || trigger.objective == share.objective) sum += share.points;
    }
    return sum;
}

void count_points(const Trigger& trigger, const std::string& agreement,
                  const std::vector<PeriodResults>& periods, std::size_t at,
                  std::vector<RaisedTrigger>& found) {
    if (points_in(trigger, periods[at]) == 0) return;
    const auto window = static_cast<std::size_t>(trigger.in_periods.value_or(1));
    Rational sum = 0;
    for (std::size_t i = at + 1 > window ? at + 1 - window : 0; i <= at; ++i) {
        sum += points_in(trigger, periods[i]);
    }
    if (sum < trigger.points->to_rational()) return;
    found.push_back(raised(trigger, agreement, periods[at],
                           number_text(sum) + " points in " + std::to_string(window) + " periods"));
}

// Two places, and more where fewer would not look below the threshold.
std::string below_text(const Rational& value, const Decimal& threshold) {
    int places = 2;
    while (places < 12 &&
           round_to(value, places, RoundingMode::half_even) >= threshold.to_rational()) {
        ++places;
    }
    return "value " + format_fixed(value, places) + " below " + threshold.to_string();
}

// The lowest value of the period's parts that lies below the threshold.
std::optional<Rational> value_below(const ObjectiveResult& result, const Decimal& threshold) {
    std::optional<Rational> lowest;
    for (const Measurement& part : result.parts) {
        if (!part.value || *part.value >= threshold.to_rational()) continue;
        if (!lowest || *part.value < *lowest) lowest = part.value;
    }
    return lowest;
}

void look_for_values(const Trigger& trigger, const std::string& agreement,
                     const PeriodResults& period, std::vector<RaisedTrigger>& found) {
    for (const ObjectiveResult* result : period.results) {
        if (!concerns(trigger, *result)) continue;
        const auto value = value_below(*result, *trigger.value_below);
        if (!value) continue;
        found.push_back(
            raised(trigger, agreement, period,
                   result->objective + ": " + below_text(*value, *trigger.value_below)));
    }
}

}  // namespace

std::vector<RaisedTrigger> raise_triggers(const Portfolio& portfolio, const std::string& agreement,
                                          const std::vector<const ObjectiveResult*>& results) {
    const Amended& amended = portfolio.agreements.at(agreement);
    const std::vector<PeriodResults> periods = closed_periods(portfolio, results);
    std::vector<RaisedTrigger> found;
    for (std::size_t at = 0; at < periods.size(); ++at) {
        const Agreement& terms = amended.on(periods[at].days.first).document.as<Agreement>();
        for (const Trigger& trigger : terms.triggers) {
            if (trigger.breaches) count_breaches(trigger, agreement, periods, at, found);
            if (trigger.value_below) look_for_values(trigger, agreement, periods[at], found);
            if (trigger.points) count_points(trigger, agreement, periods, at, found);
        }
    }
    return found;
}

}  // namespace underpin

#include "domain/earn_back.h"

#include <algorithm>
#include <map>

#include "domain/credit_piece.h"

namespace underpin {
namespace {

using Results = std::vector<const ObjectiveResult*>;  // of one objective, by time

Results results_of(const Results& all, const CreditLine& line) {
    Results found;
    std::ranges::copy_if(all, std::back_inserter(found), [&](const ObjectiveResult* result) {
        return result->agreement == line.agreement && result->objective == line.objective;
    });
    std::ranges::sort(found, {}, [](const ObjectiveResult* result) { return result->range.from; });
    return found;
}

// In how many periods it can be earned back, by the terms of the line's first day; 0: not.
int periods_to_be_good(const Portfolio& portfolio, const CreditLine& line) {
    if (line.scheme != "pool" || !line.objective) return 0;
    const auto& terms =
        portfolio.agreements.at(line.agreement).on(line.first).document.as<Agreement>();
    const Objective* objective = find_objective(terms, *line.objective);
    if (objective == nullptr || !objective->credits) return 0;
    const auto* pool = std::get_if<PoolScheme>(&objective->credits->scheme);
    return pool == nullptr ? 0 : pool->earn_back_periods.value_or(0);
}

// The following periods, where each is closed and met and follows straight on the one before.
Results good_periods(const Results& results, const CreditLine& line, int count) {
    auto at = std::ranges::find(results, line.period, &ObjectiveResult::period);
    Results good;
    while (at != results.end() && static_cast<int>(good.size()) < count) {
        const Instant end = (*at)->range.to;
        if (++at == results.end() || (*at)->range.from != end) return {};
        if ((*at)->open || (*at)->status != Status::met) return {};
        good.push_back(*at);
    }
    return static_cast<int>(good.size()) == count ? good : Results{};
}

CreditLine entry_for(const Portfolio& portfolio, const CreditLine& line, const Results& good) {
    const PeriodDays days = period_days(portfolio, *good.back());
    CreditLine entry = line;
    entry.period = good.back()->period;
    entry.first = days.first;
    entry.last = days.last;
    entry.earns_back = line.period;
    entry.rule = "earned back: met in the " + std::to_string(good.size()) +
                 (good.size() == 1 ? " period after " : " periods after ") + line.period;
    entry.amount.minor = -line.amount.minor;
    entry.rounded = entry.amount;
    entry.exact = entry.amount.to_rational();
    entry.capped_from.reset();
    entry.capped_by.clear();
    entry.claim_by.reset();
    entry.status = CreditStatus::proposed;
    entry.steps.clear();
    for (const ObjectiveResult* result : good) {
        entry.steps.push_back(result->period + ": met");
        for (const Measurement& part : result->parts) entry.measurements.push_back(id_of(part));
    }
    entry.steps.push_back(line.amount.to_string() + " of " + line.period + " is returned");
    return entry;
}

}  // namespace

std::vector<CreditLine> earned_back(const Portfolio& portfolio, const Results& results,
                                    const std::vector<CreditLine>& lines) {
    std::vector<CreditLine> entries;
    for (const CreditLine& line : lines) {
        if (line.status == CreditStatus::provisional || line.amount.minor == 0) continue;
        const int count = periods_to_be_good(portfolio, line);
        if (count == 0) continue;
        const Results good = good_periods(results_of(results, line), line, count);
        if (!good.empty()) entries.push_back(entry_for(portfolio, line, good));
    }
    return entries;
}

}  // namespace underpin

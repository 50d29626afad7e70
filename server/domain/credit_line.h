// Credit lines before the caps of their contract: an objective's, and what every line shares. Pure;
// any thread.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "domain/credit.h"
#include "domain/credit_piece.h"

namespace underpin {

// None where nothing is owed, and for points, which are the agreement's (credit_points.h). Says in
// `notes` what it could not compute and what fell below a minimum. The objective's cap and the
// claim clock are applied to closed lines.
[[nodiscard]] std::optional<CreditLine> objective_line(const Portfolio& portfolio,
                                                       const ObjectiveResult& result, Instant as_of,
                                                       std::vector<std::string>& notes);

// A rule, with the days in which it held (" (2024-03-01 to 2024-03-14)", or "" for the whole).
struct DatedRule {
    std::string rule, days;
};

// What is owed under the segments of one period, added up exactly.
struct LineSum {
    std::string agreement;
    std::string period;  // label
    PeriodDays days;
    bool open = false;
    const CreditSegment* head = nullptr;   // the period's first
    const Objective* objective = nullptr;  // none: the agreement's line
    Currency currency;
    Rational base = 0, amount = 0;
    std::vector<DatedRule> rules;
    std::vector<std::string> steps;
    std::vector<MeasurementId> measurements;
};
// Rounded half even, with the claim clock running; caps are not applied.
[[nodiscard]] CreditLine make_line(const Portfolio& portfolio, const LineSum& sum, Instant as_of);

}  // namespace underpin

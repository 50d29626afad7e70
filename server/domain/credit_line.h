// One objective's credit line in one period, before the caps of its contract. Pure; any thread.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "domain/credit.h"

namespace underpin {

// The local days [first, last] of a result's period, in its agreement's time zone.
struct PeriodDays {
    Date first;
    Date last;
};
[[nodiscard]] PeriodDays period_days(const Portfolio& portfolio, const ObjectiveResult& result);

// None where nothing is owed. Says in `notes` what it could not compute and what fell below a
// minimum. The objective's cap and the claim clock are applied to closed lines.
[[nodiscard]] std::optional<CreditLine> objective_line(const Portfolio& portfolio,
                                                       const ObjectiveResult& result, Instant as_of,
                                                       std::vector<std::string>& notes);

}  // namespace underpin

// Earn-back: a pool credit that the supplier gets back when the objective is then met in each of
// the following periods. Pure; any thread.
#pragma once

#include <vector>

#include "domain/credit.h"

namespace underpin {

// The entries for lines whose caps have been applied: each returns what was left of its line, dated
// in the last of the periods that had to be good, and frees no room under any cap. An open period
// is not good yet.
[[nodiscard]] std::vector<CreditLine> earned_back(
    const Portfolio& portfolio, const std::vector<const ObjectiveResult*>& results,
    const std::vector<CreditLine>& lines);

}  // namespace underpin

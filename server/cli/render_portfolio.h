// Many scorecards at a glance: suppliers down, periods across. Pure; any thread.
#pragma once

#include <string>
#include <vector>

#include "cli/render_table.h"
#include "domain/scorecard.h"

namespace underpin {

// All: somebody asked for these; otherwise the latest that fit the width.
enum class ShownPeriods { latest, all };

[[nodiscard]] std::string render_portfolio(const std::vector<SupplierScorecard>& cards,
                                           ShownPeriods which, const RenderOptions& options);
// One row a supplier, period and objective, titles once.
[[nodiscard]] std::string scorecards_csv(const std::vector<SupplierScorecard>& cards);

}  // namespace underpin

// A scorecard as text that a vendor manager would paste into a mail. Pure; any thread.
#pragma once

#include <string>

#include "cli/render_table.h"
#include "domain/scorecard.h"

namespace underpin {

[[nodiscard]] std::string render_scorecard(const SupplierScorecard& scorecard,
                                           const RenderOptions& options);
// One row an objective.
[[nodiscard]] std::string scorecard_csv(const SupplierScorecard& scorecard);

}  // namespace underpin

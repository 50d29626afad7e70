// Closed periods as text: what was frozen, its versions, and what has been adjusted since.
#pragma once

#include <string>
#include <vector>

#include "cli/options.h"
#include "work/closing.h"
#include "work/recompute.h"
#include "work/statement_history.h"

namespace underpin {

// Each prints one answer in the form that the person chose.
void show_version(Workbench& bench, const StatementVersion& version);
void show_history(Workbench& bench, const std::vector<StatementVersion>& versions);
void show_closed(Workbench& bench, const CloseOutcome& outcome, bool dry_run);
void show_recomputed(Workbench& bench, const RecomputeReport& report);

// "version 2 of 2024-03, closed 2024-04-02T09:00:00Z by person:jo"
[[nodiscard]] std::string statement_title(const StoredStatement& statement);

[[nodiscard]] std::string adjustments_text(const std::vector<CreditEntry>& entries,
                                           const RenderOptions& options);

}  // namespace underpin

// Measuring for a command, with its progress. Inside of this folder only.
#pragma once

#include <optional>
#include <string>

#include "cli/options.h"
#include "work/measure.h"

namespace underpin {

// Measures what a supplier's numbers stand on, or everything.
[[nodiscard]] MeasureOutcome measured(Workbench& bench, const std::optional<std::string>& supplier,
                                      const std::string& as_of);

}  // namespace underpin

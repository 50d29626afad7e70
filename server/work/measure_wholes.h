// What of a split period is measured as one besides its parts. Inside of this folder only;
// measure.cpp is the caller.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "work/objective_task.h"

namespace underpin {

using Tasks = std::vector<std::unique_ptr<ObjectiveTask>>;

// A split period is measured whole as well, by the terms of its first part (its headline), and so
// is every stretch of it that credits see as one. `tasks`: those of the parts.
[[nodiscard]] Result<Tasks> plan_wholes(const ScorerLibrary& scorers, const Portfolio& portfolio,
                                        const std::string& agreement, const Tasks& tasks);

}  // namespace underpin

// One credit an incident: what has to give way is measured once more without it. Inside of this
// folder only; measure.cpp is the caller.
#pragma once

#include <memory>
#include <vector>

#include "work/measure.h"
#include "work/measure_wholes.h"

namespace underpin {

// Loads what the tasks need, as it stood when the numbers were measured.
using LoadEvidence =
    std::function<EvidenceOfSources(const std::map<std::string, std::set<std::string>>& wanted)>;

// Puts what it finds into ObjectiveResult::without_incidents. `wholes` are the tasks of headlines.
[[nodiscard]] Result<void> measure_without_incidents(const LoadEvidence& load, const Tasks& tasks,
                                                     const Tasks& wholes, MeasureOutcome& outcome);

// What a task's credits need of the scorer.
[[nodiscard]] ScorerDetail detail_for(const ObjectiveTask& task);

// One period of one objective from its parts and what was measured of several of them as one.
[[nodiscard]] ObjectiveResult put_together(const Objective& terms, std::vector<Measurement> parts,
                                           std::vector<Measurement> wholes);

}  // namespace underpin

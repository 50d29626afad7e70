// Which cells are due: those whose stored measurement is missing, was made by other documents, an
// older scorer or other time zone data, saw fewer revisions of a range that has changed since, or
// is past the instant until which it holds. Pure but for the touched ranges it is given.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "store/evidence.h"
#include "store/measurements.h"
#include "work/objective_task.h"

namespace underpin {

// Changes of a source since some revision, widened to whole outages where records are intervals:
// a record next to an outage can change it as a whole.
using TouchedRanges = std::map<std::string, std::vector<TouchedRange>>;

// Widens ranges by the intervals of the source that chain up with them at most `gap` apart.
[[nodiscard]] std::vector<TouchedRange> widen_by_outages(std::vector<TouchedRange> touched,
                                                         const EvidenceColumns& rows, Duration gap);

// Whether the stored measurement holds for the cell at as_of, by all but touched ranges.
[[nodiscard]] bool still_defined(const ObjectiveTask& task, const PlannedCell& cell,
                                 const StoredMeasurement& stored, Instant as_of);
// Whether a change that it has not seen concerns the cell.
[[nodiscard]] bool touched(const ObjectiveTask& task, const PlannedCell& cell,
                           const StoredMeasurement& stored, const TouchedRanges& touched);

}  // namespace underpin

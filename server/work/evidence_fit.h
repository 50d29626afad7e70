// Whether sources can bring what objectives ask of them, as far as a source's configuration says:
// a metric over records of another shape, and a filter by a field that no record has, would measure
// nothing and look like good news. Pure; any thread.
#pragma once

#include <vector>

#include "documents/references.h"
#include "plugin/scorer_library.h"

namespace underpin {

// Checks changed agreements, and those whose sources have changed, in the picture that would hold
// after the change. A shape that does not fit is an error; a field that cannot be there, a warning.
[[nodiscard]] ReferenceReport check_evidence(const ScorerLibrary& scorers, const Portfolio& after,
                                             const std::vector<ReadDocument>& changed);

}  // namespace underpin

// Exclusions as one objective feels them (scoring.md "Exclusions"). Pure; any thread.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "domain/terms.h"
#include "plugin/scorer_library.h"

namespace underpin {

struct ExclusionView {
    Spans whole;        // approved windows without components, or naming all that it selects
    Spans stops_cases;  // those of them that stop case clocks
    std::vector<PartialExclusion> partials;
    // Every exclusion of the agreement that names the objective or none, approved or not: what a
    // measurement depends on as far as it reaches, and what an explanation lists.
    struct Revision {
        Span window;
        std::int64_t revision = 0;
    };
    std::vector<Revision> revisions;
    std::vector<ExplainedExclusion> listed;
};

[[nodiscard]] ExclusionView view_exclusions(const Portfolio& portfolio,
                                            const std::string& agreement_id,
                                            const Objective& objective);

}  // namespace underpin

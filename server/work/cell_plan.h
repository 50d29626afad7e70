// Which cells an agreement has: every objective in every period up to as_of, a period cut by the
// term and split where an amendment begins inside of it. Pure; any thread.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "domain/terms.h"

namespace underpin {

// One objective in one period, or in one part of it between amendments.
struct PlannedCell {
    std::string period;  // label
    Span range;          // the period cut by the term
    Span part;           // this part of it; == range unless an amendment splits the period
    Span measured;       // the part cut by as_of
    bool open = false;   // the period holds as_of
};

// The cells that one version of one objective's terms defines.
struct ObjectivePlan {
    std::string agreement_id;
    const Agreement* agreement = nullptr;  // borrowed from the portfolio
    std::int64_t revision = 0;             // of the agreement's version
    const Objective* objective = nullptr;
    std::vector<PlannedCell> cells;  // by time
};

// Every cell of the agreement whose period has begun by as_of, by version, then objective.
[[nodiscard]] std::vector<ObjectivePlan> plan_cells(const Portfolio& portfolio,
                                                    const std::string& agreement_id, Instant as_of);

// The periods of the agreement that have begun by as_of, cut by its term.
struct AgreementPeriod {
    Period period;
    Span range;
    bool open = false;
    const Revised* terms = nullptr;  // in force on the first day
};
[[nodiscard]] std::vector<AgreementPeriod> agreement_periods(const Portfolio& portfolio,
                                                             const std::string& agreement_id,
                                                             Instant as_of);

}  // namespace underpin

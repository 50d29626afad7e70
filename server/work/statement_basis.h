// What a statement stood on, as it is stored beside it: enough to compute it again years later.
// Pure; any thread.
#pragma once

#include <string>
#include <vector>

#include "store/measurements.h"
#include "store/statements.h"
#include "work/scorecards.h"

namespace underpin {

struct StatementBasis {
    MeasureBasis measured;
    std::set<std::string> agreements;  // of the supplier: credits stand on all of them
    std::vector<CellName> cells;       // the frozen measurements that the scorecard shows
    std::string tz_data_version;
    std::map<std::string, std::string> scorer_versions;  // by metric
};

// Keeps the service time that the face's numbers were measured in.
[[nodiscard]] StatementBasis basis_of(const MeasureOutcome& measured, const StatementFace& face);

[[nodiscard]] std::string basis_text(const StatementBasis& basis);
[[nodiscard]] Result<StatementBasis> basis_of_statement(const StoredStatement& statement);

}  // namespace underpin

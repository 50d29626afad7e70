// What a restated version changes and why: the numbers that differ, and what of evidence,
// documents, scorers and time zone data stands behind them.
#pragma once

#include <string>

#include "store/statements.h"
#include "work/scorecards.h"

namespace underpin {

struct StatementChange {
    std::string json;    // {"because": [...], "objectives": [...], "credits": [...]}
    std::string reason;  // one line
};

// `before` is the latest version of the face's statement. `restated_before`: labels of earlier
// periods that are restated with it, from which credits may follow.
[[nodiscard]] Result<StatementChange> describe_change(
    Session& session, const MeasureOutcome& measured, const StoredStatement& before,
    const StatementFace& face, const std::vector<std::string>& restated_before);

}  // namespace underpin

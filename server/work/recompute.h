// The proof of what was frozen: every statement is computed again from the stored revisions - the
// evidence as it stood, the documents as they were, the service time as it was compiled - and
// compared with what was frozen. Changes nothing.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "store/statements.h"
#include "work/context.h"

namespace underpin {

struct RecomputeRequest {
    std::optional<std::string> supplier;                                     // none: all
    std::function<void(std::size_t done, std::size_t total)> progress = {};  // statements
};

// A number that differs, or a text that is not what was sealed.
struct RecomputeDifference {
    std::string where;  // "/agreements/0/objectives/1/value"
    std::string frozen, recomputed;
};

struct RecomputedStatement {
    StatementName name;
    std::vector<RecomputeDifference> differences;  // empty: proved equal
    std::vector<std::string> notes;                // what has changed since, e.g. a scorer
};

struct RecomputeReport {
    std::vector<RecomputedStatement> statements;
    std::size_t numbers = 0;  // frozen measurements looked at
    [[nodiscard]] bool ok() const;
};

[[nodiscard]] Result<RecomputeReport> recompute(const Context& context,
                                                const RecomputeRequest& request);

}  // namespace underpin

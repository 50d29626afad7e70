// Cross-checks: what a document says about other documents. Pure; any thread.
#pragma once

#include <string>
#include <vector>

#include "documents/reader.h"
#include "domain/terms.h"

namespace underpin {

struct ReferenceReport {
    Errors errors;
    Warnings warnings;
};

// The same document (kind, id, effective_from) twice in one reading: an error each, with both
// places. Call before the portfolio is made.
[[nodiscard]] Errors check_duplicates(const std::vector<ReadDocument>& documents);

// Checks the changed documents, and those that refer to them, in the picture that would hold after
// the change. `after` must hold retired documents too: make_portfolio(..., Retired::keep).
[[nodiscard]] ReferenceReport check_references(const Portfolio& after,
                                               const std::vector<ReadDocument>& changed);

}  // namespace underpin

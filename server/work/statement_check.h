// The cheap part of the proof of what was frozen, for `doctor`; recompute.h has the whole.
#pragma once

#include <string>
#include <vector>

#include "store/database.h"

namespace underpin {

struct StatementCheck {
    std::size_t statements = 0;
    std::vector<std::string> faults;  // sentences; empty: whole
};

// Hashes, numbering, that every measurement that a statement names is there and frozen, and that
// the entries of every closed line add up to what its statement says.
[[nodiscard]] StatementCheck check_statements(const Database& database);

}  // namespace underpin

// Which entries a supplier's credits need so that those of closed periods add up to what is derived
// now: the lines of what is being closed, and differences where restating moved a closed line.
// Pure; any thread.
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "domain/credit.h"
#include "store/credit_entries.h"
#include "store/statements.h"

namespace underpin {

// An (agreement, own period) that is closed or being closed, with the statement that speaks of it
// now and why.
struct ClosedCredit {
    StatementName statement;
    std::string reason;
    bool closing = false;
};
using ClosedCredits = std::map<std::pair<std::string, std::string>, ClosedCredit>;

[[nodiscard]] std::vector<CreditEntry> entries_to_add(const std::vector<CreditEntry>& existing,
                                                      const SupplierCredits& now,
                                                      const ClosedCredits& closed,
                                                      const std::string& actor);

}  // namespace underpin

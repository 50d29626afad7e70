// Triggers: contractual rights (for example termination) that repeated or deep failure raises.
// They change no money. Pure; any thread.
#pragma once

#include <string>
#include <vector>

#include "domain/objective_result.h"
#include "domain/terms.h"

namespace underpin {

struct RaisedTrigger {
    std::string name, agreement;
    std::string objective;  // an objective's id, or "any"
    std::string period;     // the one that raised it
    Date last;              // that period's last local day
    std::string because;    // "3 breaches in 6 periods"
    std::optional<Clause> clause;
};

// The triggers of one agreement over its results (any order; open periods raise nothing). One is
// raised by each period that fails and completes its count within the window that ends with it.
[[nodiscard]] std::vector<RaisedTrigger> raise_triggers(
    const Portfolio& portfolio, const std::string& agreement,
    const std::vector<const ObjectiveResult*>& results);

}  // namespace underpin

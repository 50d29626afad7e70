// What other terms would have earned: two derivations of one supplier's service credits, line by
// line. Pure; any thread.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "domain/credit.h"

namespace underpin {

// A line in at least one of the two; where it is in both, with the same amount or another.
struct CreditChange {
    std::optional<CreditLine> now, proposed;

    [[nodiscard]] const CreditLine& any() const { return now ? *now : *proposed; }
    // What the proposal adds, in minor units; 0 for provisional lines, which are owed by neither.
    [[nodiscard]] std::int64_t difference_minor() const;
};

struct CreditComparison {
    std::string supplier;
    std::vector<CreditChange> lines;  // by last day, period, agreement, objective
    // By currency, without provisional lines.
    struct Total {
        Money now, proposed;
    };
    std::map<std::string, Total> totals;
    std::vector<RaisedTrigger> rights_gained, rights_lost;
    std::vector<std::string> notes;  // of the proposal
};

// The lines of periods that share a day with [first, end).
[[nodiscard]] CreditComparison compare_credits(const SupplierCredits& now,
                                               const SupplierCredits& proposed, Date first,
                                               Date end);

}  // namespace underpin

// The credits of a claim's contract as of an instant. Inside of this folder only.
#pragma once

#include <map>
#include <set>
#include <string>

#include "domain/claim.h"
#include "domain/credit.h"
#include "work/context.h"
#include "work/measure.h"

namespace underpin {

struct PackNumbers {
    MeasureOutcome outcome;
    std::map<CreditKey, CreditLine> lines;
};
// Measured as of that instant; nothing is stored.
[[nodiscard]] Result<PackNumbers> numbers_at(const Context& context, const std::string& supplier,
                                             const std::set<std::string>& agreements,
                                             Instant as_of);

}  // namespace underpin

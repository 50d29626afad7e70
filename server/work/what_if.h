// What if: history replayed under proposed documents, without storing anything. What a negotiator
// needs before signing.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "domain/credit_difference.h"
#include "work/apply.h"
#include "work/measure.h"

namespace underpin {

struct WhatIfRequest {
    std::string supplier;
    ApplyRequest proposed;                // as for apply
    std::optional<std::string> from, to;  // period labels, both inclusive
    std::optional<Instant> as_of;
    std::function<void(std::size_t done, std::size_t total)> progress;
};

struct WhatIfAnswer {
    Errors errors;  // of the proposed documents
    Warnings warnings;
    CreditComparison comparison;
};

// The supplier's credits as they are, against those under the stored documents with the proposed
// ones in their places.
[[nodiscard]] Result<WhatIfAnswer> what_if(const Context& context, const WhatIfRequest& request);

}  // namespace underpin

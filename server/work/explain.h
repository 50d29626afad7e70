// The explanation of one number: measured again with its reasons, never stored.
#pragma once

#include <optional>
#include <string>

#include "domain/explanation.h"
#include "work/context.h"

namespace underpin {

struct ExplainRequest {
    std::string agreement, objective, period;
    std::optional<Instant> as_of;
};

[[nodiscard]] Result<Explanation> explain(const Context& context, const ExplainRequest& request);

}  // namespace underpin

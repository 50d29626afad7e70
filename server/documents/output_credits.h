// The JSON of credits and triggers. Pure; any thread.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "domain/credit_difference.h"

namespace underpin {

[[nodiscard]] nlohmann::ordered_json credit_line_json(const CreditLine& line);
[[nodiscard]] nlohmann::ordered_json credits_json(const SupplierCredits& credits);
// {"supplier", "totals", "lines": [{..., "now", "proposed", "difference"}], "rights_gained", ...}
[[nodiscard]] nlohmann::ordered_json comparison_json(const CreditComparison& comparison);
// {"currency", "total", "capped"}: null without any currency, null and "totals" with several.
[[nodiscard]] nlohmann::ordered_json credit_total_json(const std::vector<CreditTotal>& totals);

}  // namespace underpin

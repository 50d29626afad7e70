// What other terms would have earned, as text. Pure; any thread.
#pragma once

#include <string>

#include "cli/render_table.h"
#include "domain/credit_difference.h"

namespace underpin {

[[nodiscard]] std::string render_comparison(const CreditComparison& comparison, Instant as_of,
                                            const RenderOptions& options);
// One row a line.
[[nodiscard]] std::string comparison_csv(const CreditComparison& comparison);

}  // namespace underpin

// Credits and triggers as text. Pure; any thread.
#pragma once

#include <string>

#include "cli/render_table.h"
#include "domain/credit.h"

namespace underpin {

// What a line is owed for: "hosting / availability".
[[nodiscard]] std::string owed_text(const CreditLine& line);
[[nodiscard]] std::string render_credits(const SupplierCredits& credits, Instant as_of,
                                         const RenderOptions& options);
// One row a line.
[[nodiscard]] std::string credits_csv(const SupplierCredits& credits);

}  // namespace underpin

// An explanation as the page that ends an argument. Pure; any thread.
#pragma once

#include <string>

#include "cli/render_table.h"
#include "domain/explanation.h"

namespace underpin {

[[nodiscard]] std::string render_explanation(const Explanation& explanation,
                                             const RenderOptions& options);
// One row a record.
[[nodiscard]] std::string explanation_csv(const Explanation& explanation);

}  // namespace underpin

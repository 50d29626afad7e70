// The OpenAPI 3.1 document, made from the table of routes and the published schemas. Pure.
#pragma once

#include <string>
#include <vector>

#include "http/route.h"

namespace underpin {

[[nodiscard]] std::string openapi_document(const std::vector<Route>& routes,
                                           const std::string& version);

// docs/schemas/api.json: the components, by name.
[[nodiscard]] std::string_view api_schemas_text();

}  // namespace underpin

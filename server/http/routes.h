// The table of routes, by the file that holds each part of it.
#pragma once

#include <vector>

#include "http/route.h"

namespace underpin {

[[nodiscard]] std::vector<Route> operation_routes();  // health, version, the description itself
[[nodiscard]] std::vector<Route> document_routes();
[[nodiscard]] std::vector<Route> evidence_routes();
[[nodiscard]] std::vector<Route> record_routes();
[[nodiscard]] std::vector<Route> contract_routes();  // what documents would change; notices
[[nodiscard]] std::vector<Route> job_routes();
[[nodiscard]] std::vector<Route> closing_routes();
[[nodiscard]] std::vector<Route> result_routes();

[[nodiscard]] std::vector<Route> all_routes();

// Parameters that several of them have.
[[nodiscard]] Parameter limit_parameter();
[[nodiscard]] Parameter cursor_parameter();
[[nodiscard]] Parameter as_of_parameter();
// One that may be left out and has no default.
[[nodiscard]] Parameter plain(const char* name, ParameterType type, const char* description,
                              const char* example);

}  // namespace underpin

// Errors as RFC 9457 problems. Pure; any thread.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "base/result.h"
#include "http/request.h"

namespace underpin {

// The status that an error of this class has where nobody chose another.
[[nodiscard]] int status_of(ErrorClass error_class);
[[nodiscard]] const char* reason_of(int status);  // "Not Found"

[[nodiscard]] Reply problem(const Request& request, const Error& error);
[[nodiscard]] Reply problem(const Request& request, int status, const Error& error);
// Several faults of one input: all of them, with a pointer to each.
[[nodiscard]] Reply problem(const Request& request, int status, const std::string& detail,
                            const Errors& errors);
// One entry of `errors`.
[[nodiscard]] nlohmann::ordered_json fault_json(const Error& error);
// spec.objectives[0].target -> /spec/objectives/0/target
[[nodiscard]] std::string json_pointer(const std::string& field);

}  // namespace underpin

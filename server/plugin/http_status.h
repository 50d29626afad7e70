// What an answer's status and headers mean for the run. Pure functions; any thread.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"

namespace underpin {

using HttpHeaders = std::vector<std::pair<std::string, std::string>>;  // names in lower case

// Nothing for 2xx; else the failure with its class.
[[nodiscard]] std::optional<Error> status_failure(int status, const std::string& where);

[[nodiscard]] bool is_redirect(int status);

// Whether asking again soon can help. A request that is `safe` to repeat changes nothing there.
[[nodiscard]] bool is_worth_retrying(int status, bool safe);

[[nodiscard]] const std::string* header_of(const HttpHeaders& headers, std::string_view name);

// How long the other side asks to wait (RFC 9110, 10.2.3: seconds, or a date, which is judged
// against the answer's own Date).
[[nodiscard]] std::optional<std::chrono::milliseconds> retry_after(const HttpHeaders& headers);

}  // namespace underpin

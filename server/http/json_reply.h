// JSON as an answer. Pure; any thread.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "http/request.h"

namespace underpin {

// Bytes that are no UTF-8 are replaced: what a portal sent must not make an answer impossible.
[[nodiscard]] Reply json_reply(const nlohmann::ordered_json& json, int status = 200);

}  // namespace underpin

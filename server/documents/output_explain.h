// The JSON of an explanation. Pure; any thread.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "domain/explanation.h"

namespace underpin {

[[nodiscard]] nlohmann::ordered_json explanation_json(const Explanation& explanation);

}  // namespace underpin

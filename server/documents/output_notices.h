// The JSON of a notice that has to be sent. Pure; any thread.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <optional>

#include "domain/notices.h"

namespace underpin {

// `days_left`: until the last safe day; negative: missed.
[[nodiscard]] nlohmann::ordered_json notice_json(const Notice& notice, const std::string& time_zone,
                                                 std::optional<int> days_left);

}  // namespace underpin

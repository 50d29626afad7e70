// The run that a path names. Pure; any thread.
#pragma once

#include <cstdint>

#include "http/route.h"

namespace underpin {

[[nodiscard]] Parameter run_id();
[[nodiscard]] Result<std::int64_t> run_number(const Request& request);
[[nodiscard]] Error no_run(const Request& request);

}  // namespace underpin

// A job as JSON, as the API and the commands show it. Pure; any thread.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "store/jobs.h"

namespace underpin {

[[nodiscard]] nlohmann::ordered_json job_json(const JobRow& job);

}  // namespace underpin

// The check-up as JSON, as the command prints it and a job keeps it. Pure; any thread.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "work/doctor.h"

namespace underpin {

[[nodiscard]] nlohmann::ordered_json doctor_json(const DoctorReport& report);

}  // namespace underpin

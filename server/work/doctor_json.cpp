#include "work/doctor_json.h"

#include <nlohmann/json.hpp>

namespace underpin {

nlohmann::ordered_json doctor_json(const DoctorReport& report) {
    auto checks = nlohmann::ordered_json::array();
    for (const auto& check : report.checks) {
        checks.push_back({{"check", check.name},
                          {"ok", check.faults.empty()},
                          {"detail", check.detail},
                          {"faults", check.faults}});
    }
    return {{"ok", report.ok()}, {"checks", checks}};
}

}  // namespace underpin

// The system's time zone files where the date library does not read them. Internal to base.
#pragma once

#include <string>
#include <string_view>

namespace underpin {

// The POSIX rule that holds after the last listed transition of a zone
// ("GMT0BST,M3.5.0/1,M10.5.0"); empty where the zone has none or its file cannot be read.
[[nodiscard]] std::string posix_rule_of(const std::string& zone);

// The version in the first line of tzdata.zi ("# version 2024a"); empty without one.
[[nodiscard]] std::string version_in_zone_source(std::string_view first_line);
// The upstream version of the package in dpkg's status file ("2024a" of "2024a-0+deb12u1").
[[nodiscard]] std::string version_in_package_status(std::string_view status);

}  // namespace underpin

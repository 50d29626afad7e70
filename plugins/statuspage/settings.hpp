// The importer's configuration, read once. A plain value.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "underpin/host.hpp"

namespace statuspage {

struct Settings {
    std::string page;  // "https://status.example.org", without a slash at the end
    std::int64_t pages = 1;
    std::map<std::string, std::string> components;    // id -> what contracts call it
    std::map<std::string, std::string> states;        // the page's status -> state
    std::map<std::string, underpin::Int128> impacts;  // the page's status -> millionths
    std::optional<std::int64_t> since;
    std::vector<std::pair<std::string, std::string>> headers;

    // Throws PluginError (UNDERPIN_CONFIGURATION) where a value makes no sense.
    [[nodiscard]] static Settings read(const underpin::Config& config);
};

}  // namespace statuspage

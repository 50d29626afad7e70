#include "work/source_config.h"

#include <nlohmann/json.hpp>

namespace underpin {

std::optional<std::string> config_text(const Source& source, const std::string& key) {
    const auto config = nlohmann::json::parse(source.config_json, nullptr, false);
    if (!config.is_object() || !config.contains(key) || !config[key].is_string()) {
        return std::nullopt;
    }
    return config[key].get<std::string>();
}

}  // namespace underpin

// The importer's configuration as it is used. A value, read once.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "underpin/importer.hpp"

namespace csv {

// A field of a shape, as plugin.h names it.
struct Field {
    std::string_view name;
    std::int32_t type;
    int scale;      // DECIMAL
    bool required;  // a row without it is set aside
};

[[nodiscard]] std::span<const Field> fields_of(std::int32_t shape);

using ValueMap = std::map<std::string, std::string, std::less<>>;

struct Settings {
    std::string path;
    std::int32_t shape = UNDERPIN_SHAPE_CASE;
    char delimiter = ',';
    bool latin1 = false;
    std::set<std::string, std::less<>> missing;
    std::vector<std::string> time_formats;
    underpin::Config::Pairs columns;  // field -> header; empty: headers are the fields' names
    std::map<std::string, ValueMap, std::less<>> values;  // by field or attribute
    std::string latest_per_key;                           // header; empty: every row is a record
    std::vector<std::string> attributes;
    std::string covers_from, covers_to;  // both or none

    // Throws PluginError (UNDERPIN_CONFIGURATION) with what is wrong and how to mend it.
    [[nodiscard]] static Settings read(const underpin::Config& config);
    [[nodiscard]] bool is_missing(std::string_view cell) const;
};

}  // namespace csv

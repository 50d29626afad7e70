#include "settings.hpp"

#include <algorithm>

#include "text.hpp"

namespace csv {
namespace {

using underpin::configuration_error;

constexpr int quantity_places = 9;
constexpr int impact_places = 6;

constexpr Field interval_fields[] = {
    {"key", UNDERPIN_TEXT, 0, true},
    {"from", UNDERPIN_INSTANT, 0, true},
    {"to", UNDERPIN_INSTANT, 0, false},
    {"state", UNDERPIN_TEXT, 0, false},
    {"impact", UNDERPIN_DECIMAL, impact_places, false},
    {"component", UNDERPIN_TEXT, 0, false},
    {"incident", UNDERPIN_TEXT, 0, false},
};

constexpr Field case_fields[] = {
    {"key", UNDERPIN_TEXT, 0, true},
    {"opened", UNDERPIN_INSTANT, 0, false},
    {"responded", UNDERPIN_INSTANT, 0, false},
    {"resolved", UNDERPIN_INSTANT, 0, false},
    {"due", UNDERPIN_INSTANT, 0, false},
    {"pauses", UNDERPIN_PAUSES, 0, false},
    {"priority", UNDERPIN_TEXT, 0, false},
    {"ordered", UNDERPIN_DECIMAL, quantity_places, false},
    {"delivered", UNDERPIN_DECIMAL, quantity_places, false},
    {"incident", UNDERPIN_TEXT, 0, false},
};

constexpr Field sample_fields[] = {
    {"key", UNDERPIN_TEXT, 0, false},
    {"at", UNDERPIN_INSTANT, 0, true},
    {"metric", UNDERPIN_TEXT, 0, true},
    {"value", UNDERPIN_DECIMAL, quantity_places, false},
    {"good", UNDERPIN_DECIMAL, quantity_places, false},
    {"total", UNDERPIN_DECIMAL, quantity_places, false},
    {"incident", UNDERPIN_TEXT, 0, false},
};

std::vector<std::string> names_of(std::span<const Field> fields) {
    std::vector<std::string> names;
    for (const Field& field : fields) names.emplace_back(field.name);
    return names;
}

std::int32_t shape_named(const std::string& name) {
    if (name == "interval") return UNDERPIN_SHAPE_INTERVAL;
    if (name == "case") return UNDERPIN_SHAPE_CASE;
    if (name == "sample") return UNDERPIN_SHAPE_SAMPLE;
    throw configuration_error("shape must be case, interval or sample, not \"" + name + "\"");
}

char delimiter_named(const std::string& name) {
    if (name == "tab" || name == "\\t") return '\t';
    if (name.size() != 1 || name == "\"" || name == "\n" || name == "\r") {
        throw configuration_error("delimiter must be one character or tab, not \"" + name + "\"");
    }
    return name[0];
}

void check_fields(const Settings& settings) {
    const auto names = names_of(fields_of(settings.shape));
    const auto is_field = [&](const std::string& name) {
        return std::ranges::find(names, name) != names.end();
    };
    for (const auto& [field, header] : settings.columns) {
        if (is_field(field)) continue;
        const std::string near = did_you_mean(field, names);
        throw configuration_error("columns." + field + " is no field of this shape; " +
                                  (near.empty() ? "its fields are " + join(names) : near));
    }
    for (const auto& [name, values] : settings.values) {
        const bool is_attribute =
            std::ranges::find(settings.attributes, name) != settings.attributes.end();
        if (is_field(name) || is_attribute) continue;
        auto known = names;
        known.insert(known.end(), settings.attributes.begin(), settings.attributes.end());
        const std::string near = did_you_mean(name, known);
        throw configuration_error("values." + name +
                                  " is no field of this shape and no attribute; " +
                                  (near.empty() ? "known are " + join(known) : near));
    }
    for (const std::string& attribute : settings.attributes) {
        if (!is_field(attribute)) continue;
        throw configuration_error("attributes: " + attribute +
                                  " is a field of this shape; name its column in columns");
    }
}

// Without `columns` a file must have these.
void check_columns(const Settings& settings) {
    if (settings.columns.empty()) return;
    const auto named = [&](std::string_view field) {
        return std::ranges::any_of(settings.columns,
                                   [&](const auto& pair) { return pair.first == field; });
    };
    for (const Field& field : fields_of(settings.shape)) {
        if (field.required && !named(field.name)) {
            throw configuration_error("columns." + std::string(field.name) +
                                      " is missing: every row needs it");
        }
    }
    if (settings.shape == UNDERPIN_SHAPE_CASE && !named("opened") && !named("due")) {
        throw configuration_error("columns needs opened or due: a case begins or is due");
    }
    if (settings.shape == UNDERPIN_SHAPE_SAMPLE && !named("value") &&
        !(named("good") && named("total"))) {
        throw configuration_error("columns needs value, or good and total");
    }
    if (!settings.latest_per_key.empty() && !named("key")) {
        throw configuration_error("latest_per_key needs columns.key");
    }
}

}  // namespace

std::span<const Field> fields_of(std::int32_t shape) {
    switch (shape) {
        case UNDERPIN_SHAPE_INTERVAL: return interval_fields;
        case UNDERPIN_SHAPE_CASE: return case_fields;
        default: return sample_fields;
    }
}

bool Settings::is_missing(std::string_view cell) const {
    const std::string_view bare = trim(cell);
    return bare.empty() || missing.contains(bare) || missing.contains(cell);
}

Settings Settings::read(const underpin::Config& config) {
    Settings settings;
    settings.path = config.text("/path");
    settings.shape = shape_named(config.text("/shape"));
    settings.delimiter = delimiter_named(config.text("/delimiter", ","));
    const std::string encoding = config.text("/encoding", "utf-8");
    if (encoding != "utf-8" && encoding != "latin1") {
        throw configuration_error("encoding must be utf-8 or latin1, not \"" + encoding + "\"");
    }
    settings.latin1 = encoding == "latin1";
    for (std::string& text : config.list("/missing")) settings.missing.insert(std::move(text));
    settings.time_formats = config.list("/time_formats");
    settings.columns = config.map("/columns");
    if (const underpin::Json* values = config.find("/values")) {
        for (const auto& [field, map] : values->map()) {
            for (const auto& [from, to] : map.map()) settings.values[field][from] = to.text();
        }
    }
    settings.latest_per_key = config.text("/latest_per_key", "");
    settings.attributes = config.list("/attributes");
    settings.covers_from = config.text("/covers/from", "");
    settings.covers_to = config.text("/covers/to", "");
    if (settings.covers_from.empty() != settings.covers_to.empty()) {
        throw configuration_error("covers needs both from and to");
    }
    check_fields(settings);
    check_columns(settings);
    return settings;
}

}  // namespace csv

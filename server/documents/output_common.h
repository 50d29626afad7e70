// How numbers are written in the machine-readable output (documents.md, "What --output json
// prints"). Pure; any thread.
#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "domain/measurement.h"
#include "domain/money.h"

namespace underpin {

[[nodiscard]] nlohmann::ordered_json value_json(const std::optional<Rational>& value);  // 6 places
[[nodiscard]] nlohmann::ordered_json score_json(const std::optional<Rational>& score);  // 2 places
[[nodiscard]] nlohmann::ordered_json text_json(const std::optional<std::string>& text);
// {"at_least": "99.9"}
[[nodiscard]] nlohmann::ordered_json target_json(const Target& target);
// A side of the fraction in natural units: "2672568000", "0.75".
[[nodiscard]] std::string fraction_text(Int128 units, int scale);

// An array of what `to_json` makes of each item.
template <typename Items, typename ToJson>
[[nodiscard]] nlohmann::ordered_json array_of(const Items& items, ToJson to_json) {
    auto array = nlohmann::ordered_json::array();
    for (const auto& item : items) array.push_back(to_json(item));
    return array;
}

}  // namespace underpin

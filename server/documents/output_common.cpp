#include "documents/output_common.h"

#include <nlohmann/json.hpp>

namespace underpin {
namespace {

constexpr int value_places = 6;
constexpr int score_places = 2;

nlohmann::ordered_json fixed_json(const std::optional<Rational>& number, int places) {
    if (!number) return nullptr;
    return format_fixed(*number, places);
}

}  // namespace

nlohmann::ordered_json value_json(const std::optional<Rational>& value) {
    return fixed_json(value, value_places);
}

nlohmann::ordered_json score_json(const std::optional<Rational>& score) {
    return fixed_json(score, score_places);
}

nlohmann::ordered_json text_json(const std::optional<std::string>& text) {
    if (!text) return nullptr;
    return *text;
}

nlohmann::ordered_json target_json(const Target& target) {
    return {{target.at_least ? "at_least" : "at_most", target.text}};
}

std::string fraction_text(Int128 units, int scale) {
    return format_exact(Decimal(to_integer(units), scale).to_rational());
}

}  // namespace underpin

// underpin/values.hpp - a plugin's configuration, read with types. The host has checked it against
// the plugin's schema and put defaults in; what is asked for here and missing or of another type is
// still a clear PluginError (UNDERPIN_CONFIGURATION) that names the setting.
//
//   const auto config = Config::of(host);
//   std::string start = config.text("/start", "opened");
//   for (const auto& [key, value] : config.map("/limits")) ...
//
// A Config owns its values and is immutable: read it from any thread.
#ifndef UNDERPIN_VALUES_HPP
#define UNDERPIN_VALUES_HPP

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "underpin/json.hpp"
#include "underpin/numbers.hpp"

namespace underpin {
inline namespace sdk {

class Config {
  public:
    using Pairs = std::vector<std::pair<std::string, std::string>>;

    Config() = default;
    explicit Config(Json root) : root_(std::move(root)) {}

    // The whole configuration that the host holds; empty where it holds none.
    [[nodiscard]] static Config of(const underpin_host* host) {
        const underpin_text all = host->config(host->self, to_text(""));
        return all.data == nullptr ? Config() : Config(Json::parse(to_view(all)));
    }

    [[nodiscard]] const Json& root() const { return root_; }

    // The value at a JSON pointer; null and absent are both nullptr.
    [[nodiscard]] const Json* find(std::string_view pointer) const {
        const Json* value = root_.at(pointer);
        return value == nullptr || value->is(Json::Type::null) ? nullptr : value;
    }

    [[nodiscard]] bool has(std::string_view pointer) const { return find(pointer) != nullptr; }

    // Text; a number is given as it was written.
    [[nodiscard]] std::string text(std::string_view pointer) const {
        return scalar(required(pointer), pointer);
    }

    [[nodiscard]] std::string text(std::string_view pointer, std::string_view absent) const {
        const Json* value = find(pointer);
        return value == nullptr ? std::string(absent) : scalar(*value, pointer);
    }

    [[nodiscard]] bool boolean(std::string_view pointer, bool absent) const {
        const Json* value = find(pointer);
        if (value == nullptr) return absent;
        if (!value->is(Json::Type::boolean)) wrong(pointer, "true or false");
        return value->boolean();
    }

    [[nodiscard]] std::int64_t integer(std::string_view pointer, std::int64_t absent) const {
        const Json* value = find(pointer);
        if (value == nullptr) return absent;
        const auto parsed = parse_integer(scalar(*value, pointer));
        if (!parsed) wrong(pointer, "a whole number");
        return *parsed;
    }

    // "4h" in milliseconds.
    [[nodiscard]] std::int64_t duration_ms(std::string_view pointer, std::int64_t absent) const {
        const Json* value = find(pointer);
        if (value == nullptr) return absent;
        const auto parsed = parse_duration_ms(scalar(*value, pointer));
        if (!parsed) wrong(pointer, "a duration such as 90s, 30m, 4h or 1h30m");
        return *parsed;
    }

    // "99.9" in units of 10^-scale, exactly.
    [[nodiscard]] Int128 decimal(std::string_view pointer, int scale, Int128 absent) const {
        const Json* value = find(pointer);
        if (value == nullptr) return absent;
        const ParsedDecimal parsed = parse_decimal(scalar(*value, pointer), scale);
        if (parsed.fault != DecimalFault::none) {
            wrong(pointer, "a decimal number with at most " + std::to_string(scale) + " places");
        }
        return parsed.units;
    }

    // A list of texts; empty where absent.
    [[nodiscard]] std::vector<std::string> list(std::string_view pointer) const {
        std::vector<std::string> out;
        const Json* value = find(pointer);
        if (value == nullptr) return out;
        if (!value->is(Json::Type::list)) wrong(pointer, "a list");
        for (const Json& item : value->list()) out.push_back(scalar(item, pointer));
        return out;
    }

    // A map of texts in the order written; empty where absent.
    [[nodiscard]] Pairs map(std::string_view pointer) const {
        Pairs out;
        const Json* value = find(pointer);
        if (value == nullptr) return out;
        if (!value->is(Json::Type::map)) wrong(pointer, "a map");
        for (const auto& [name, item] : value->map()) out.emplace_back(name, scalar(item, pointer));
        return out;
    }

  private:
    [[noreturn]] static void wrong(std::string_view pointer, std::string_view expected) {
        throw configuration_error(field(pointer) + " must be " + std::string(expected));
    }

    // "/columns/key" as people write it: columns.key
    [[nodiscard]] static std::string field(std::string_view pointer) {
        std::string name(pointer.substr(pointer.empty() ? 0 : 1));
        for (char& c : name) c = c == '/' ? '.' : c;
        return name.empty() ? "the configuration" : name;
    }

    [[nodiscard]] const Json& required(std::string_view pointer) const {
        const Json* value = find(pointer);
        if (value == nullptr) throw configuration_error(field(pointer) + " is missing");
        return *value;
    }

    [[nodiscard]] static std::string scalar(const Json& value, std::string_view pointer) {
        if (value.is(Json::Type::list) || value.is(Json::Type::map))
            wrong(pointer, "a single value");
        return value.text();
    }

    Json root_;
};

}  // namespace sdk
}  // namespace underpin

#endif  // UNDERPIN_VALUES_HPP

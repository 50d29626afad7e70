// underpin/numbers.hpp - text and exact numbers for plugins: what crosses the line of plugin.h, in
// C++ types. Header-only, no state, safe from any thread. No floating point anywhere.
#ifndef UNDERPIN_NUMBERS_HPP
#define UNDERPIN_NUMBERS_HPP

#include <cstdint>
#include <exception>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "underpin/plugin.h"

namespace underpin {
inline namespace sdk {

using Int128 = __int128;

inline std::string_view to_view(underpin_text text) {
    return text.size == 0 ? std::string_view{} : std::string_view{text.data, text.size};
}

inline underpin_text to_text(std::string_view text) { return {text.data(), text.size()}; }

// What a plugin throws to end the call that is under way: the class of failure (UNDERPIN_DATA ...),
// a sentence for the person who set up the source, and a detail for whoever debugs the plugin.
// The macros of plugin.hpp turn it into host->fail and a result; it never crosses the line.
class PluginError : public std::exception {
  public:
    PluginError(underpin_result code, std::string message, std::string detail = {})
        : code_(code), message_(std::move(message)), detail_(std::move(detail)) {}
    [[nodiscard]] const char* what() const noexcept override { return message_.c_str(); }
    [[nodiscard]] underpin_result code() const { return code_; }
    [[nodiscard]] const std::string& message() const { return message_; }
    [[nodiscard]] const std::string& detail() const { return detail_; }

  private:
    underpin_result code_;
    std::string message_, detail_;
};

[[nodiscard]] inline PluginError configuration_error(std::string message) {
    return {UNDERPIN_CONFIGURATION, std::move(message)};
}

[[nodiscard]] inline PluginError data_error(std::string message) {
    return {UNDERPIN_DATA, std::move(message)};
}

// ---- 128-bit integers ---------------------------------------------------------------------------

inline Int128 to_int128(underpin_int128 value) {
    const auto high = static_cast<unsigned __int128>(static_cast<std::uint64_t>(value.high));
    return static_cast<Int128>((high << 64) | value.low);
}

inline underpin_int128 from_int128(Int128 value) {
    const auto bits = static_cast<unsigned __int128>(value);
    return {static_cast<std::uint64_t>(bits),
            static_cast<std::int64_t>(static_cast<std::uint64_t>(bits >> 64))};
}

// Only evidence can hold numbers as large as that.
[[nodiscard]] inline PluginError not_exact(const char* what) {
    return data_error(
        std::string(what) +
        " of the evidence's numbers is too large to be computed exactly (more than 38 "
        "digits)");
}

// Checked arithmetic: throws PluginError(UNDERPIN_DATA) instead of wrapping.
inline Int128 checked_add(Int128 a, Int128 b) {
    Int128 sum = 0;
    if (__builtin_add_overflow(a, b, &sum)) throw not_exact("a sum");
    return sum;
}

inline Int128 checked_subtract(Int128 a, Int128 b) {
    Int128 difference = 0;
    if (__builtin_sub_overflow(a, b, &difference)) throw not_exact("a difference");
    return difference;
}

inline Int128 checked_multiply(Int128 a, Int128 b) {
    Int128 product = 0;
    if (__builtin_mul_overflow(a, b, &product)) throw not_exact("a product");
    return product;
}

inline std::string to_string(Int128 value) {
    auto rest = static_cast<unsigned __int128>(value);
    const bool negative = value < 0;
    if (negative) rest = ~rest + 1;
    std::string digits;
    do {
        digits.insert(digits.begin(), static_cast<char>('0' + static_cast<int>(rest % 10)));
        rest /= 10;
    } while (rest != 0);
    return negative ? "-" + digits : digits;
}

// ---- decimals -----------------------------------------------------------------------------------

enum class DecimalFault {
    none,
    malformed,        // not digits with at most one point and an optional sign
    too_many_places,  // digits other than 0 after the allowed places
    too_large,        // does not fit
};

struct ParsedDecimal {
    Int128 units = 0;  // of 10^-scale
    DecimalFault fault = DecimalFault::none;
};

// "12.50" with scale 3 is 12500, exactly. No blanks, no exponent, no thousands separators; a sign
// (+ or -) and a missing whole part (".5") are read. Zeros beyond the scale change nothing.
inline ParsedDecimal parse_decimal(std::string_view text, int scale) {
    std::size_t at = 0;
    const bool negative = !text.empty() && text[0] == '-';
    if (!text.empty() && (text[0] == '-' || text[0] == '+')) ++at;
    Int128 units = 0;
    bool digits = false, point = false, large = false, places = false;
    int after = 0;
    for (; at < text.size(); ++at) {
        const char c = text[at];
        if (c == '.' && !point) {
            point = true;
            continue;
        }
        if (c < '0' || c > '9') return {0, DecimalFault::malformed};
        digits = true;
        if (point && after == scale) {
            places = places || c != '0';
            continue;
        }
        if (point) ++after;
        large = large || __builtin_mul_overflow(units, Int128{10}, &units) ||
                __builtin_add_overflow(units, Int128{c - '0'}, &units);
    }
    if (!digits) return {0, DecimalFault::malformed};
    if (places) return {0, DecimalFault::too_many_places};
    for (; after < scale && !large; ++after) {
        large = __builtin_mul_overflow(units, Int128{10}, &units);
    }
    if (large) return {0, DecimalFault::too_large};
    return {negative ? -units : units, DecimalFault::none};
}

// A whole number of an int64, or nothing.
inline std::optional<std::int64_t> parse_integer(std::string_view text) {
    const ParsedDecimal parsed = parse_decimal(text, 0);
    if (parsed.fault != DecimalFault::none || text.find('.') != std::string_view::npos) return {};
    if (parsed.units > std::numeric_limits<std::int64_t>::max() ||
        parsed.units < std::numeric_limits<std::int64_t>::min()) {
        return {};
    }
    return static_cast<std::int64_t>(parsed.units);
}

// "90s", "30m", "4h", "1h30m", "2d" (24 h each), "500ms" in milliseconds; largest unit first, each
// once; nothing else is a duration.
inline std::optional<std::int64_t> parse_duration_ms(std::string_view text) {
    struct Unit {
        std::string_view name;
        std::int64_t ms;
    };
    static constexpr Unit units[] = {
        {"d", 86'400'000}, {"h", 3'600'000}, {"m", 60'000}, {"s", 1'000}, {"ms", 1}};
    std::int64_t total = 0, smallest = std::numeric_limits<std::int64_t>::max();
    if (text.empty()) return {};
    while (!text.empty()) {
        const auto digits = text.find_first_not_of("0123456789");
        if (digits == 0 || digits == std::string_view::npos) return {};
        const auto number = parse_integer(text.substr(0, digits));
        text.remove_prefix(digits);
        const auto word = text.substr(0, text.find_first_of("0123456789"));
        text.remove_prefix(word.size());
        std::int64_t unit = 0;
        for (const Unit& candidate : units) {
            if (candidate.name == word) unit = candidate.ms;
        }
        std::int64_t part = 0;
        if (!number || unit == 0 || unit >= smallest) return {};
        if (__builtin_mul_overflow(*number, unit, &part)) return {};
        if (__builtin_add_overflow(total, part, &total)) return {};
        smallest = unit;
    }
    return total;
}

}  // namespace sdk
}  // namespace underpin

#endif  // UNDERPIN_NUMBERS_HPP

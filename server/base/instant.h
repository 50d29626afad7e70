// Instants, durations and dates, each a type of its own: adding two instants does not compile.
#pragma once

#include <compare>
#include <cstdint>
#include <date/date.h>
#include <limits>
#include <string>
#include <string_view>

#include "base/result.h"

namespace underpin {

// A length of time in whole milliseconds.
struct Duration {
    std::int64_t ms = 0;

    auto operator<=>(const Duration&) const = default;
    friend Duration operator+(Duration a, Duration b) { return {a.ms + b.ms}; }
    friend Duration operator-(Duration a, Duration b) { return {a.ms - b.ms}; }
};

// Milliseconds since 1970-01-01T00:00:00Z, without leap seconds.
struct Instant {
    std::int64_t ms = 0;

    auto operator<=>(const Instant&) const = default;
    friend Instant operator+(Instant a, Duration b) { return {a.ms + b.ms}; }
    friend Instant operator-(Instant a, Duration b) { return {a.ms - b.ms}; }
    friend Duration operator-(Instant a, Instant b) { return {a.ms - b.ms}; }

    static constexpr Instant min() { return {std::numeric_limits<std::int64_t>::min() / 4}; }
    static constexpr Instant max() { return {std::numeric_limits<std::int64_t>::max() / 4}; }
};

using Date = date::sys_days;  // a local calendar date; which zone is said by its holder

inline constexpr Duration second{1000};
inline constexpr Duration minute{60'000};
inline constexpr Duration hour{3'600'000};
inline constexpr Duration day{86'400'000};

// `90s`, `30m`, `4h`, `1h30m`, `2d`, `500ms`; whole numbers, largest unit first, not negative.
[[nodiscard]] Result<Duration> parse_duration(std::string_view text);
[[nodiscard]] std::string format_duration(Duration value);  // "1h30m", "0s", "2d" only as "48h"

// ISO 8601 with an offset or Z, year 0001..9999; digits finer than a millisecond are cut off.
[[nodiscard]] Result<Instant> parse_instant(std::string_view text);
// "2024-05-01T00:00:00Z", with ".123" only where there are milliseconds.
[[nodiscard]] std::string format_instant(Instant value);

[[nodiscard]] Result<Date> parse_date(std::string_view text);  // 2024-02-29
[[nodiscard]] std::string format_date(Date value);

}  // namespace underpin

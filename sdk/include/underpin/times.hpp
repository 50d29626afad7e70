// underpin/times.hpp - instants as the APIs of portals write them: RFC 3339, with an offset. Pure
// functions, safe from any thread. Local times without an offset are the host's to read.
#ifndef UNDERPIN_TIMES_HPP
#define UNDERPIN_TIMES_HPP

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace underpin {
inline namespace sdk {

// Reads "2024-03-01T10:00:00.123Z" and "2024-03-01T04:00:00-06:00" into milliseconds since the
// epoch; finer fractions are cut off. Nothing where the text is anything else.
class InstantReader {
  public:
    explicit InstantReader(std::string_view text) : rest_(text) {}

    std::optional<std::int64_t> read() {
        const auto year = digits(4), month = after('-', 2), day = after('-', 2);
        if (!ok_ || rest_.empty() || (rest_[0] != 'T' && rest_[0] != 't' && rest_[0] != ' ')) {
            return std::nullopt;
        }
        rest_.remove_prefix(1);
        const auto hour = digits(2), minute = after(':', 2), second = after(':', 2);
        const std::int64_t ms = fraction_ms(), offset = offset_minutes();
        const std::chrono::year_month_day date{std::chrono::year(year),
                                               std::chrono::month(static_cast<unsigned>(month)),
                                               std::chrono::day(static_cast<unsigned>(day))};
        if (!ok_ || !rest_.empty() || !date.ok() || hour > 23 || minute > 59 || second > 60) {
            return std::nullopt;
        }
        const std::int64_t days = std::chrono::sys_days(date).time_since_epoch().count();
        return ((days * 24 + hour) * 60 + minute - offset) * 60'000 + second * 1000 + ms;
    }

  private:
    int digits(std::size_t count) {
        int value = 0;
        for (std::size_t i = 0; i < count; ++i) {
            if (rest_.empty() || rest_[0] < '0' || rest_[0] > '9') {
                ok_ = false;
                return 0;
            }
            value = value * 10 + (rest_[0] - '0');
            rest_.remove_prefix(1);
        }
        return value;
    }

    int after(char mark, std::size_t count) {
        ok_ = ok_ && !rest_.empty() && rest_[0] == mark;
        if (ok_) rest_.remove_prefix(1);
        return digits(count);
    }

    std::int64_t fraction_ms() {
        if (rest_.empty() || rest_[0] != '.') return 0;
        rest_.remove_prefix(1);
        std::int64_t ms = 0, unit = 100;
        const std::size_t before = rest_.size();
        for (; !rest_.empty() && rest_[0] >= '0' && rest_[0] <= '9'; rest_.remove_prefix(1)) {
            ms += (rest_[0] - '0') * unit;
            unit /= 10;
        }
        ok_ = ok_ && rest_.size() != before;
        return ms;
    }

    std::int64_t offset_minutes() {
        if (rest_ == "Z" || rest_ == "z") {
            rest_ = {};
            return 0;
        }
        const int sign = !rest_.empty() && rest_[0] == '-' ? -1 : 1;
        ok_ = ok_ && !rest_.empty() && (rest_[0] == '-' || rest_[0] == '+');
        if (!ok_) return 0;
        rest_.remove_prefix(1);
        const int hours = digits(2), minutes = after(':', 2);
        ok_ = ok_ && hours < 24 && minutes < 60;
        return sign * (hours * 60 + minutes);
    }

    std::string_view rest_;
    bool ok_ = true;
};

inline std::optional<std::int64_t> parse_instant(std::string_view text) {
    return InstantReader(text).read();
}

// "2024-03-01T10:00:00Z", with milliseconds where there are any; for messages and attributes.
inline std::string instant_text(std::int64_t ms) {
    constexpr std::int64_t ms_of_day = 86'400'000;
    const std::int64_t day = ms >= 0 ? ms / ms_of_day : -((-ms + ms_of_day - 1) / ms_of_day);
    const std::chrono::year_month_day date{std::chrono::sys_days(std::chrono::days(day))};
    const auto padded = [](std::int64_t value, std::size_t width) {
        std::string text = std::to_string(value);
        return text.size() < width ? std::string(width - text.size(), '0') + text : text;
    };
    const std::int64_t in_day = ms - day * ms_of_day;
    std::string text = padded(int{date.year()}, 4) + "-" + padded(unsigned{date.month()}, 2) + "-" +
                       padded(unsigned{date.day()}, 2) + "T" + padded(in_day / 3'600'000, 2) + ":" +
                       padded(in_day / 60'000 % 60, 2) + ":" + padded(in_day / 1000 % 60, 2);
    if (in_day % 1000 != 0) text += "." + padded(in_day % 1000, 3);
    return text + "Z";
}

}  // namespace sdk
}  // namespace underpin

#endif  // UNDERPIN_TIMES_HPP

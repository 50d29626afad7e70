#include "base/instant.h"

#include <fmt/format.h>
#include <optional>

namespace underpin {
namespace {

constexpr std::int64_t last_ms = 253'402'300'799'999;    // 9999-12-31T23:59:59.999Z
constexpr std::int64_t first_ms = -62'135'596'800'000;   // 0001-01-01T00:00:00Z
constexpr std::int64_t longest_ms = last_ms - first_ms;  // of a duration

// Reads a text from left to right; each step says whether it was there.
class Scanner {
  public:
    explicit Scanner(std::string_view text) : rest_(text) {}

    [[nodiscard]] bool at_end() const { return rest_.empty(); }
    [[nodiscard]] char peek() const { return rest_.empty() ? '\0' : rest_.front(); }

    bool skip(std::string_view any_of) {
        if (rest_.empty() || any_of.find(rest_.front()) == std::string_view::npos) return false;
        rest_.remove_prefix(1);
        return true;
    }

    // Exactly so many digits.
    std::optional<int> number(std::size_t digits) {
        if (rest_.size() < digits) return std::nullopt;
        int value = 0;
        for (const char c : rest_.substr(0, digits)) {
            if (c < '0' || c > '9') return std::nullopt;
            value = value * 10 + (c - '0');
        }
        rest_.remove_prefix(digits);
        return value;
    }

    // All the digits that follow.
    std::string_view digits() {
        std::size_t count = 0;
        while (count < rest_.size() && rest_[count] >= '0' && rest_[count] <= '9') ++count;
        const std::string_view found = rest_.substr(0, count);
        rest_.remove_prefix(count);
        return found;
    }

    // All that follows and is not a digit.
    std::string_view letters() {
        std::size_t count = 0;
        while (count < rest_.size() && (rest_[count] < '0' || rest_[count] > '9')) ++count;
        const std::string_view found = rest_.substr(0, count);
        rest_.remove_prefix(count);
        return found;
    }

  private:
    std::string_view rest_;
};

Error unreadable(std::string_view text, std::string_view what, std::string_view hint) {
    return {ErrorClass::input,
            fmt::format("\"{}\" is not {}", text.substr(0, 80), what),
            std::string(hint),
            {}};
}

std::optional<Date> scan_date(Scanner& scanner) {
    const auto year = scanner.number(4);
    if (!year || *year == 0 || !scanner.skip("-")) return std::nullopt;
    const auto month = scanner.number(2);
    if (!month || !scanner.skip("-")) return std::nullopt;
    const auto day_of_month = scanner.number(2);
    if (!day_of_month) return std::nullopt;
    const date::year_month_day found{date::year{*year}, date::month{static_cast<unsigned>(*month)},
                                     date::day{static_cast<unsigned>(*day_of_month)}};
    if (!found.ok()) return std::nullopt;
    return Date{found};
}

// Hours, minutes and maybe seconds with a fraction, as milliseconds after midnight; 24:00 is the
// end of the day.
std::optional<std::int64_t> scan_time(Scanner& scanner) {
    const auto hours = scanner.number(2);
    if (!hours || !scanner.skip(":")) return std::nullopt;
    const auto minutes = scanner.number(2);
    if (!minutes || *minutes > 59) return std::nullopt;
    int seconds = 0;
    int milliseconds = 0;
    bool nonzero_fraction = false;
    if (scanner.skip(":")) {
        const auto found = scanner.number(2);
        if (!found || *found > 59) return std::nullopt;
        seconds = *found;
        if (scanner.skip(".,")) {
            const std::string_view fraction = scanner.digits();
            if (fraction.empty()) return std::nullopt;
            nonzero_fraction = fraction.find_first_not_of('0') != std::string_view::npos;
            for (std::size_t i = 0; i < 3; ++i) {
                milliseconds = milliseconds * 10 + (i < fraction.size() ? fraction[i] - '0' : 0);
            }
        }
    }
    const bool whole_hour = *minutes == 0 && seconds == 0 && !nonzero_fraction;
    if (*hours > 24 || (*hours == 24 && !whole_hour)) return std::nullopt;
    return ((*hours * 60 + *minutes) * 60 + seconds) * std::int64_t{1000} + milliseconds;
}

// `Z`, `+01:00`, `+0100` or `+01`, in milliseconds.
std::optional<std::int64_t> scan_offset(Scanner& scanner) {
    if (scanner.skip("Zz")) return 0;
    const bool negative = scanner.peek() == '-';
    if (!scanner.skip("+-")) return std::nullopt;
    const auto hours = scanner.number(2);
    if (!hours || *hours > 23) return std::nullopt;
    int minutes = 0;
    const bool colon = scanner.skip(":");
    if (colon || !scanner.at_end()) {
        const auto found = scanner.number(2);
        if (!found || *found > 59) return std::nullopt;
        minutes = *found;
    }
    const std::int64_t size = (*hours * 60 + minutes) * minute.ms;
    return negative ? -size : size;
}

struct Unit {
    std::string_view name;
    std::int64_t ms;
};
constexpr Unit units[] = {
    {"d", day.ms}, {"h", hour.ms}, {"m", minute.ms}, {"s", second.ms}, {"ms", 1}};

}  // namespace

Result<Duration> parse_duration(std::string_view text) {
    const auto fail = [&](std::string_view hint) { return unreadable(text, "a duration", hint); };
    constexpr std::string_view example = "write whole numbers with units, such as 90s, 1h30m or 2d";
    Scanner scanner(text);
    if (scanner.at_end()) return fail(example);
    std::int64_t total = 0;
    std::size_t next_unit = 0;
    while (!scanner.at_end()) {
        const std::string_view digits = scanner.digits();
        const std::string_view name = scanner.letters();
        if (digits.empty()) return fail(example);
        std::size_t unit = 0;
        while (unit < std::size(units) && units[unit].name != name) ++unit;
        if (unit == std::size(units)) return fail(example);
        if (unit < next_unit) return fail("name each unit once, the largest first: 1h30m");
        next_unit = unit + 1;
        std::int64_t count = 0;
        for (const char c : digits) {
            count = count * 10 + (c - '0');
            if (count > longest_ms / units[unit].ms) return fail("it is longer than 9999 years");
        }
        total += count * units[unit].ms;
        if (total > longest_ms) return fail("it is longer than 9999 years");
    }
    return Duration{total};
}

std::string format_duration(Duration value) {
    if (value.ms == 0) return "0s";
    std::string text = value.ms < 0 ? "-" : "";
    auto rest = value.ms < 0 ? 0 - static_cast<std::uint64_t>(value.ms)
                             : static_cast<std::uint64_t>(value.ms);
    for (const Unit& unit : units) {
        if (unit.ms == day.ms) continue;  // 48h, not 2d: a day of service is not 24 hours
        const std::uint64_t count = rest / static_cast<std::uint64_t>(unit.ms);
        rest %= static_cast<std::uint64_t>(unit.ms);
        if (count > 0) text += fmt::format("{}{}", count, unit.name);
    }
    return text;
}

Result<Instant> parse_instant(std::string_view text) {
    constexpr std::string_view what = "an ISO 8601 time";
    constexpr std::string_view example = "write it like 2024-03-01T10:00:00Z";
    Scanner scanner(text);
    const auto local_date = scan_date(scanner);
    if (!local_date) return unreadable(text, what, example);
    if (scanner.at_end()) return unreadable(text, "a time but a date", example);
    if (!scanner.skip("Tt ")) return unreadable(text, what, example);
    const auto local_time = scan_time(scanner);
    if (!local_time) return unreadable(text, what, example);
    if (scanner.at_end()) {
        return unreadable(text, "an instant: it has no offset", "give an offset or Z");
    }
    scanner.skip(" ");
    const auto offset = scan_offset(scanner);
    if (!offset || !scanner.at_end()) {
        return unreadable(text, what, "its offset is Z or like +01:00; " + std::string(example));
    }
    const std::int64_t days = local_date->time_since_epoch().count();
    const Instant found{days * day.ms + *local_time - *offset};
    if (found.ms < first_ms || found.ms > last_ms) {
        return unreadable(text, "within the years 0001 to 9999", example);
    }
    return found;
}

std::string format_instant(Instant value) {
    if (value.ms < first_ms || value.ms > last_ms) return fmt::format("{}ms", value.ms);
    const date::sys_time<std::chrono::milliseconds> time{std::chrono::milliseconds{value.ms}};
    const auto on = date::floor<date::days>(time);
    const auto in_day = (time - on).count();
    const auto in_seconds = in_day / 1000;
    std::string text = fmt::format("{}T{:02}:{:02}:{:02}", format_date(on), in_seconds / 3600,
                                   in_seconds / 60 % 60, in_seconds % 60);
    if (in_day % 1000 != 0) text += fmt::format(".{:03}", in_day % 1000);
    return text + "Z";
}

Result<Date> parse_date(std::string_view text) {
    Scanner scanner(text);
    const auto found = scan_date(scanner);
    if (!found || !scanner.at_end()) {
        return unreadable(text, "a date", "write it like 2024-02-29; the day must exist");
    }
    return *found;
}

std::string format_date(Date value) {
    const date::year_month_day on{value};
    return fmt::format("{:04}-{:02}-{:02}", int{on.year()}, unsigned{on.month()},
                       unsigned{on.day()});
}

}  // namespace underpin

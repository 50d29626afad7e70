#include "times.hpp"

#include <algorithm>
#include <chrono>

#include "text.hpp"

namespace csv {
namespace {

constexpr std::int64_t ms_per_minute = 60'000;
constexpr std::int64_t ms_per_hour = 60 * ms_per_minute;
constexpr std::int64_t ms_per_day = 24 * ms_per_hour;

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_blank(char c) { return c == ' ' || c == '\t'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

// Reads on in a text; every function says whether it found what it names.
class Scanner {
  public:
    explicit Scanner(std::string_view text) : rest_(text) {}

    [[nodiscard]] bool done() const { return rest_.empty(); }
    [[nodiscard]] char peek() const { return rest_.empty() ? '\0' : rest_[0]; }
    bool literal(char c) {
        if (peek() != c || done()) return false;
        rest_.remove_prefix(1);
        return true;
    }
    bool any_of(std::string_view set) {
        if (done() || set.find(peek()) == std::string_view::npos) return false;
        rest_.remove_prefix(1);
        return true;
    }
    // Between `least` and `most` digits.
    bool number(std::size_t least, std::size_t most, int& out) {
        std::size_t count = 0;
        int value = 0;
        while (count < most && count < rest_.size() && is_digit(rest_[count])) {
            value = value * 10 + (rest_[count++] - '0');
        }
        if (count < least) return false;
        rest_.remove_prefix(count);
        out = value;
        return true;
    }
    // Any digits behind the point; finer than a millisecond is cut off.
    bool fraction(int& ms) {
        std::size_t count = 0;
        int value = 0, digits = 0;
        for (; count < rest_.size() && is_digit(rest_[count]); ++count) {
            if (digits < 3) {
                value = value * 10 + (rest_[count] - '0');
                ++digits;
            }
        }
        if (count == 0) return false;
        for (; digits < 3; ++digits) value *= 10;
        rest_.remove_prefix(count);
        ms = value;
        return true;
    }
    bool blanks(bool needed) {
        bool found = false;
        for (; is_blank(peek()); rest_.remove_prefix(1)) found = true;
        return found || !needed;
    }
    // The letters that stand here, in lower case.
    std::string word() {
        std::string out;
        for (; is_letter(peek()); rest_.remove_prefix(1)) {
            out += static_cast<char>(peek() | 0x20);
        }
        return out;
    }
    // Z, +01:00, +0100, +01
    bool offset(std::int64_t& ms) {
        if (any_of("Zz")) return ms = 0, true;
        const bool west = peek() == '-';
        int hours = 0, minutes = 0;
        if (!any_of("+-") || !number(2, 2, hours)) return false;
        if (literal(':') || is_digit(peek())) {
            if (!number(2, 2, minutes)) return false;
        }
        if (hours > 18 || minutes > 59) return false;
        ms = (hours * ms_per_hour + minutes * ms_per_minute) * (west ? -1 : 1);
        return true;
    }

  private:
    std::string_view rest_;
};

// What the parts of a format leave behind.
struct Parts {
    int year = 0, month = 0, day_of_month = 0;
    int hour = 0, minute = 0, second = 0, ms = 0;
    int half = -1;  // 0 am, 1 pm
    bool twelve = false;
    std::optional<std::int64_t> offset_ms;
};

std::optional<LocalTime> local_time(Parts parts, bool has_time) {
    const std::chrono::year_month_day date{
        std::chrono::year(parts.year), std::chrono::month(static_cast<unsigned>(parts.month)),
        std::chrono::day(static_cast<unsigned>(parts.day_of_month))};
    if (parts.year < 1 || parts.year > 9999 || !date.ok()) return std::nullopt;
    if (parts.twelve) {
        if (parts.hour < 1 || parts.hour > 12) return std::nullopt;
        parts.hour %= 12;
        if (parts.half == 1) parts.hour += 12;
    }
    const bool midnight =
        parts.hour == 24 && parts.minute == 0 && parts.second == 0 && parts.ms == 0;
    if ((parts.hour > 23 && !midnight) || parts.minute > 59 || parts.second > 59)
        return std::nullopt;
    LocalTime out;
    out.day = std::chrono::sys_days(date).time_since_epoch().count();
    out.ms =
        parts.hour * ms_per_hour + parts.minute * ms_per_minute + parts.second * 1000 + parts.ms;
    out.offset_ms = parts.offset_ms;
    out.is_date = !has_time;
    return out;
}

bool name_in(const std::string& word, std::string_view full) {
    return word.size() >= 3 && full.starts_with(word) && (word.size() == 3 || word == full);
}

// Jan, January, Sept, with a point behind it or not.
bool month_name(Scanner& in, int& month) {
    static constexpr std::string_view names[] = {"january",   "february", "march",    "april",
                                                 "may",       "june",     "july",     "august",
                                                 "september", "october",  "november", "december"};
    const std::string word = in.word();
    month = 0;
    for (int i = 0; i < 12; ++i) {
        if (name_in(word, names[i])) month = i + 1;
    }
    if (word == "sept") month = 9;
    in.literal('.');
    return month != 0;
}

bool weekday_name(Scanner& in) {
    static constexpr std::string_view names[] = {"monday", "tuesday",  "wednesday", "thursday",
                                                 "friday", "saturday", "sunday"};
    const std::string word = in.word();
    in.literal('.');
    return word == "tues" || word == "thur" || word == "thurs" ||
           std::ranges::any_of(names, [&](std::string_view name) { return name_in(word, name); });
}

bool half_of_day(Scanner& in, int& half) {
    if (in.any_of("aA"))
        half = 0;
    else if (in.any_of("pP"))
        half = 1;
    else
        return false;
    in.literal('.');
    if (!in.any_of("mM")) return false;
    in.literal('.');
    return true;
}

bool two_digit_year(Scanner& in, int& year) {
    if (!in.number(2, 2, year)) return false;
    year += year < 69 ? 2000 : 1900;  // as POSIX has it
    return true;
}

bool zone_name(Scanner& in, Parts& parts) {
    const std::string word = in.word();
    parts.offset_ms = 0;
    return word == "z" || word == "utc" || word == "gmt";
}

bool read_part(char directive, Scanner& in, Parts& parts) {
    switch (directive) {
        case 'd':
        case 'e': return in.blanks(false), in.number(1, 2, parts.day_of_month);
        case 'm': return in.number(1, 2, parts.month);
        case 'Y': return in.number(4, 4, parts.year);
        case 'y': return two_digit_year(in, parts.year);
        case 'b':
        case 'B':
        case 'h': return month_name(in, parts.month);
        case 'H':
        case 'k': return in.blanks(false), in.number(1, 2, parts.hour);
        case 'I':
        case 'l': parts.twelve = true; return in.blanks(false), in.number(1, 2, parts.hour);
        case 'M': return in.number(1, 2, parts.minute);
        case 'S': return in.number(1, 2, parts.second);
        case 'f': return in.fraction(parts.ms);
        case 'p': return half_of_day(in, parts.half);
        case 'z': return in.offset(parts.offset_ms.emplace());
        case 'Z': return zone_name(in, parts);
        case 'a':
        case 'A': return weekday_name(in);
        default: return in.literal(directive);
    }
}

std::string written_out(std::string_view format) {
    std::string out;
    for (std::size_t i = 0; i < format.size(); ++i) {
        out += format[i];
        if (format[i] != '%') continue;
        if (++i == format.size()) throw underpin::configuration_error("a time format ends with %");
        switch (format[i]) {
            case 'T': out += "H:%M:%S"; break;
            case 'R': out += "H:%M"; break;
            case 'D': out += "m/%d/%y"; break;
            case 'F': out += "Y-%m-%d"; break;
            case 'n':
            case 't': out.back() = ' '; break;
            default: out += format[i];
        }
    }
    return out;
}

// P1DT2H30M, PT90S, P2W; years and months have no fixed length.
std::optional<std::int64_t> iso_duration(std::string_view text) {
    Scanner in(text);
    if (!in.literal('P') || in.done()) return std::nullopt;
    std::int64_t total = 0;
    bool time = false;
    while (!in.done()) {
        if (!time && in.literal('T')) time = true;
        int value = 0;
        if (!in.number(1, 6, value)) return std::nullopt;
        if (!time && in.literal('W'))
            total += value * 7 * ms_per_day;
        else if (!time && in.literal('D'))
            total += value * ms_per_day;
        else if (time && in.literal('H'))
            total += value * ms_per_hour;
        else if (time && in.literal('M'))
            total += value * ms_per_minute;
        else if (time && in.literal('S'))
            total += std::int64_t{value} * 1000;
        else
            return std::nullopt;
    }
    return total;
}

}  // namespace

std::optional<LocalTime> parse_iso(std::string_view text) {
    Scanner in(text);
    Parts parts;
    if (!in.number(4, 4, parts.year)) return std::nullopt;
    const bool dashes = in.literal('-');
    if (!in.number(2, 2, parts.month) || in.literal('-') != dashes ||
        !in.number(2, 2, parts.day_of_month)) {
        return std::nullopt;
    }
    if (in.done()) return local_time(parts, false);
    if (!in.any_of("Tt ") || !in.number(2, 2, parts.hour)) return std::nullopt;
    const bool colons = in.literal(':');
    if (!in.number(2, 2, parts.minute)) return std::nullopt;
    const bool seconds = colons ? in.literal(':') : is_digit(in.peek());
    if (seconds) {
        if (!in.number(2, 2, parts.second)) return std::nullopt;
        if (in.any_of(".,") && !in.fraction(parts.ms)) return std::nullopt;
    }
    in.blanks(false);
    if (!in.done() && !in.offset(parts.offset_ms.emplace())) return std::nullopt;
    return in.done() ? local_time(parts, true) : std::nullopt;
}

TimeFormat::TimeFormat(std::string_view format) : text_(format), format_(written_out(format)) {
    constexpr std::string_view known = "demYybBhHkIlMSfpzZaA%";
    std::string used;
    for (std::size_t i = 0; i + 1 < format_.size(); ++i) {
        if (format_[i] != '%') continue;
        const char directive = format_[++i];
        if (known.find(directive) == std::string_view::npos) {
            throw underpin::configuration_error("the time format \"" + text_ + "\" has %" +
                                                directive + ", which is not known");
        }
        used += directive;
    }
    const auto has = [&](std::string_view any) {
        return used.find_first_of(any) != std::string::npos;
    };
    if (!has("de") || !has("mbBh") || !has("Yy")) {
        throw underpin::configuration_error("the time format \"" + text_ +
                                            "\" needs a day, a month and a year");
    }
    has_time_ = has("HkIl");
    if (!has_time_ && has("MSfpzZ")) {
        throw underpin::configuration_error("the time format \"" + text_ +
                                            "\" has parts of a time without an hour");
    }
    if (has("Il") != has("p")) {
        throw underpin::configuration_error("the time format \"" + text_ +
                                            "\" needs %I and %p together");
    }
}

std::optional<LocalTime> TimeFormat::parse(std::string_view text) const {
    Scanner in(text);
    Parts parts;
    for (std::size_t i = 0; i < format_.size(); ++i) {
        const char c = format_[i];
        if (c == '%') {
            if (!read_part(format_[++i], in, parts)) return std::nullopt;
        } else if (is_blank(c)) {
            while (i + 1 < format_.size() && is_blank(format_[i + 1])) ++i;
            if (!in.blanks(true)) return std::nullopt;
        } else if (!in.literal(c)) {
            return std::nullopt;
        }
    }
    return in.done() ? local_time(parts, has_time_) : std::nullopt;
}

TimeReader::TimeReader(const underpin::Host& host, const std::vector<std::string>& formats)
    : host_(host) {
    std::string list;
    for (const std::string& format : formats) {
        formats_.emplace_back(format);
        list += (list.empty() ? "" : " or ") + format;
    }
    expectation_ = list.empty() ? "is not a time of ISO 8601 (set time_formats for others)"
                                : "is not a time like " + list;
}

std::optional<LocalTime> TimeReader::parse(std::string_view text) const {
    if (formats_.empty()) return parse_iso(text);
    for (const TimeFormat& format : formats_) {
        if (auto found = format.parse(text)) return found;
    }
    return std::nullopt;
}

ReadTime TimeReader::instant_of(const LocalTime& local, bool quietly) const {
    if (local.offset_ms) return {local.day * ms_per_day + local.ms - *local.offset_ms, false};
    if (local.is_date) return {host_.midnight("", local.day), true};
    const bool next = local.ms == ms_per_day;
    const std::int64_t day = local.day + (next ? 1 : 0), ms = next ? 0 : local.ms;
    if (quietly) return {host_.instant_quietly("", day, ms), false};
    return {host_.instant("", day, ms).ms, false};
}

std::optional<ReadTime> TimeReader::read(std::string_view text) const {
    const auto local = parse(text);
    return local ? std::optional(instant_of(*local, false)) : std::nullopt;
}

std::optional<std::int64_t> TimeReader::read_quietly(std::string_view text) const {
    const auto local = parse(text);
    return local ? std::optional(instant_of(*local, true).ms) : std::nullopt;
}

std::optional<ReadTime> TimeReader::read_iso(std::string_view text) const {
    const auto local = parse_iso(text);
    return local ? std::optional(instant_of(*local, false)) : std::nullopt;
}

std::optional<std::vector<Pause>> read_pauses(const TimeReader& times, std::string_view text) {
    std::vector<Pause> pauses;
    while (!text.empty()) {
        const auto semicolon = text.find(';');
        const std::string_view one = trim(text.substr(0, semicolon));
        text =
            semicolon == std::string_view::npos ? std::string_view{} : text.substr(semicolon + 1);
        if (one.empty()) continue;
        const auto slash = one.find('/');
        if (slash == std::string_view::npos) return std::nullopt;
        const std::string_view end = trim(one.substr(slash + 1));
        const auto from = times.read_iso(trim(one.substr(0, slash)));
        if (!from) return std::nullopt;
        Pause pause{from->ms, UNDERPIN_ABSENT};
        if (const auto length = iso_duration(end)) {
            pause.to = pause.from + *length;
        } else if (!end.empty() && end != "..") {
            const auto to = times.read_iso(end);
            if (!to) return std::nullopt;
            pause.to = to->ms;
        }
        pauses.push_back(pause);
    }
    return pauses;
}

}  // namespace csv

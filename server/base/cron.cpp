#include "base/cron.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <string>
#include <vector>

#include "base/text.h"

namespace underpin {
namespace {

struct Field {
    const char* name;
    unsigned first, last;
    std::array<const char*, 12> words;  // of first, first + 1, ...
};

constexpr std::array<Field, 5> fields{{
    {"minute", 0, 59, {}},
    {"hour", 0, 23, {}},
    {"day of the month", 1, 31, {}},
    {"month",
     1,
     12,
     {"jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"}},
    {"day of the week", 0, 7, {"sun", "mon", "tue", "wed", "thu", "fri", "sat"}},
}};

constexpr std::array<std::pair<std::string_view, std::string_view>, 7> nicknames{{
    {"@hourly", "0 * * * *"},
    {"@daily", "0 0 * * *"},
    {"@midnight", "0 0 * * *"},
    {"@weekly", "0 0 * * 0"},
    {"@monthly", "0 0 1 * *"},
    {"@yearly", "0 0 1 1 *"},
    {"@annually", "0 0 1 1 *"},
}};

std::string lower(std::string_view text) {
    std::string out(text);
    for (char& c : out) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
    return out;
}

std::vector<std::string_view> split(std::string_view text, char at) {
    std::vector<std::string_view> parts;
    while (true) {
        const auto end = text.find(at);
        parts.push_back(text.substr(0, end));
        if (end == std::string_view::npos) return parts;
        text.remove_prefix(end + 1);
    }
}

Error wrong(const Field& field, std::string_view part, const std::string& why) {
    std::string may = std::to_string(field.first) + " to " + std::to_string(field.last);
    if (field.words[0] != nullptr) {
        may += std::string(" or ") + field.words[0] + ", " + field.words[1] + ", ...";
    }
    return {ErrorClass::input,
            "the " + std::string(field.name) + " \"" + std::string(part) + "\" " + why,
            "there may stand *, */n, " + may + ", ranges a-b and lists with commas",
            {}};
}

std::optional<unsigned> number(std::string_view text) {
    unsigned value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (text.empty() || error != std::errc() || end != text.data() + text.size()) {
        return std::nullopt;
    }
    return value;
}

std::optional<unsigned> value_of(const Field& field, std::string_view text) {
    for (unsigned i = 0; i < field.words.size() && field.words[i] != nullptr; ++i) {
        if (text == field.words[i]) return field.first + i;
    }
    const auto value = number(text);
    if (!value || *value < field.first || *value > field.last) return std::nullopt;
    return value;
}

// One part of a list: which values it names.
Result<std::vector<unsigned>> read_part(const Field& field, std::string_view part) {
    auto range = part;
    unsigned step = 1;
    if (const auto slash = part.find('/'); slash != std::string_view::npos) {
        range = part.substr(0, slash);
        const auto written = number(part.substr(slash + 1));
        if (!written || *written == 0) return wrong(field, part, "has no step of 1 or more");
        step = *written;
        if (range != "*" && range.find('-') == std::string_view::npos) {
            return wrong(field, part, "has a step, but no range to step through");
        }
    }
    std::optional<unsigned> from = field.first;
    // Sunday is 0 here; the other one would only be a second time.
    std::optional<unsigned> to = field.last == 7 ? 6 : field.last;
    if (range != "*") {
        const auto dash = range.find('-');
        from = value_of(field, range.substr(0, dash));
        to = dash == std::string_view::npos ? from : value_of(field, range.substr(dash + 1));
        if (dash != std::string_view::npos && range.substr(dash + 1) == "sun") to = 7;
    }
    if (!from || !to) return wrong(field, part, "is not understood");
    if (*from > *to) return wrong(field, part, "ends before it begins");
    std::vector<unsigned> values;
    for (unsigned value = *from; value <= *to; value += step) values.push_back(value);
    return values;
}

template <std::size_t Size>
Result<void> read_field(const Field& field, std::string_view text, std::bitset<Size>& values) {
    for (const auto part : split(text, ',')) {
        const auto named = read_part(field, part);
        if (!named) return named.error();
        for (const auto value : *named) values.set(value % Size);
    }
    return {};
}

}  // namespace

Result<Cron> Cron::parse(std::string_view text) {
    std::string line = lower(trim(text));
    if (line.starts_with('@')) {
        const auto* found = std::ranges::find(
            nicknames, line, &std::pair<std::string_view, std::string_view>::first);
        if (found == nicknames.end()) {
            return Error{ErrorClass::input,
                         "there is no schedule \"" + line + "\"",
                         "known are @hourly, @daily, @weekly, @monthly and @yearly",
                         {}};
        }
        line = found->second;
    }
    std::vector<std::string_view> parts;
    for (const auto part : split(line, ' ')) {
        if (!part.empty()) parts.push_back(part);
    }
    if (parts.size() != fields.size()) {
        return Error{ErrorClass::input,
                     "a schedule has five fields, this one has " + std::to_string(parts.size()),
                     "minute, hour, day of the month, month, day of the week: \"15 2 * * *\" is "
                     "every night at a quarter past two",
                     {}};
    }
    Cron cron;
    for (const auto& read :
         {read_field(fields[0], parts[0], cron.minutes_),
          read_field(fields[1], parts[1], cron.hours_), read_field(fields[2], parts[2], cron.days_),
          read_field(fields[3], parts[3], cron.months_),
          read_field(fields[4], parts[4], cron.weekdays_)}) {
        if (!read) return read.error();
    }
    cron.any_day_ = parts[2].front() == '*' || parts[4].front() == '*';
    if (!cron.ever()) {
        return Error{ErrorClass::input,
                     "the day of the month \"" + std::string(parts[2]) +
                         "\" is in none of the months \"" + std::string(parts[3]) + "\"",
                     "the schedule would never run",
                     {}};
    }
    return cron;
}

bool Cron::on(Date local_day) const {
    const date::year_month_day civil{local_day};
    if (!months_.test(static_cast<unsigned>(civil.month()))) return false;
    const bool by_date = days_.test(static_cast<unsigned>(civil.day()));
    const bool by_weekday = weekdays_.test(date::weekday{local_day}.c_encoding());
    return any_day_ ? by_date && by_weekday : by_date || by_weekday;
}

bool Cron::ever() const {
    // A leap year and all weekdays of a 29 February lie within the 40 years from 2000 on.
    const Date first{date::year{2000} / 1 / 1};
    for (int i = 0; i < 40 * 366; ++i) {
        if (on(first + date::days(i))) return true;
    }
    return false;
}

std::optional<Instant> Cron::next(Instant after, const TimeZone& zone) const {
    // Local times that follow one another are instants that do so too (those that are skipped or
    // come again share or keep their order), so nothing before the local time of `after` counts.
    const auto start = zone.date_of(after);
    const Date last{date::year{9999} / 12 / 30};
    for (auto local_day = start; local_day <= last; local_day += date::days(1)) {
        if (!on(local_day)) continue;
        const auto midnight_ms = std::int64_t{local_day.time_since_epoch().count()} * day.ms;
        for (unsigned h = 0; h < hours_.size(); ++h) {
            if (!hours_.test(h)) continue;
            for (unsigned m = 0; m < minutes_.size(); ++m) {
                if (!minutes_.test(m)) continue;
                const LocalTime local{midnight_ms + h * hour.ms + m * minute.ms};
                const auto at = zone.to_instant(local, Ambiguous::earlier).instant;
                if (at > after) return at;
            }
        }
    }
    return std::nullopt;
}

}  // namespace underpin

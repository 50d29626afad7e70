#include "base/posix_rule.h"

#include <algorithm>
#include <date/date.h>
#include <optional>
#include <tuple>

namespace underpin {
namespace {

constexpr std::int64_t day_s = 86'400;

// A yearly moment of local time.
struct YearlyMoment {
    enum class Kind { julian, zero_based, month };  // J60, 59, M3.5.0
    Kind kind = Kind::month;
    int day = 0;  // of the year
    int month = 0, week = 0, weekday = 0;
    std::int64_t time_s = 7200;  // after midnight; 02:00 unless it is said

    // Seconds of the local clock face since 1970.
    [[nodiscard]] std::int64_t in(date::year year) const {
        return first_of(year).time_since_epoch().count() * day_s + time_s;
    }

  private:
    [[nodiscard]] date::sys_days first_of(date::year year) const {
        const date::sys_days new_year{year / 1 / 1};
        switch (kind) {
            case Kind::julian: {  // 1..365, February 29th is never counted
                const int leap_day = year.is_leap() && day >= 60 ? 1 : 0;
                return new_year + date::days{day - 1 + leap_day};
            }
            case Kind::zero_based: return new_year + date::days{day};
            case Kind::month: break;
        }
        const date::weekday on{static_cast<unsigned>(weekday)};
        const date::year_month in_month = year / month;
        if (week == 5) return date::sys_days{in_month / on[date::last]};
        return date::sys_days{in_month / on[static_cast<unsigned>(week)]};
    }
};

struct Rule {
    std::string standard, daylight;  // abbreviations
    std::int64_t standard_s = 0, daylight_s = 0;
    YearlyMoment start, end;  // of daylight saving
    bool has_daylight = false;
};

class Reader {
  public:
    explicit Reader(std::string_view text) : rest_(text) {}

    std::optional<Rule> read() {
        Rule rule;
        if (!name(rule.standard) || !offset(rule.standard_s)) return std::nullopt;
        if (rest_.empty()) return rule;
        rule.has_daylight = true;
        rule.daylight_s = rule.standard_s + 3600;
        if (!name(rule.daylight)) return std::nullopt;
        if (!rest_.starts_with(',') && !offset(rule.daylight_s)) return std::nullopt;
        if (!skip(',') || !moment(rule.start)) return std::nullopt;
        if (!skip(',') || !moment(rule.end) || !rest_.empty()) return std::nullopt;
        return rule;
    }

  private:
    bool skip(char c) {
        if (!rest_.starts_with(c)) return false;
        rest_.remove_prefix(1);
        return true;
    }

    // Letters, or anything between < and >.
    bool name(std::string& into) {
        const bool quoted = skip('<');
        const auto is_letter = [](char c) {
            return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
        };
        std::size_t size = 0;
        while (size < rest_.size() && (quoted ? rest_[size] != '>' : is_letter(rest_[size])))
            ++size;
        into = rest_.substr(0, size);
        rest_.remove_prefix(size);
        return size > 0 && (!quoted || skip('>'));
    }

    bool number(int& into, int least, int most) {
        std::size_t size = 0;
        into = 0;
        while (size < rest_.size() && size < 4 && rest_[size] >= '0' && rest_[size] <= '9') {
            into = into * 10 + (rest_[size++] - '0');
        }
        rest_.remove_prefix(size);
        return size > 0 && into >= least && into <= most;
    }

    // [+-]hours[:minutes[:seconds]]
    bool time(std::int64_t& into) {
        const bool negative = skip('-');
        if (!negative) skip('+');
        int hours = 0;
        int minutes = 0;
        int seconds = 0;
        if (!number(hours, 0, 167)) return false;
        if (skip(':') && !number(minutes, 0, 59)) return false;
        if (skip(':') && !number(seconds, 0, 59)) return false;
        into = (hours * 60 + minutes) * 60 + seconds;
        if (negative) into = -into;
        return true;
    }

    // POSIX counts what is added to local time to get UTC.
    bool offset(std::int64_t& into) {
        if (!time(into)) return false;
        into = -into;
        return true;
    }

    bool moment(YearlyMoment& into) {
        if (skip('M')) {
            into.kind = YearlyMoment::Kind::month;
            if (!number(into.month, 1, 12) || !skip('.') || !number(into.week, 1, 5) ||
                !skip('.') || !number(into.weekday, 0, 6)) {
                return false;
            }
        } else if (skip('J')) {
            into.kind = YearlyMoment::Kind::julian;
            if (!number(into.day, 1, 365)) return false;
        } else {
            into.kind = YearlyMoment::Kind::zero_based;
            if (!number(into.day, 0, 365)) return false;
        }
        return !skip('/') || time(into.time_s);
    }

    std::string_view rest_;
};

date::year year_of(std::int64_t time_s) {
    const date::sys_seconds time{std::chrono::seconds{time_s}};
    return date::year_month_day{date::floor<date::days>(time)}.year();
}

}  // namespace

Result<std::vector<RuleTransition>> transitions_by_rule(std::string_view text, std::int64_t after_s,
                                                        std::int64_t until_s) {
    const auto rule = Reader(text).read();
    if (!rule) {
        return Error{
            ErrorClass::unsupported,
            "the time zone data has a rule \"" + std::string(text) + "\" that is not POSIX's",
            "install the system's own time zone data",
            {}};
    }
    std::vector<RuleTransition> transitions;
    if (!rule->has_daylight) return transitions;
    const auto add = [&](std::int64_t from_s, std::int64_t offset_s, const std::string& name) {
        if (after_s < from_s && from_s < until_s) transitions.push_back({from_s, offset_s, name});
    };
    // A moment may lie some days outside of the year that it is counted from.
    const date::year last = year_of(until_s) + date::years{1};
    for (date::year year = year_of(after_s) - date::years{1}; year <= last; ++year) {
        add(rule->end.in(year)-rule->daylight_s, rule->standard_s, rule->standard);
        add(rule->start.in(year)-rule->standard_s, rule->daylight_s, rule->daylight);
    }
    // Daylight saving that lasts all year ends as it starts again: the start is the later one.
    std::stable_sort(transitions.begin(), transitions.end(), [&](const auto& a, const auto& b) {
        const auto is_start = [&](const RuleTransition& t) {
            return t.offset_s == rule->daylight_s;
        };
        return std::tuple(a.from_s, is_start(a)) < std::tuple(b.from_s, is_start(b));
    });
    return transitions;
}

}  // namespace underpin

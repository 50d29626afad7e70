// Calendars and service clocks against a walk from minute to minute: every zone of the database
// around each of its transitions from 2007 to 2027, and whole years of the odd ones.
//
// The walk knows nothing of gaps and doubled hours. It asks the date library what the clock on the
// wall shows at each UTC minute, and finds a local time by looking along what was seen.
#include <algorithm>
#include <date/tz.h>
#include <gtest/gtest.h>
#include <map>
#include <random>

#include "domain/calendar.h"
#include "unit/time_literals.h"

namespace underpin {
namespace {

using std::chrono::seconds;

constexpr std::int64_t minutes_of_day = 1440;
constexpr std::int64_t reach = 30 * 60;  // no wall clock is further from UTC

std::int64_t minute_of(Instant instant) { return instant.ms / minute.ms; }

// What the wall clock shows, in minutes counted as if it were UTC, at each minute of a range.
class Walk {
  public:
    Walk(const date::time_zone& zone, std::int64_t from, std::int64_t to) : from_(from) {
        for (std::int64_t t = from; t < to; ++t) {
            const auto info = zone.get_info(date::sys_seconds{seconds{t * 60}});
            shown_.push_back(t + info.offset.count() / 60);
        }
    }

    [[nodiscard]] std::int64_t end() const {
        return from_ + static_cast<std::int64_t>(shown_.size());
    }
    [[nodiscard]] std::int64_t shown(std::int64_t t) const {
        return shown_[static_cast<std::size_t>(t - from_)];
    }

    // The first minute at which the clock shows this or has jumped past it.
    [[nodiscard]] std::int64_t first_at(std::int64_t wanted) const {
        std::int64_t t = std::max(from_, wanted - reach);
        while (t < end() && shown(t) < wanted) ++t;
        return t;
    }
    // The last minute at which it shows this; if none does, where it jumped past.
    [[nodiscard]] std::int64_t last_at(std::int64_t wanted) const {
        std::int64_t t = std::min(end() - 1, wanted + reach);
        while (t >= std::max(from_, wanted - reach) && shown(t) != wanted) --t;
        return t < std::max(from_, wanted - reach) ? first_at(wanted) : t;
    }

  private:
    std::int64_t from_;
    std::vector<std::int64_t> shown_;
};

// The hours of a local day, as documents say it: days over holidays over the week.
std::vector<OpenHours> hours_of(const Calendar& calendar, std::int64_t local_day) {
    const Date day{date::days{static_cast<int>(local_day)}};
    if (calendar.days.contains(day)) return calendar.days.at(day);
    if (calendar.holidays.contains(day)) return {};
    return calendar.open[(date::weekday{day} - date::Monday).count() % 7];
}

// Which of the minutes [from, to) are service, day by day and window by window.
std::vector<bool> walked_service(const Calendar& calendar, const Walk& walk, std::int64_t from,
                                 std::int64_t to) {
    std::vector<bool> open(static_cast<std::size_t>(to - from), false);
    const std::int64_t last_day = walk.shown(to) / minutes_of_day;
    for (std::int64_t day = walk.shown(from) / minutes_of_day - 1; day <= last_day + 1; ++day) {
        for (const OpenHours& hours : hours_of(calendar, day)) {
            const std::int64_t opening = walk.first_at(day * minutes_of_day + hours.from_minute);
            const std::int64_t closing = walk.last_at(day * minutes_of_day + hours.to_minute);
            for (std::int64_t t = std::max(opening, from); t < std::min(closing, to); ++t) {
                open[static_cast<std::size_t>(t - from)] = true;
            }
        }
    }
    return open;
}

void expect_same(const Calendar& calendar, const Walk& walk, std::int64_t from, std::int64_t to) {
    const Span range{{from * minute.ms}, {to * minute.ms}};
    const std::vector<bool> open = walked_service(calendar, walk, from, to);
    Spans walked;
    for (std::int64_t t = from; t < to; ++t) {
        if (!open[static_cast<std::size_t>(t - from)]) continue;
        const Span one{{t * minute.ms}, {(t + 1) * minute.ms}};
        if (!walked.empty() && walked.back().to == one.from) {
            walked.back().to = one.to;
        } else {
            walked.push_back(one);
        }
    }
    const Spans service = service_spans(calendar, range);
    ASSERT_EQ(service, walked) << calendar.time_zone << " around " << format_instant(range.from);

    const ServiceClock clock(service, range);
    std::int64_t before = 0;
    for (std::int64_t t = from; t < to; ++t) {
        const bool is_open = open[static_cast<std::size_t>(t - from)];
        const Instant half_past{t * minute.ms + minute.ms / 2};
        ASSERT_EQ(clock.until({t * minute.ms}).ms, before * minute.ms) << calendar.time_zone;
        ASSERT_EQ(clock.until(half_past).ms, before * minute.ms + (is_open ? minute.ms / 2 : 0));
        before += is_open ? 1 : 0;
    }
    ASSERT_EQ(clock.until(range.to).ms, before * minute.ms);
}

// Windows that begin and end around a clock face, with the edges of the day among them.
std::vector<OpenHours> hours_around(std::int64_t minute_of_day, std::mt19937& random) {
    std::vector<OpenHours> windows;
    const auto near = [&] {
        const std::int64_t shift = static_cast<std::int64_t>(random() % 241) - 120;
        const std::int64_t place = random() % 8 == 0   ? 0
                                   : random() % 8 == 0 ? minutes_of_day
                                                       : minute_of_day + shift;
        return static_cast<int>(std::clamp<std::int64_t>(place, 0, minutes_of_day));
    };
    for (std::size_t count = 1 + random() % 3; count > 0; --count) {
        const int a = near();
        const int b = near();
        if (a != b) windows.push_back({std::min(a, b), std::max(a, b)});
    }
    return windows;
}

struct Transition {
    std::int64_t minute = 0;
    std::int64_t offset_s = 0;
    bool operator<(const Transition& other) const {
        return std::pair(minute, offset_s) < std::pair(other.minute, other.offset_s);
    }
};

std::vector<Transition> transitions_of(const date::time_zone& zone, int first_year, int last_year) {
    std::vector<Transition> transitions;
    const date::sys_seconds end{Date{date::year{last_year + 1} / 1 / 1}};
    auto info = zone.get_info(date::sys_seconds{Date{date::year{first_year} / 1 / 1}});
    while (info.end < end) {
        info = zone.get_info(info.end);
        transitions.push_back({info.begin.time_since_epoch().count() / 60, info.offset.count()});
    }
    return transitions;
}

TEST(CalendarWalk, AgreesAroundEveryTransitionOfEveryZone) {
    // Names that share all their transitions are one zone.
    std::map<std::vector<Transition>, const date::time_zone*> zones;
    for (const date::time_zone& zone : date::get_tzdb().zones) {
        if (!TimeZone::find(zone.name())) continue;
        auto transitions = transitions_of(zone, 2007, 2027);
        if (!transitions.empty()) zones.emplace(std::move(transitions), &zone);
    }
    EXPECT_GT(zones.size(), 100U);

    std::mt19937 random(20240331);
    for (const auto& [transitions, zone] : zones) {
        for (const Transition& transition : transitions) {
            const std::int64_t at_minute = transition.minute;
            // Two days on either side hold every local day of the half day that is compared.
            const Walk walk(*zone, at_minute - 2 * minutes_of_day - 720,
                            at_minute + 2 * minutes_of_day + 720);
            Calendar calendar;
            calendar.time_zone = zone->name();
            for (auto& windows : calendar.open) {
                const std::int64_t face = walk.shown(at_minute - (random() % 2 == 0 ? 1 : 0));
                windows = hours_around(face % minutes_of_day, random);
            }
            expect_same(calendar, walk, at_minute - 360, at_minute + 360);
            if (HasFatalFailure()) return;
        }
    }
}

TEST(CalendarWalk, AgreesOverWholeYearsOfOddZones) {
    struct Year {
        const char* zone;
        int year;
    };
    for (const Year& year : {Year{"Europe/London", 2024}, Year{"Asia/Kathmandu", 2024},
                             Year{"Australia/Lord_Howe", 2024}, Year{"Pacific/Chatham", 2024},
                             Year{"America/Sao_Paulo", 2018}, Year{"Asia/Beirut", 2023},
                             Year{"Pacific/Apia", 2011}, Year{"America/St_Johns", 2010},
                             Year{"Africa/Casablanca", 2023}, Year{"Antarctica/Troll", 2024}}) {
        const date::time_zone& zone = *date::locate_zone(year.zone);
        const Instant from{Date{date::year{year.year} / 1 / 1}.time_since_epoch().count() * day.ms};
        const std::int64_t begin = minute_of(from) - 5 * minutes_of_day;
        const std::int64_t end = minute_of(from) + 371 * minutes_of_day;
        const Walk walk(zone, begin - 3 * minutes_of_day, end + 3 * minutes_of_day);
        Calendar calendar;
        calendar.time_zone = year.zone;
        calendar.open.fill({{0, 90}, {540, 750}, {810, 1050}, {1320, 1440}});
        calendar.open[5] = {{0, 1440}};
        calendar.open[6] = {};
        const date::year y{year.year};
        // The turns of the year, a part of a day, hours on a Sunday, a whole day, and closed ones.
        for (const Date holiday : {Date{y / 1 / 1}, Date{y / 1 / 2}, Date{y / 12 / 25},
                                   Date{y / 12 / 31}, Date{(y + date::years{1}) / 1 / 1}}) {
            calendar.holidays.insert(holiday);
        }
        calendar.days[Date{y / 12 / 24}] = {{540, 720}};
        calendar.days[Date{y / 12 / 25}] = {{600, 601}};
        calendar.days[Date{y / date::March / date::Sunday[date::last]}] = {{30, 100}, {150, 1440}};
        calendar.days[Date{y / date::October / date::Sunday[date::last]}] = {{60, 150}, {90, 1440}};
        calendar.days[Date{y / 6 / 3}] = {};
        expect_same(calendar, walk, begin, end);
        if (HasFatalFailure()) return;
    }
}

}  // namespace
}  // namespace underpin

#include "work/demo/working_hours.h"

#include <algorithm>

#include "work/demo/holidays.h"

namespace underpin::demo {

WorkingHours::WorkingHours(const Timeline& timeline, int open, int close, bool saturday,
                           std::string_view country)
    : open_(open), close_(close), saturday_(saturday) {
    if (country.empty()) return;
    const date::year_month_day first{timeline.first_day()};
    const date::year_month_day last{timeline.end_day()};
    for (const Holiday& holiday :
         holidays(country, static_cast<int>(first.year()), static_cast<int>(last.year()))) {
        holidays_.push_back(holiday.date);
    }
}

WorkingHours WorkingHours::always() { return {0, static_cast<int>(minutes_a_day)}; }

bool WorkingHours::works_on(Date date) const {
    if (every_day_) return true;
    const date::weekday day{date};
    if (day == date::Sunday || (day == date::Saturday && !saturday_)) return false;
    return !std::binary_search(holidays_.begin(), holidays_.end(), date);
}

Minutes WorkingHours::after(Minutes start, Minutes work) const {
    Date date = date_of(start);
    Minutes at = std::max(start, opening(date));
    while (true) {
        const Minutes close = midnight_of(date) + close_;
        const Minutes left = works_on(date) && at < close ? close - at : 0;
        if (work <= left) return at + work;
        work -= left;
        date += date::days(1);
        at = opening(date);
    }
}

}  // namespace underpin::demo

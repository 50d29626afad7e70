#include "domain/working_days.h"

namespace underpin {
namespace {

// A calendar that never opens must not hang us: ten years without enough working days is no answer.
constexpr int days_to_look = 3660;

std::optional<Date> count_days(const Calendar& calendar, Date at, int count, date::days step) {
    if (count <= 0) return at;
    for (int looked = 0; looked < days_to_look; ++looked) {
        at += step;
        if (opens_on(calendar, at) && --count == 0) return at;
    }
    return std::nullopt;
}

}  // namespace

bool opens_on(const Calendar& calendar, Date date) {
    if (calendar.always) return true;
    if (const auto special = calendar.days.find(date); special != calendar.days.end()) {
        return !special->second.empty();
    }
    if (calendar.holidays.contains(date)) return false;
    return !calendar.open[date::weekday(date).iso_encoding() - 1].empty();
}

std::optional<Date> working_day_after(const Calendar& calendar, Date date, int count) {
    return count_days(calendar, date, count, date::days(1));
}

std::optional<Date> working_day_before(const Calendar& calendar, Date date, int count) {
    return count_days(calendar, date, count, date::days(-1));
}

}  // namespace underpin

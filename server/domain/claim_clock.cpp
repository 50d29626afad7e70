#include "domain/claim_clock.h"

namespace underpin {
namespace {

// A calendar that never opens must not hang us: ten years without a working day is no window.
constexpr int days_to_look_ahead = 3660;

std::optional<Date> after_working_days(const Calendar& calendar, Date last, int count) {
    if (count <= 0) return last;
    Date at = last;
    for (int looked = 0; looked < days_to_look_ahead; ++looked) {
        at += date::days(1);
        if (opens_on(calendar, at) && --count == 0) return at;
    }
    return std::nullopt;
}

Date after_periods(const PeriodRule& rule, Date last, int count) {
    Period period = period_holding(rule, last);
    for (int i = 0; i < count; ++i) period = next_period(rule, period);
    return period.end - date::days(1);
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

std::optional<Date> claim_deadline(const ClaimTerms& terms, Date last, const PeriodRule& rule,
                                   const Calendar& calendar) {
    if (terms.days) return last + date::days(*terms.days);
    if (terms.working_days) return after_working_days(calendar, last, *terms.working_days);
    if (terms.billing_periods) return after_periods(rule, last, *terms.billing_periods);
    return std::nullopt;
}

}  // namespace underpin

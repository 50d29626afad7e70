#include "domain/claim_clock.h"

#include "domain/working_days.h"

namespace underpin {
namespace {

Date after_periods(const PeriodRule& rule, Date last, int count) {
    Period period = period_holding(rule, last);
    for (int i = 0; i < count; ++i) period = next_period(rule, period);
    return period.end - date::days(1);
}

}  // namespace

std::optional<Date> claim_deadline(const ClaimTerms& terms, Date last, const PeriodRule& rule,
                                   const Calendar& calendar) {
    if (terms.days) return last + date::days(*terms.days);
    if (terms.working_days) return working_day_after(calendar, last, *terms.working_days);
    if (terms.billing_periods) return after_periods(rule, last, *terms.billing_periods);
    return std::nullopt;
}

}  // namespace underpin

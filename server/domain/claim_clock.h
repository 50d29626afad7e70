// The claim clock: until which local day a credit may be claimed. Pure; any thread.
#pragma once

#include <optional>

#include "domain/calendar.h"
#include "domain/contract.h"
#include "domain/period.h"

namespace underpin {

// The last local day of the window that follows a period whose last day is `last`; none where the
// terms set no window. `days` counts local calendar days after `last`, `working_days` days on which
// `calendar` opens at all, `billing_periods` the periods of `rule` that follow the one with `last`.
[[nodiscard]] std::optional<Date> claim_deadline(const ClaimTerms& terms, Date last,
                                                 const PeriodRule& rule, const Calendar& calendar);

}  // namespace underpin

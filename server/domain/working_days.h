// Working days of a calendar, counted forwards (claim windows) and backwards (notice). A working
// day is one on which the calendar opens at all. Pure; any thread.
#pragma once

#include <optional>

#include "domain/calendar.h"

namespace underpin {

// True where the calendar opens at all on that local date.
[[nodiscard]] bool opens_on(const Calendar& calendar, Date date);

// The count-th working day after `date`, and before it; `date` itself for 0. None where the
// calendar has not that many within ten years.
[[nodiscard]] std::optional<Date> working_day_after(const Calendar& calendar, Date date, int count);
[[nodiscard]] std::optional<Date> working_day_before(const Calendar& calendar, Date date,
                                                     int count);

}  // namespace underpin

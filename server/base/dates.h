// Arithmetic on local calendar dates.
#pragma once

#include "base/instant.h"

namespace underpin {

// The same day that many months on (or back); a day that the month does not have becomes its last.
[[nodiscard]] Date plus_months(Date date, int count);

}  // namespace underpin

// Public holidays of the demonstration's countries, computed by their rules for any year.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/instant.h"

namespace underpin::demo {

struct Holiday {
    Date date;
    std::string name;
};

// DE, FR, GB (England), IE, IN, NL, PL or US; in order of their dates, both years included.
[[nodiscard]] std::vector<Holiday> holidays(std::string_view country, int first_year,
                                            int last_year);

// The same as lines of a YAML list below `holidays:` in a calendar's spec.
[[nodiscard]] std::string holiday_lines(std::string_view country, int first_year, int last_year);

}  // namespace underpin::demo

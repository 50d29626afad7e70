// The 24 months of the demonstration, counted from its first one (month 0), and the dates that its
// documents name relative to them.
#pragma once

#include <date/date.h>
#include <string>
#include <string_view>

#include "base/instant.h"

namespace underpin::demo {

inline constexpr int month_count = 24;

// Minutes of a local clock face since 1970-01-01 00:00, whatever the zone.
using Minutes = std::int64_t;

inline constexpr Minutes minutes_a_day = 24 * 60;

class Timeline {
  public:
    // The last month is the last complete one before `now`, by UTC.
    explicit Timeline(Instant now);

    [[nodiscard]] Date month(int number) const;  // first day of month 0..24, or before and after
    [[nodiscard]] int month_of(Date date) const;
    [[nodiscard]] std::string label(int number) const;  // "2025-03"

    // Days from month 0 to the end of month 23.
    [[nodiscard]] Date first_day() const { return month(0); }
    [[nodiscard]] Date end_day() const { return month(month_count); }

    // Puts dates into a document: {{m3}} is the first day of month 3, {{m3+9}} nine days later,
    // {{m0-1}} the day before month 0, {{m-6}} half a year before it, {{label 12}} a month's label
    // and {{holidays GB}} a list of the country's holidays in all the years that the months touch.
    [[nodiscard]] std::string fill(std::string_view text) const;

  private:
    [[nodiscard]] std::string value_of(std::string_view name) const;

    date::year_month first_;
};

[[nodiscard]] Minutes midnight_of(Date date);
[[nodiscard]] Date date_of(Minutes at);

}  // namespace underpin::demo

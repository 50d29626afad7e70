// Service calendars: weekly local hours, holidays and special days, compiled to spans and to a
// by-day table that answers "service time between two instants" in constant time.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "base/time_zone.h"
#include "domain/spans.h"

namespace underpin {

// Local hours of one day, minutes after midnight, 0 <= from < to <= 1440.
struct OpenHours {
    int from_minute = 0;
    int to_minute = 0;
    bool operator==(const OpenHours&) const = default;
};

struct Calendar {
    std::string id;
    std::string name;
    std::string time_zone;                        // ignored for `always`
    std::array<std::vector<OpenHours>, 7> open;   // Monday first
    std::set<Date> holidays;                      // closed
    std::map<Date, std::vector<OpenHours>> days;  // their own hours; win over open and holidays
    bool always = false;

    [[nodiscard]] static const Calendar& around_the_clock();  // id "always"
};

// The service time of the calendar in [range.from, range.to), by scoring.md "Calendars".
// The zone must exist (documents are checked for it); a Failure otherwise.
[[nodiscard]] Spans service_spans(const Calendar& calendar, Span range);

// Service time compiled over a range; outside of the range there is none. Immutable, thread safe.
class ServiceClock {
  public:
    ServiceClock(Spans service, Span range);

    // Service time in [range.from, t).
    [[nodiscard]] Duration until(Instant t) const;
    [[nodiscard]] Duration between(Instant from, Instant to) const;  // 0 where to <= from

    [[nodiscard]] const Spans& spans() const { return spans_; }
    [[nodiscard]] Span range() const { return range_; }

    // The raw arrays, as the scorer interface hands them out (see underpin_clock in plugin.h).
    [[nodiscard]] const std::vector<std::int64_t>& from_ms() const { return from_ms_; }
    [[nodiscard]] const std::vector<std::int64_t>& to_ms() const { return to_ms_; }
    [[nodiscard]] const std::vector<std::int64_t>& before_ms() const { return before_ms_; }
    [[nodiscard]] const std::vector<std::uint32_t>& first_of_day() const { return first_; }
    [[nodiscard]] std::int64_t day0_ms() const { return day0_ms_; }

  private:
    Spans spans_;
    Span range_;
    // before_ms_[i]: service ms ahead of span i; one entry more, the whole.
    std::vector<std::int64_t> from_ms_, to_ms_, before_ms_;
    std::vector<std::uint32_t> first_;  // by UTC day: first span that ends after the day begins
    std::int64_t day0_ms_ = 0;
};

}  // namespace underpin

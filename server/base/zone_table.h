// One zone's offsets from UTC over all time, as a sorted table. Internal to base: everybody else
// uses TimeZone. Immutable once built, so safe from any thread.
//
// The date library answers from the compiled zone files, which name single transitions only up to
// a last one (2037 as Debian builds them) and then a rule; the library stops at the last one, so
// the rule is carried on here. The Gregorian calendar repeats after 400 years, weekdays included:
// so much is tabulated, and later instants are looked up that many years earlier.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/time_zone.h"

namespace underpin {

class ZoneTable {
  public:
    // From `from_ms` to the next segment's, local time is UTC plus the offset.
    struct Segment {
        std::int64_t from_ms;
        std::int64_t offset_ms;
        std::string abbreviation;
    };

    // The zone must be one that the date library knows.
    explicit ZoneTable(const std::string& name);
    // For tests: a table of its own.
    ZoneTable(std::string name, std::vector<Segment> segments);

    [[nodiscard]] const std::string& name() const { return name_; }
    [[nodiscard]] const Segment& at(Instant instant) const;
    [[nodiscard]] LocalToInstant to_instant(LocalTime local, Ambiguous choice) const;

  private:
    // How many milliseconds later than the tabulated instant that behaves alike.
    [[nodiscard]] std::int64_t cycles_after(std::int64_t ms) const;
    [[nodiscard]] std::size_t index_at(std::int64_t ms) const;
    void add(std::int64_t from_ms, std::int64_t offset_ms, const std::string& abbreviation);
    void add_listed_transitions();
    void add_rule();

    std::string name_;
    std::vector<std::int64_t> from_ms_;  // of each segment: what is searched stays in the cache
    std::vector<Segment> segments_;
    std::int64_t repeats_from_ms_ = INT64_MAX;
};

}  // namespace underpin

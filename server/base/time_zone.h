// Local time through the system's time zone database.
#pragma once

#include <string>
#include <string_view>

#include "base/instant.h"
#include "base/result.h"

namespace underpin {

class ZoneTable;

// Milliseconds of a local clock face, counted as if it were UTC.
struct LocalTime {
    std::int64_t ms = 0;
    auto operator<=>(const LocalTime&) const = default;
};

enum class LocalKind { unique, nonexistent, ambiguous };
enum class Ambiguous { earlier, later };

struct LocalToInstant {
    Instant instant;
    LocalKind kind;
};

// A borrowed, immortal zone; cheap to copy, safe from any thread.
class TimeZone {
  public:
    [[nodiscard]] static Result<TimeZone> find(std::string_view name);  // "Europe/London", "UTC"
    [[nodiscard]] static const TimeZone& utc();

    [[nodiscard]] const std::string& name() const;
    // A nonexistent local time becomes the transition; an ambiguous one what the caller says.
    [[nodiscard]] LocalToInstant to_instant(LocalTime local,
                                            Ambiguous choice = Ambiguous::earlier) const;
    [[nodiscard]] LocalTime to_local(Instant instant) const;
    // The instant at which the local date begins (its first existing instant).
    [[nodiscard]] Instant midnight(Date date) const;
    // Clamped to the years 0001..9999.
    [[nodiscard]] Date date_of(Instant instant) const;
    // "2024-03-31 09:00 BST" for people.
    [[nodiscard]] std::string format(Instant instant) const;

  private:
    explicit TimeZone(const ZoneTable* table) : table_(table) {}
    const ZoneTable* table_;
};

// The tz data's version ("2024a"): from the data itself, else from the installed package.
[[nodiscard]] const std::string& tz_data_version();

}  // namespace underpin

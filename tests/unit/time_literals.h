// Instants, dates and zones from their texts, and readable failures, for tests.
#pragma once

#include <ostream>
#include <string>
#include <string_view>

#include "base/instant.h"
#include "base/time_zone.h"
#include "domain/spans.h"

namespace underpin {

inline Instant at(std::string_view text) { return require(parse_instant(text)); }

inline Date on(std::string_view text) { return require(parse_date(text)); }

inline TimeZone zone_of(std::string_view name) { return require(TimeZone::find(name)); }

// A clock face: local("2024-03-31T01:30") whatever the zone.
inline LocalTime local(std::string_view text) { return {at(std::string(text) + "Z").ms}; }

// How GoogleTest writes them.
inline void PrintTo(Instant value, std::ostream* out) { *out << format_instant(value); }

inline void PrintTo(Duration value, std::ostream* out) { *out << format_duration(value); }

inline void PrintTo(const Span& value, std::ostream* out) {
    *out << "[" << format_instant(value.from) << ", " << format_instant(value.to) << ")";
}

}  // namespace underpin

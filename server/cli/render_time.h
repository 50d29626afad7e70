// Instants and periods as people of a time zone read them. Pure; any thread.
#pragma once

#include <string>

#include "base/time_zone.h"
#include "domain/spans.h"

namespace underpin {

// The zone of that name, or UTC where the name is unknown (a document that was checked knows it).
[[nodiscard]] TimeZone zone_or_utc(const std::string& name);
// "2024-03-31 09:00 BST", with seconds only where there are any.
[[nodiscard]] std::string time_text(const TimeZone& zone, Instant instant);
// "2024-03-01 to 2024-03-31" for whole local days, else from instant to instant.
[[nodiscard]] std::string range_text(const TimeZone& zone, Span span);

}  // namespace underpin

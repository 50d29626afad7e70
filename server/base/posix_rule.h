// Transitions by a POSIX time zone rule, as the zone files carry one for the years after their last
// listed transition: "GMT0BST,M3.5.0/1,M10.5.0". Internal to base, pure, safe from any thread.
//
// The date library reads such rules too, but not as C++20, nor times of day below 0 or above 24
// hours, which Greenland, Gaza and Cairo need.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace underpin {

struct RuleTransition {
    std::int64_t from_s;    // seconds since 1970-01-01T00:00:00Z
    std::int64_t offset_s;  // of local time from then on
    std::string abbreviation;
};

// The transitions in (after_s, until_s), in order; none for a rule without daylight saving.
[[nodiscard]] Result<std::vector<RuleTransition>> transitions_by_rule(std::string_view rule,
                                                                      std::int64_t after_s,
                                                                      std::int64_t until_s);

}  // namespace underpin

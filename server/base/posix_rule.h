// Transitions by a POSIX time zone rule. Internal to base, and plain C++17: the date library's
// reader of such rules does not compile as C++20, where std::chrono has the same names.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace underpin {

struct RuleTransition {
    std::int64_t from_s;    // seconds since 1970-01-01T00:00:00Z
    std::int64_t offset_s;  // of local time from then on
    std::string abbreviation;
};

// The transitions in (after_s, until_s) by a rule such as "GMT0BST,M3.5.0/1,M10.5.0"; throws
// std::runtime_error for text that is none.
std::vector<RuleTransition> transitions_by_rule(const std::string& rule, std::int64_t after_s,
                                                std::int64_t until_s);

}  // namespace underpin

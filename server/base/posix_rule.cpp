#include "base/posix_rule.h"

#include <date/ptz.h>

namespace underpin {

std::vector<RuleTransition> transitions_by_rule(const std::string& rule, std::int64_t after_s,
                                                std::int64_t until_s) {
    const Posix::time_zone zone{rule};
    const date::sys_seconds after{std::chrono::seconds{after_s}};
    const date::sys_seconds until{std::chrono::seconds{until_s}};
    std::vector<RuleTransition> transitions;
    for (date::sys_info info = zone.get_info(after); info.end < until;) {
        info = zone.get_info(info.end);
        transitions.push_back({info.begin.time_since_epoch().count(), info.offset.count(), info.abbrev});
    }
    return transitions;
}

}  // namespace underpin

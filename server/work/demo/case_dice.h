// How long cases take in the demonstration.
#pragma once

#include <optional>

#include "work/demo/evidence.h"
#include "work/demo/working_hours.h"

namespace underpin::demo {

// Minutes of work on a case with a limit: so many in a thousand take longer than it.
[[nodiscard]] inline Minutes handling(Random& random, Minutes limit, std::int64_t late_per_mille) {
    if (random.chance(late_per_mille)) return limit + limit * random.around(2, 160) / 100 + 1;
    return 1 + limit * random.between(4, 97) / 100 * random.between(25, 100) / 100;
}

// What the export, taken at the end of the last month, knows of something that happens at `at`:
// most of what was still open then had been finished in the last hours.
[[nodiscard]] inline std::optional<Minutes> known(const Stage& stage, Random& random,
                                                  Minutes opened, Minutes at) {
    const Minutes end = midnight_of(stage.timeline.end_day());
    if (at < end) return at;
    if (random.chance(150)) return std::nullopt;
    return std::max(opened, end - random.between(1, 600));
}

[[nodiscard]] inline Minutes opened_on(Random& random, const WorkingHours& hours, Date date) {
    return hours.opening(date) + random.below(hours.length());
}

}  // namespace underpin::demo

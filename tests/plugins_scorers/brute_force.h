// scoring.md done the slow way, one tick at a time, for property tests of the scorers. A tick is
// `tick_ms` long; nothing here shares code with the SDK or the scorers.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "scorer_bench.h"

namespace underpin::bench {

// A small world of `ticks` ticks of time in which everything is a yes or no a tick.
struct World {
    std::int64_t tick_ms = 1;
    std::int64_t ticks = 0;
    std::vector<bool> hours, excluded, covered;
    struct Window {
        std::int64_t from = 0, to = 0;
        std::set<std::string> components;
    };
    std::vector<Window> partials;
    bool count_as_up = false;
    std::int64_t as_of = 0;  // in ticks

    [[nodiscard]] bool serves(std::int64_t t) const {  // service time less whole exclusions
        const auto i = static_cast<std::size_t>(t);
        return hours[i] && (count_as_up || !excluded[i]);
    }
};

struct SlowInterval {
    std::int64_t from = 0, to = 0;  // ticks
    bool open = false;
    std::string component = {};
    std::int64_t impact = 1'000'000;
};

struct SlowRules {
    std::int64_t merge_gap = 0, min_duration = 0, whole_units = 0;  // ticks
    std::int64_t min_impact = 0;
    bool by_impact = false;
};

struct SlowOutage {
    std::vector<SlowInterval> intervals;
    std::int64_t from = 0, to = 0, kept_to = 0;
    bool open = false;
};

inline std::vector<SlowOutage> slow_outages(std::vector<SlowInterval> intervals,
                                            const SlowRules& rules) {
    std::vector<SlowOutage> outages;
    for (const auto& interval : intervals) {
        if (interval.impact == 0 || interval.impact < rules.min_impact) continue;
        if (rules.by_impact && interval.to - interval.from < rules.min_duration) continue;
        outages.push_back({{interval}, interval.from, interval.to, 0, interval.open});
    }
    const std::int64_t gap = rules.by_impact ? 0 : rules.merge_gap;
    for (bool joined = true; joined;) {  // any two that are near enough become one
        joined = false;
        for (std::size_t a = 0; a < outages.size() && !joined; ++a) {
            for (std::size_t b = 0; b < outages.size() && !joined; ++b) {
                if (a == b || outages[b].from < outages[a].from) continue;
                if (outages[b].from - outages[a].to > gap) continue;
                auto& one = outages[a];
                const auto& two = outages[b];
                one.intervals.insert(one.intervals.end(), two.intervals.begin(),
                                     two.intervals.end());
                one.to = std::max(one.to, two.to);
                one.open = one.open || two.open;
                outages.erase(outages.begin() + static_cast<std::ptrdiff_t>(b));
                joined = true;
            }
        }
    }
    std::vector<SlowOutage> kept;
    for (auto& outage : outages) {
        const std::int64_t size = outage.to - outage.from;
        if (!rules.by_impact && size < rules.min_duration) continue;
        const bool cut = !rules.by_impact && rules.whole_units > 0;
        outage.kept_to =
            cut ? outage.from + size / rules.whole_units * rules.whole_units : outage.to;
        kept.push_back(outage);
    }
    return kept;
}

// The weight of an outage at tick t, in millionths: before exclusions, and after partial ones.
inline std::int64_t slow_weight(const World& world, const SlowOutage& outage, std::int64_t t,
                                bool by_impact, bool after) {
    if (t < outage.from || t >= outage.kept_to) return 0;
    std::vector<SlowInterval> here;
    for (const auto& interval : outage.intervals) {
        if (interval.from <= t && t < interval.to) here.push_back(interval);
    }
    std::int64_t weight = by_impact ? 0 : 1'000'000;
    for (const auto& interval : here) {
        if (by_impact) weight = std::max(weight, interval.impact);
    }
    if (!after) return weight;
    // Each window alone has to name the components of all of them.
    const auto& answering = here.empty() ? outage.intervals : here;
    for (const World::Window& window : world.partials) {
        if (t < window.from || t >= window.to) continue;
        const bool all_named = std::ranges::all_of(answering, [&](const SlowInterval& interval) {
            return window.components.contains(interval.component);
        });
        if (all_named) return 0;
    }
    return weight;
}

struct SlowAvailability {
    std::int64_t time = 0, service = 0;
    std::int64_t down = 0;  // ticks x 10^6
    std::int64_t counted = 0, breaching = 0, excluded = 0;
};

inline SlowAvailability slow_availability(const World& world,
                                          const std::vector<SlowOutage>& outages, bool by_impact,
                                          std::int64_t from, std::int64_t to) {
    SlowAvailability result;
    for (std::int64_t t = from; t < to; ++t) {
        if (!world.serves(t)) continue;
        ++result.service;
        if (world.covered[static_cast<std::size_t>(t)]) ++result.time;
    }
    for (const auto& outage : outages) {
        std::int64_t before = 0, left = 0, inside = 0;
        for (std::int64_t t = from; t < to; ++t) {
            const auto i = static_cast<std::size_t>(t);
            if (outage.from <= t && t < outage.kept_to) ++inside;
            if (!world.hours[i] || !world.covered[i]) continue;
            before += slow_weight(world, outage, t, by_impact, false);
            if (!world.excluded[i]) left += slow_weight(world, outage, t, by_impact, true);
        }
        result.down += left;
        if (inside == 0) continue;
        if (left > 0) ++result.breaching;
        if (before > 0 && left == 0)
            ++result.excluded;
        else
            ++result.counted;
    }
    return result;
}

// Service ticks of a whole outage, before and after exclusions.
inline std::pair<std::int64_t, std::int64_t> slow_length(const World& world,
                                                         const SlowOutage& outage) {
    std::int64_t before = 0, left = 0;
    for (std::int64_t t = outage.from; t < outage.kept_to; ++t) {
        const auto i = static_cast<std::size_t>(t);
        if (!world.hours[i]) continue;
        ++before;
        if (!world.excluded[i] && slow_weight(world, outage, t, false, true) > 0) ++left;
    }
    return {before, left};
}

}  // namespace underpin::bench

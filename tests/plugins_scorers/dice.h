// Seeded random numbers for property tests: the same on every machine and run.
#pragma once

#include <random>
#include <vector>

#include "scorer_bench.h"

namespace underpin::bench {

class Dice {
  public:
    explicit Dice(std::uint32_t seed) : engine_(seed) {}

    std::int64_t roll(std::int64_t low, std::int64_t high) {
        const auto sides = static_cast<std::uint64_t>(high - low) + 1;
        return low + static_cast<std::int64_t>(engine_() % sides);
    }
    bool chance(int percent) { return roll(1, 100) <= percent; }

    // A tick each: stretches of yes and no.
    std::vector<bool> stretches(std::int64_t ticks, std::int64_t longest) {
        std::vector<bool> out;
        for (bool yes = chance(50); static_cast<std::int64_t>(out.size()) < ticks; yes = !yes) {
            out.insert(out.end(), static_cast<std::size_t>(roll(1, longest)), yes);
        }
        out.resize(static_cast<std::size_t>(ticks));
        return out;
    }

  private:
    std::mt19937_64 engine_;
};

// Ticks of yes as spans.
inline Ranges ranges_of(const std::vector<bool>& ticks, std::int64_t tick_ms) {
    Ranges out;
    for (std::size_t i = 0; i < ticks.size(); ++i) {
        const auto from = static_cast<std::int64_t>(i) * tick_ms;
        if (ticks[i]) out.push_back({from, from + tick_ms});
    }
    normalize(out);
    return out;
}

}  // namespace underpin::bench

// The demonstration's dice: splitmix64, integers only, so that every machine throws the same.
// One stream of numbers for each file, so that a change in one leaves the others as they are.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace underpin::demo {

class Random {
  public:
    Random(std::uint64_t seed, std::string_view stream) : state_(seed) {
        for (const char letter : stream) {
            state_ = (state_ ^ static_cast<unsigned char>(letter)) * 0x100000001b3ULL;
        }
    }

    std::uint64_t next() {
        state_ += 0x9e3779b97f4a7c15ULL;
        std::uint64_t mixed = state_;
        mixed = (mixed ^ (mixed >> 30U)) * 0xbf58476d1ce4e5b9ULL;
        mixed = (mixed ^ (mixed >> 27U)) * 0x94d049bb133111ebULL;
        return mixed ^ (mixed >> 31U);
    }

    // 0 .. n - 1; n must be above 0.
    std::int64_t below(std::int64_t n) {
        const auto wide = static_cast<unsigned __int128>(next()) * static_cast<std::uint64_t>(n);
        return static_cast<std::int64_t>(wide >> 64U);
    }
    std::int64_t between(std::int64_t low, std::int64_t high) {  // both included
        return low + below(high - low + 1);
    }
    // Between the two, mostly in the middle.
    std::int64_t around(std::int64_t low, std::int64_t high) {
        return (between(low, high) + between(low, high) + between(low, high)) / 3;
    }
    bool chance(std::int64_t per_mille) { return below(1000) < per_mille; }

    template <typename T>
    const T& pick(const std::vector<T>& values) {
        return values[static_cast<std::size_t>(below(static_cast<std::int64_t>(values.size())))];
    }

  private:
    std::uint64_t state_;
};

}  // namespace underpin::demo

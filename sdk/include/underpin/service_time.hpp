// underpin/service_time.hpp - spans of time, and service time on the compiled clocks that the host
// lends. All times are milliseconds since the epoch, all spans half open [from, to). Pure functions
// and values; safe from any thread.
#ifndef UNDERPIN_SERVICE_TIME_HPP
#define UNDERPIN_SERVICE_TIME_HPP

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "underpin/numbers.hpp"

namespace underpin {
inline namespace sdk {

inline constexpr std::int64_t day_ms = 86'400'000;

// ---- spans --------------------------------------------------------------------------------------

struct Range {
    std::int64_t from = 0;
    std::int64_t to = 0;
    bool operator==(const Range&) const = default;
};

// Sorted and disjoint, none empty.
using Ranges = std::vector<Range>;

inline Ranges to_ranges(const underpin_spans& spans) {
    Ranges out;
    out.reserve(spans.count);
    for (std::size_t i = 0; i < spans.count; ++i) {
        if (spans.from[i] < spans.to[i]) out.push_back({spans.from[i], spans.to[i]});
    }
    return out;
}

// Sorts, drops empty ones, joins those that overlap or touch; in place, without allocation.
inline void normalize(Ranges& ranges) {
    std::erase_if(ranges, [](const Range& range) { return range.to <= range.from; });
    std::sort(ranges.begin(), ranges.end(),
              [](const Range& a, const Range& b) { return a.from < b.from; });
    std::size_t kept = 0;
    for (const Range& range : ranges) {
        if (kept != 0 && range.from <= ranges[kept - 1].to) {
            ranges[kept - 1].to = std::max(ranges[kept - 1].to, range.to);
        } else {
            ranges[kept++] = range;
        }
    }
    ranges.resize(kept);
}

inline Ranges intersect(const Ranges& a, const Ranges& b) {
    Ranges out;
    for (std::size_t i = 0, j = 0; i < a.size() && j < b.size();) {
        const Range both{std::max(a[i].from, b[j].from), std::min(a[i].to, b[j].to)};
        if (both.from < both.to) out.push_back(both);
        if (a[i].to < b[j].to)
            ++i;
        else
            ++j;
    }
    return out;
}

inline Ranges subtract(const Ranges& a, const Ranges& b) {
    Ranges out;
    std::size_t j = 0;
    for (Range rest : a) {
        while (j < b.size() && b[j].to <= rest.from) ++j;
        for (std::size_t k = j; k < b.size() && b[k].from < rest.to; ++k) {
            if (rest.from < b[k].from) out.push_back({rest.from, b[k].from});
            rest.from = std::max(rest.from, b[k].to);
        }
        if (rest.from < rest.to) out.push_back(rest);
    }
    return out;
}

inline std::int64_t length(const Ranges& ranges) {
    std::int64_t total = 0;
    for (const Range& range : ranges) total += range.to - range.from;
    return total;
}

inline bool contains(const underpin_spans& spans, std::int64_t t) {
    const auto* end = spans.from + spans.count;
    const auto* after = std::upper_bound(spans.from, end, t);
    return after != spans.from && t < spans.to[after - spans.from - 1];
}

// Ranges with the length ahead of each, for "how much of [from, to) do they cover" in
// logarithmic time. Reuse one object: assign() keeps its memory.
class RangeIndex {
  public:
    RangeIndex() = default;
    explicit RangeIndex(const Ranges& ranges) { assign(ranges); }

    void assign(const Ranges& ranges) {
        ranges_ = ranges;
        before_.resize(ranges.size());
        total_ = 0;
        for (std::size_t i = 0; i < ranges.size(); ++i) {
            before_[i] = total_;
            total_ += ranges[i].to - ranges[i].from;
        }
    }

    [[nodiscard]] std::int64_t total() const { return total_; }
    [[nodiscard]] std::int64_t between(std::int64_t from, std::int64_t to) const {
        return from < to ? until(to) - until(from) : 0;
    }

  private:
    [[nodiscard]] std::int64_t until(std::int64_t t) const {
        const auto after = std::upper_bound(
            ranges_.begin(), ranges_.end(), t,
            [](std::int64_t instant, const Range& range) { return instant < range.from; });
        if (after == ranges_.begin()) return 0;
        const auto i = static_cast<std::size_t>(after - ranges_.begin()) - 1;
        return before_[i] + std::min(t, ranges_[i].to) - ranges_[i].from;
    }

    Ranges ranges_;
    std::vector<std::int64_t> before_;
    std::int64_t total_ = 0;
};

// Which of many ranges, sorted and disjoint but of about equal length (months), holds a value: a
// guess by division instead of a search.
class RangeFinder {
  public:
    void add(const Range& range) {
        ranges_.push_back(range);
        const auto all = static_cast<std::uint64_t>(range.to - ranges_.front().from);
        const std::uint64_t each = all / ranges_.size() + 1;
        per_unit_ = UINT64_MAX / each;
    }

    // The index of the range that holds it, or the number of ranges.
    [[nodiscard]] std::size_t find(std::int64_t value) const {
        const std::size_t none = ranges_.size();
        if (none == 0 || value < ranges_.front().from || value >= ranges_.back().to) return none;
        const auto offset = static_cast<std::uint64_t>(value - ranges_.front().from);
        const auto guess = (static_cast<unsigned __int128>(offset) * per_unit_) >> 64;
        std::size_t i = std::min(static_cast<std::size_t>(guess), none - 1);
        while (value < ranges_[i].from) --i;
        while (i + 1 < none && value >= ranges_[i + 1].from) ++i;
        return value < ranges_[i].to ? i : none;
    }

  private:
    Ranges ranges_;
    std::uint64_t per_unit_ = 0;  // ranges for each unit of value, in 2^-64
};

// ---- clocks -------------------------------------------------------------------------------------

inline std::int64_t clock_total(const underpin_clock& clock) {
    const auto n = clock.service.count;
    if (n == 0) return 0;
    return clock.before[n - 1] + clock.service.to[n - 1] - clock.service.from[n - 1];
}

// Service time ahead of t. Constant time: one look at the day's entry, then the day's few windows.
inline std::int64_t clock_until(const underpin_clock& clock, std::int64_t t) {
    if (t <= clock.day0_ms) return 0;
    const auto day = static_cast<std::uint64_t>(t - clock.day0_ms) / day_ms;
    const auto& service = clock.service;
    std::size_t i = day < clock.days ? clock.first[day] : service.count;
    if (i == service.count) return clock_total(clock);
    // The last span that has begun by t; for calendars with one window a day the loop never turns.
    while (i + 1 < service.count && service.from[i + 1] <= t) ++i;
    const std::int64_t end = std::min(t, service.to[i]);
    return clock.before[i] + std::max<std::int64_t>(0, end - service.from[i]);
}

// Service time in [from, to); 0 where to <= from.
inline std::int64_t clock_between(const underpin_clock& clock, std::int64_t from, std::int64_t to) {
    return from < to ? clock_until(clock, to) - clock_until(clock, from) : 0;
}

// The earliest instant at which `service_ms` of service have passed since t (t itself for 0), or
// UNDERPIN_ABSENT where the clock ends before. Logarithmic time.
inline std::int64_t clock_reach(const underpin_clock& clock, std::int64_t t,
                                std::int64_t service_ms) {
    if (service_ms <= 0) return t;
    const std::int64_t goal = clock_until(clock, t) + service_ms;
    if (goal > clock_total(clock)) return UNDERPIN_ABSENT;
    const auto* end = clock.before + clock.service.count;
    const auto i = std::lower_bound(clock.before, end, goal) - clock.before - 1;
    return clock.service.from[i] + (goal - clock.before[i]);
}

}  // namespace sdk
}  // namespace underpin

#endif  // UNDERPIN_SERVICE_TIME_HPP

// The clock of one case: service time from its start to its stop, or to as_of, less its pauses.
#pragma once

#include "underpin/scorer.hpp"

namespace case_time {

// One object serves all rows of a run; it keeps its memory from case to case.
class CaseClock {
  public:
    CaseClock(const underpin_evidence& evidence, const underpin::PauseColumn& pauses)
        : evidence_(evidence), pauses_(pauses) {}

    // Winds the clock for a case that ran in [start, end); answers the time on it.
    std::int64_t wind(std::size_t row, const underpin_clock& clock, std::int64_t start,
                      std::int64_t end) {
        clock_ = &clock;
        start_ = start;
        paused_.clear();
        stands_ = false;
        std::int64_t time = underpin::clock_between(clock, start, end);
        const auto last = pauses_.end(row);
        if (pauses_.begin(row) == last) return time;
        for (auto p = pauses_.begin(row); p < last; ++p) {
            std::int64_t to = pauses_.to(p);
            if (to == UNDERPIN_ABSENT) {
                stands_ = stands_ || pauses_.from(p) <= evidence_.as_of;
                to = end;
            }
            paused_.push_back({std::max(pauses_.from(p), start), std::min(to, end)});
        }
        underpin::normalize(paused_);
        for (const auto& [from, to] : paused_) {
            time -= underpin::clock_between(clock, from, to);
        }
        return time;
    }

    // Whether the case is paused without an end: its clock stands still for good.
    [[nodiscard]] bool stands() const { return stands_; }

    // The earliest instant at which the clock showed `limit`; only where it went beyond.
    [[nodiscard]] std::int64_t reached(std::int64_t limit) const {
        std::int64_t now = start_;
        for (const auto& [from, to] : paused_) {
            const std::int64_t run = underpin::clock_between(*clock_, now, from);
            if (run >= limit) break;
            limit -= run;
            now = to;
        }
        return underpin::clock_reach(*clock_, now, limit);
    }

  private:
    const underpin_evidence& evidence_;
    underpin::PauseColumn pauses_;
    const underpin_clock* clock_ = nullptr;
    std::int64_t start_ = 0;
    underpin::Ranges paused_;
    bool stands_ = false;
};

}  // namespace case_time

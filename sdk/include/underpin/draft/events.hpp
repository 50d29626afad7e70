// underpin/draft/events.hpp - records that count by one instant (samples by at, intervals by from,
// cases by opened): in which cell, in service time or not, excluded or not. Not yet promised.
#ifndef UNDERPIN_DRAFT_EVENTS_HPP
#define UNDERPIN_DRAFT_EVENTS_HPP

#include "underpin/draft/exclusions.hpp"
#include "underpin/scorer.hpp"

namespace underpin {
inline namespace sdk {

// For a scorer's JSON Schema.
inline constexpr std::string_view in_service_time_property =
    R"("in_service_time": {"type": "boolean", "default": false,
      "title": "In service time only",
      "description": "Keep only what happens inside service time."})";

// Lives for one run on one thread.
class EventFilter {
  public:
    // `at` and `component` are indexes of columns.
    EventFilter(ScorerRun& run, std::size_t at, std::size_t component, bool in_service_time)
        : run_(run),
          at_(run.column(at)),
          components_(run.column(component)),
          exclusions_(run.evidence(), components_),
          in_service_time_(in_service_time) {}

    [[nodiscard]] std::int64_t at(std::size_t row) const { return at_[row]; }

    // The cell that holds the event, or run.cells().size().
    [[nodiscard]] std::size_t cell(std::size_t row) const { return run_.cell_at(at_[row]); }

    // Whether an event of that cell counts. One that does not is tallied and told here.
    [[nodiscard]] bool counts(std::size_t cell, std::size_t row) const {
        const std::int64_t t = at_[row];
        if (in_service_time_ && !contains(run_.evidence().hours.service, t)) {
            leave_out(cell, row, "outside service hours");
            return false;
        }
        if (!exclusions_.hold(t, components_.code(row))) return true;
        ++run_.answer(cell).excluded;
        if (run_.explain()) run_.verdict(cell, row, {UNDERPIN_EXCLUDED, "inside an exclusion"});
        return false;
    }

    void leave_out(std::size_t cell, std::size_t row, const char* reason) const {
        if (run_.explain()) run_.verdict(cell, row, {UNDERPIN_LEFT_OUT, reason});
    }

  private:
    ScorerRun& run_;
    InstantColumn at_;
    TextColumn components_;
    Exclusions exclusions_;
    bool in_service_time_;
};

}  // namespace sdk
}  // namespace underpin

#endif  // UNDERPIN_DRAFT_EVENTS_HPP

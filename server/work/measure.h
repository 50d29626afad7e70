// Measuring: brings the cells of agreements up to date and returns them judged. Only due cells are
// measured again (architecture.md "The way of the data"); many due cells share one scan of a
// source, and cells are measured in parallel with the same answers whatever the number of threads.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "domain/objective_result.h"
#include "domain/terms.h"
#include "work/cell_plan.h"
#include "work/context.h"
#include "work/service_times.h"

namespace underpin {

struct MeasureRequest {
    std::set<std::string> agreements;  // none: all
    std::optional<Instant> as_of;      // none: now, and what is measured is stored
    std::function<void(std::size_t done, std::size_t total)> progress;  // cells; any thread
};

// How far a source was seen: its last revision that counts, and the run that brought it.
struct SeenSource {
    std::int64_t revision = 0;
    std::int64_t run = 0;
};
using SeenSources = std::map<std::string, SeenSource>;

struct MeasureOutcome {
    std::shared_ptr<const Portfolio> portfolio;  // the documents that were measured by
    Instant as_of;
    std::vector<ObjectiveResult> results;  // by agreement, period's start, document order
    std::size_t measured = 0;              // cells that were due
    std::size_t reused = 0;                // cells whose stored measurement still holds
    std::int64_t documents = 0;            // the store's revision of them; 0: none of the store's
    SeenSources sources;
    // Which calendars an (agreement, objective) is measured by.
    std::map<std::pair<std::string, std::string>, std::set<std::string>> calendars;
    std::vector<KeptServiceTime> kept_times;  // of measure_again()
    std::set<std::string> unsettled;          // sources with an unfinished or failed run
    std::vector<std::string> notes;           // sentences about them
    // Of standing() only: cells whose stored measurement does not hold any more, by agreement.
    std::map<std::string, std::size_t> due;
};

[[nodiscard]] Result<MeasureOutcome> measure(const Context& context, const MeasureRequest& request);

// The same on a portfolio that is not (or not yet) stored: nothing is saved.
[[nodiscard]] Result<MeasureOutcome> measure_with(const Context& context,
                                                  std::shared_ptr<const Portfolio> portfolio,
                                                  const MeasureRequest& request);

// What numbers stood on when they were frozen.
struct MeasureBasis {
    Instant as_of;
    std::int64_t documents = 0;
    SeenSources sources;
    std::vector<KeptServiceTime> service_times;
};
// Measures everything anew from the stored revisions, as they stood then; nothing is saved.
[[nodiscard]] Result<MeasureOutcome> measure_again(const Context& context,
                                                   std::shared_ptr<const Portfolio> portfolio,
                                                   const MeasureBasis& basis,
                                                   const std::set<std::string>& agreements);

struct StandingRequest {
    std::set<std::string> agreements;  // none: all
    // The number of an open period changes with every instant. One that was measured this long ago
    // at most is shown as it is, without being called due.
    Duration open_for{75 * minute.ms};  // the scheduler measures again every hour
};

// What is stored, put together at once: nothing is measured but the headlines of split periods,
// which are never stored. A cell that is due shows its last measurement, or is missing where it has
// none. as_of is the instant that all of it speaks of: the oldest of the open periods' numbers.
[[nodiscard]] Result<MeasureOutcome> standing(const Context& context,
                                              std::shared_ptr<const Portfolio> portfolio,
                                              const StandingRequest& request);

// How many cells of a portfolio would be due, by agreement; for `apply --dry-run`.
[[nodiscard]] std::map<std::string, std::size_t> due_cells(const Context& context,
                                                           const Portfolio& portfolio);

}  // namespace underpin

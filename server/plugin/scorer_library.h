// Scorers in this process: finds the product's scorer plugins, creates configured instances of
// them and has them measure cells. A scorer's answer is translated into domain types here and
// nowhere else.
//
// Thread rule: a library is opened and closed by one thread; `create` and `ScorerInstance::measure`
// may be called from many at once.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "domain/calendar.h"
#include "domain/evidence.h"
#include "domain/explanation.h"
#include "domain/measurement.h"

struct underpin_scorer;

namespace underpin {

// An exclusion that names components and is not whole for the objective.
struct PartialExclusion {
    Span window;
    std::vector<std::string> components;
};

// The evidence that one objective selects, as it stood at as_of, with the clocks it asked for.
struct ScorerEvidence {
    EvidenceColumns rows;
    std::vector<std::string> sources;            // whose records these are
    std::vector<std::uint16_t> source_of_row;    // index into sources
    std::vector<std::int64_t> due_day, end_day;  // local days in the agreement's zone, or `absent`
    Instant as_of;
    std::int64_t as_of_day = 0;  // its local day in the agreement's zone
    Instant next_day;            // at which the local day after that begins
    std::vector<std::shared_ptr<const ServiceClock>> clocks;  // the objective's, then calendars()
    std::shared_ptr<const ServiceClock> service;  // less whole exclusions where they are removed
    std::shared_ptr<const ServiceClock> hours;    // the calendar alone
    Spans excluded;                               // whole exclusions
    std::vector<PartialExclusion> partials;
};

// One period, or a part of it between amendments. See underpin_cell in plugin.h.
struct ScorerCell {
    Span measured;  // cut by the term and by as_of
    Span uncut;     // not cut by as_of
    Spans service, hours, excused, covered;
    std::int64_t first_day = 0, end_day = 0;
};

// What a scorer is asked for beside its answers: nothing, the counted cases (for credits that look
// at single records), or every record's verdict and the steps of the arithmetic as well.
enum class ScorerDetail { answers, cases, explanation };

// A row that entered the arithmetic.
struct JudgedRow {
    std::uint32_t row = 0;
    bool breaching = false;
    Duration beyond;  // how far past its limit, where the scorer says
};

// A scorer's answer for one cell.
struct ScorerAnswer {
    Measured measured;
    std::vector<std::uint32_t> counted_rows;  // rows that entered the arithmetic, in scorer order
    std::vector<JudgedRow> judged_rows;       // counted and breaching; unless only answers
    std::vector<ExplainedRecord> records;     // only when explained
    std::vector<ExplainedStep> steps;         // only when explained
};

class ScorerInstance {
  public:
    ~ScorerInstance();
    ScorerInstance(const ScorerInstance&) = delete;
    ScorerInstance& operator=(const ScorerInstance&) = delete;

    [[nodiscard]] const std::string& unit() const { return unit_; }
    [[nodiscard]] Shape shape() const { return shape_; }
    [[nodiscard]] bool coverage_of_service() const;
    [[nodiscard]] const std::string& version() const { return version_; }
    // Calendars beyond the objective's own, in the order of evidence.clocks[1..].
    [[nodiscard]] const std::vector<std::string>& calendars() const { return calendars_; }
    // Text columns (fields or attributes) beyond the shape's own that the configuration names.
    [[nodiscard]] const std::vector<std::string>& columns() const { return columns_; }
    // Answers for every cell in order; an error with the scorer's own words otherwise.
    [[nodiscard]] Result<std::vector<ScorerAnswer>> measure(const ScorerEvidence& evidence,
                                                            const std::vector<ScorerCell>& cells,
                                                            ScorerDetail detail) const;

  private:
    friend class ScorerLibrary;
    ScorerInstance() = default;

    const underpin_scorer* scorer_ = nullptr;
    void* self_ = nullptr;
    std::string unit_, version_, config_json_;
    Shape shape_ = Shape::interval;
    std::vector<std::string> calendars_, columns_;
};

struct ScorerInfo {
    std::string name, version, title, description, unit, config_schema;
    std::filesystem::path path;
};

class ScorerLibrary {
  public:
    // Loads every scorer found in the folders; what cannot be loaded is left out (the registry
    // lists it with the reason).
    explicit ScorerLibrary(const std::vector<std::filesystem::path>& folders);
    ~ScorerLibrary();

    [[nodiscard]] const ScorerInfo* find(const std::string& name) const;
    [[nodiscard]] std::vector<std::string> names() const;
    // An instance for one `with`; an input error in the scorer's words where it refuses it.
    [[nodiscard]] Result<std::unique_ptr<ScorerInstance>> create(
        const std::string& name, const std::string& config_json,
        const std::string& objective_calendar) const;

  private:
    struct Loaded;
    std::vector<std::unique_ptr<Loaded>> loaded_;
};

}  // namespace underpin

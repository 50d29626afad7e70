// Measures the cells of one objective's terms with its scorer. Built on one thread, run on any;
// tasks share evidence and clocks, which nobody changes meanwhile.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "plugin/scorer_library.h"
#include "work/cell_plan.h"
#include "work/evidence_view.h"
#include "work/exclusion_view.h"
#include "work/service_times.h"

namespace underpin {

// The evidence of one source, loaded once for all tasks.
struct SourceEvidence {
    EvidenceColumns rows;
    Spans covered;
    std::int64_t last_revision = 0;
    TimeZone zone = TimeZone::utc();
};
using EvidenceOfSources = std::map<std::string, SourceEvidence>;

// What a task found for one of its cells.
struct CellFinding {
    Measurement measurement;  // judged
    Instant valid_until = Instant::max();
    std::vector<ExplainedRecord> records;  // only when explained
    std::vector<ExplainedStep> steps;
};

class ObjectiveTask {
  public:
    // An error where the scorer is missing or refuses its configuration.
    [[nodiscard]] static Result<ObjectiveTask> create(const ScorerLibrary& scorers,
                                                      const Portfolio& portfolio,
                                                      ObjectivePlan plan);

    [[nodiscard]] const ObjectivePlan& plan() const { return plan_; }
    [[nodiscard]] const ScorerInstance& scorer() const { return *scorer_; }
    [[nodiscard]] const ExclusionView& exclusions() const { return exclusions_; }
    [[nodiscard]] std::string calendar() const;
    // Attributes that a scan must unpack for it.
    [[nodiscard]] const std::set<std::string>& attributes() const { return attributes_; }
    // Revisions of the documents that define a cell which reaches that far, sorted: of exclusions
    // only those whose window shares time with it (reach.h).
    [[nodiscard]] std::vector<std::int64_t> document_revisions(Span reach) const;

    // Whether its credits look at single records: they need ScorerDetail::cases.
    [[nodiscard]] bool credits_need_cases() const;

    // Answers for the chosen cells (indexes into plan().cells), in order, as if the records of
    // `without_incidents` had never been.
    [[nodiscard]] Result<std::vector<CellFinding>> run(
        const EvidenceOfSources& evidence, ServiceTimes& times, Instant as_of,
        const std::vector<std::size_t>& chosen, ScorerDetail detail,
        const std::vector<std::string>& without_incidents = {}) const;
    // What `unless` dropped in the cell, "source/key".
    [[nodiscard]] std::vector<std::string> dropped(const EvidenceOfSources& evidence, Instant as_of,
                                                   const PlannedCell& cell) const;

  private:
    ObjectiveTask() = default;
    [[nodiscard]] EvidenceView view(const EvidenceOfSources& evidence, Instant as_of,
                                    const std::vector<std::string>& without_incidents) const;
    [[nodiscard]] Spans covered(const EvidenceOfSources& evidence) const;

    ObjectivePlan plan_;
    std::shared_ptr<const ScorerInstance> scorer_;
    ExclusionView exclusions_;
    std::set<std::string> attributes_;
    std::vector<std::int64_t> document_revisions_;  // but for exclusions
};

}  // namespace underpin

// Loads what measuring needs of the sources: one scan each, however many cells want it.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "domain/terms.h"
#include "store/database.h"
#include "work/objective_task.h"

namespace underpin {

// What a source's cells depend on besides its records.
struct SourceState {
    std::int64_t last_revision = 0;        // the last one that counts: of a successful run
    std::optional<std::int64_t> last_run;  // set where rows of later runs are left out
    std::int64_t run = 0;                  // the last one that counts; 0: none
    bool unfinished = false;               // an import of it has begun and not ended
    bool failed = false;                   // its last import failed
    std::string message;                   // of that failure
};

[[nodiscard]] std::map<std::string, SourceState> load_source_states(
    Session& session, const std::set<std::string>& sources);

// `wanted`: attributes to unpack, by source and shape. `left_by`: as these runs left the sources
// (0: before the first); of others, what is settled.
[[nodiscard]] EvidenceOfSources load_evidence(
    Session& session, const Portfolio& portfolio,
    const std::map<std::string, std::set<std::string>>& wanted,
    const std::map<std::string, std::int64_t>& left_by = {});

// Everything that a clock may be asked about: from the earliest of the evidence and the cells to
// the day after as_of.
[[nodiscard]] Span clock_range(const EvidenceOfSources& evidence, Instant first_cell,
                               Instant as_of);

}  // namespace underpin

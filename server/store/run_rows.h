// Inside of the store: the small tables of a run - its coverage and checkpoints, its source's
// counters - and bytes as hexadecimal text.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "domain/spans.h"
#include "store/evidence_write.h"
#include "store/runs.h"
#include "store/session.h"

namespace underpin {

// The token is not (or no longer) that of the run.
[[nodiscard]] Error not_ours(const Run& run);

[[nodiscard]] SourceCounters load_counters(Session& session, std::int64_t source);
void save_counters(Session& session, const SourceCounters& source);

[[nodiscard]] Spans load_run_coverage(Session& session, std::int64_t run);
void add_run_coverage(Session& session, std::int64_t run, const Spans& spans);

[[nodiscard]] std::map<std::string, std::string> load_run_state(Session& session, std::int64_t run);
void save_run_state(Session& session, std::int64_t run, const std::string& stream,
                    const std::string& state);

// Makes the spans the source's coverage too; what is new of them.
[[nodiscard]] Spans grow_coverage(Session& session, std::int64_t source, const Spans& spans);

// A batch with what is made of it before its transaction begins. Borrows the batch.
struct PreparedBatch {
    std::vector<const Record*> records;
    std::vector<Reject> rejects;  // the importer's, then the store's own
    PreparedRecords prepared;
};
[[nodiscard]] PreparedBatch prepare_batch(const ImportBatch& batch);
[[nodiscard]] Result<BatchResult> commit_prepared(Session& session, const Run& run,
                                                  const ImportBatch& batch,
                                                  const PreparedBatch& prepared);
// After the commit.
void note_committed(Run& run, const ImportBatch& batch);

[[nodiscard]] std::string to_hex_text(std::string_view bytes);
[[nodiscard]] std::string from_hex_text(std::string_view text);

}  // namespace underpin

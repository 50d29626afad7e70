// Inside of the store: the hot path in - a batch of records into `evidence`, what they replace
// into `evidence_history`.
#pragma once

#include <string_view>
#include <vector>

#include "domain/evidence.h"
#include "store/session.h"

namespace underpin {

// The row of `evidence_source` as a batch moves it on.
struct SourceCounters {
    std::int64_t id = 0;
    std::int64_t last_revision = 0;
    std::int64_t records = 0;
    std::int64_t shapes = 0;  // bit n: has had records of Shape n
};

// Records of one batch with their hashes, made before the transaction begins. No key stands twice
// in one segment: the second of two equal keys in a batch is a revision of the first.
struct PreparedRecords {
    std::vector<const Record*> records;
    std::vector<Sha256> hashes;
    std::vector<std::size_t> segment_ends;
};
[[nodiscard]] PreparedRecords prepare_records(const std::vector<const Record*>& records);

struct UpsertResult {
    std::int64_t created = 0, changed = 0, unchanged = 0;
    std::vector<Span> touched;  // old and new ranges of what was created or changed
};
[[nodiscard]] UpsertResult upsert_records(Session& session, SourceCounters& source,
                                          std::int64_t run, const PreparedRecords& prepared);

}  // namespace underpin

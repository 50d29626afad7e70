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

// Keys that a run brought again with other content: the last row of a key is the record.
struct RepeatedKeys {
    std::int64_t rows = 0;  // that did not stand
    std::string first;      // the first such key
    void add(const std::string& key) {
        if (rows++ == 0) first = key;
    }
};

// Records of one batch with their hashes, made before the transaction begins: the last of each key.
struct PreparedRecords {
    std::vector<const Record*> records;
    std::vector<Sha256> hashes;
    std::int64_t same = 0;  // rows left out that said the same as a later one
    RepeatedKeys repeated;
};
[[nodiscard]] PreparedRecords prepare_records(const std::vector<const Record*>& records);

struct UpsertResult {
    // One less `changed` and one more `unchanged` where a later row of the run takes a change back.
    std::int64_t created = 0, changed = 0, unchanged = 0;
    std::int64_t again = 0;  // of the unchanged: as this run has written it before
    RepeatedKeys repeated;
    std::vector<Span> touched;  // old and new ranges of what was created or changed
};
[[nodiscard]] UpsertResult upsert_records(Session& session, SourceCounters& source,
                                          std::int64_t run, const PreparedRecords& prepared);

}  // namespace underpin

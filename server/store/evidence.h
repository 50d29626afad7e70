// Evidence as it stands: the scan that measuring works on, single records with their past, what
// is covered, and which ranges have changed. Written by runs only (store/runs.h).
//
// Every source numbers its changes - a new or changed record, more coverage - in one sequence: its
// revisions. EvidenceColumns.id is the revision that made the record what it is.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "domain/evidence.h"
#include "domain/spans.h"
#include "store/database.h"

namespace underpin {

struct ScanRequest {
    std::string source;
    std::optional<Shape> shape;           // absent: the only one that the source has
    std::vector<std::string> attributes;  // which ones to unpack
    // As this run left them: what later runs brought is left out, and what they superseded stands.
    std::optional<std::int64_t> last_run{};
};

// All current records in order of (start, key), those without a start last. Codes are given in the
// order of first appearance, so that equal evidence gives equal columns. An unknown source is an
// empty one. Several shapes and none asked for: a Failure.
[[nodiscard]] EvidenceColumns scan_evidence(Session& session, const ScanRequest& request);

struct RecordRevision {
    Record record;
    std::int64_t revision = 0;
    std::int64_t run = 0;
    Sha256 hash{};
    bool current = false;
};
// Oldest first; empty: no such record.
[[nodiscard]] std::vector<RecordRevision> load_record(Session& session, const std::string& source,
                                                      const std::string& key);

// A record that changed among some revisions of its source.
struct ChangedRecord {
    std::string key;
    bool is_new = false;
    Span span;  // from the first to the last instant that it has or had
};
// Those in (after, last], by revision; at most `limit`.
[[nodiscard]] std::vector<ChangedRecord> changed_records(Session& session,
                                                         const std::string& source,
                                                         std::int64_t after, std::int64_t last,
                                                         std::size_t limit);

// 0: nothing yet.
[[nodiscard]] std::int64_t max_revision(Session& session, const std::string& source);
// What the source's last successful run left. What an unfinished run, or failed ones since, have
// brought does not count until a run succeeds: half an import is no evidence.
struct SettledEvidence {
    std::int64_t revision = 0;             // the last one that counts
    std::optional<std::int64_t> last_run;  // for ScanRequest; set where something is to be left out
    std::int64_t run = 0;                  // the last one that counts; 0: none
};
[[nodiscard]] SettledEvidence settled_evidence(Session& session, const std::string& source);
// The same as a run left it (0: before the first).
[[nodiscard]] SettledEvidence evidence_left_by(Session& session, const std::string& source,
                                               std::int64_t run);
[[nodiscard]] std::int64_t count_records(Session& session, const std::string& source);
[[nodiscard]] std::vector<std::string> evidence_sources(Session& session);
[[nodiscard]] Spans load_coverage(Session& session, const std::string& source);
// What runs up to that one have covered.
[[nodiscard]] Spans load_coverage(Session& session, const std::string& source,
                                  std::int64_t last_run);

// A range in which something changed, and the last revision of the change. May be wider than the
// change, never narrower.
struct TouchedRange {
    Span range;
    std::int64_t revision = 0;
};
[[nodiscard]] std::vector<TouchedRange> touched_since(Session& session, const std::string& source,
                                                      std::int64_t revision);

}  // namespace underpin

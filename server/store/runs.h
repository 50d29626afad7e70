// Import runs: how evidence gets in. A run belongs to one source and to the holder of its token;
// only one run of a source is open at a time. Each batch - rows, rejects, warnings, coverage,
// checkpoint, touched ranges - is durable as a whole or not at all.
//
// The functions take the Database, not a Session: a batch is a transaction of its own. Any thread;
// one run is driven by one thread at a time.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "domain/evidence.h"
#include "domain/spans.h"
#include "store/database.h"

namespace underpin {

struct RunRequest {
    std::string source;
    std::string actor;
    std::string plugin;     // name and version
    std::string input;      // what is read: a file's name and hash, or the configuration's hash
    int lease_ms = 60'000;  // renewed by every batch and by renew_run
};

// A run that is under way. The store keeps `state` by stream; a plugin without streams uses "".
struct Run {
    std::int64_t id = 0;
    std::string source;
    std::string token;
    int lease_ms = 0;
    bool resumed = false;      // taken over from a process that died, at its last checkpoint
    std::int64_t batches = 0;  // committed so far
    std::map<std::string, std::string> state;
};

struct Reject {
    std::int64_t place = 0;
    std::string column, text, reason;
    std::string file;  // what was being read; empty: not a file
};

struct RunWarning {
    std::int64_t place = 0;
    std::string text;
};

struct ImportBatch {
    std::vector<Record> records;
    std::vector<Reject> rejects;
    std::vector<RunWarning> warnings;
    Spans covered;  // declared since the last batch; counts when the run succeeds
    std::string stream;
    std::optional<std::string> state;  // checkpoint; absent: the last one stands
    // Ahead of its checkpoint: a run that is resumed reads it again. Its rows that change nothing
    // are counted with the checkpoint, as `unchanged_ahead` of that batch.
    bool ahead = false;
    std::int64_t unchanged_ahead = 0;
};

struct BatchResult {
    // A run that was resumed does not count as unchanged what it has written itself before.
    std::int64_t created = 0, changed = 0, unchanged = 0;
    std::int64_t rejected = 0;  // with those that the store set aside (an overlong key, bad UTF-8)
    // Rows whose key a later row of the run had with other content, which stands; and such a key.
    std::int64_t repeated = 0;
    std::string repeated_key;
};

enum class RunStatus { running, succeeded, failed };
[[nodiscard]] const char* run_status_name(RunStatus status);

struct RunOutcome {
    RunStatus status = RunStatus::succeeded;
    ErrorClass failure_class = ErrorClass::internal;  // of a failed one
    std::string message;
    Spans covered;  // beside what the batches declared
};

struct RunInfo {
    std::int64_t id = 0;
    std::string source, actor, plugin, input, owner;
    RunStatus status = RunStatus::running;
    ErrorClass failure_class = ErrorClass::internal;
    std::string message;
    Instant started;
    std::optional<Instant> finished;
    bool lost = false;  // running, but its process is gone or its lease is over: can be resumed
    std::int64_t batches = 0, created = 0, changed = 0, unchanged = 0, rejected = 0, warnings = 0;
    Spans covered;  // declared by the run
};

// Starts a run, or takes over the source's unfinished one when its process is gone (or its lease
// is over) and plugin and input are the same; with others the old run is closed as failed first.
// A live one is ErrorClass::conflict.
[[nodiscard]] Result<Run> begin_run(Database& database, const RunRequest& request);

// Makes a batch durable. ErrorClass::conflict: the run was taken over or is finished; stop.
[[nodiscard]] Result<BatchResult> commit_batch(Database& database, Run& run,
                                               const ImportBatch& batch);
[[nodiscard]] Result<void> renew_run(Database& database, const Run& run);

// Ends the run. Coverage counts only when it succeeded. Doing it twice does no harm.
[[nodiscard]] Result<void> finish_run(Database& database, const Run& run,
                                      const RunOutcome& outcome);

// The same with the last batch: both or neither, so that nothing that was counted is read again.
[[nodiscard]] Result<BatchResult> finish_run(Database& database, Run& run,
                                             const RunOutcome& outcome, const ImportBatch& last);

// The checkpoints of the source's last successful run, by stream; none: empty.
[[nodiscard]] std::map<std::string, std::string> last_state(Session& session,
                                                            const std::string& source);

[[nodiscard]] std::optional<RunInfo> run_info(Session& session, std::int64_t run);
[[nodiscard]] std::optional<RunInfo> open_run(Session& session, const std::string& source);
[[nodiscard]] std::optional<RunInfo> last_run(Session& session, const std::string& source);
// Newest first; an empty source: of all. `before`: only runs with lower ids; 0: all.
[[nodiscard]] std::vector<RunInfo> list_runs(Session& session, const std::string& source,
                                             int limit = 100, std::int64_t before = 0);
// How the imports of each source have gone, by its name.
struct SourceRuns {
    std::string source;
    std::int64_t runs = 0, failed = 0;
    std::optional<Instant> last_success;  // when it finished
};
[[nodiscard]] std::vector<SourceRuns> count_runs(Session& session);
[[nodiscard]] std::vector<Reject> load_rejects(Session& session, std::int64_t run,
                                               std::int64_t offset = 0, int limit = 100'000);
[[nodiscard]] std::vector<RunWarning> load_warnings(Session& session, std::int64_t run,
                                                    std::int64_t offset = 0, int limit = 100'000);

}  // namespace underpin

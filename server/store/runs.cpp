#include "store/runs.h"

#include "store/error_class_text.h"
#include "store/evidence_write.h"
#include "store/journal.h"
#include "store/run_rows.h"
#include "store/sql.h"
#include "store/touched.h"

namespace underpin {
namespace {

void count_coverage(Session& session, const Run& run, std::int64_t source_id) {
    const auto growth = grow_coverage(session, source_id, load_run_coverage(session, run.id));
    if (growth.empty()) return;
    auto source = load_counters(session, source_id);
    ++source.last_revision;
    append_touched(session, source.id, source.last_revision, coalesce_touched(growth));
    save_counters(session, source);
}

Result<void> finish_in(Session& session, const Run& run, const RunOutcome& outcome) {
    const auto row = sql::first<std::string, std::int64_t, std::string, std::string>(
        session,
        std::string("SELECT status, source_id, actor, input FROM import_run WHERE id = :id AND "
                    "token = :token") +
            session.for_update(),
        run.id, run.token);
    if (!row) return not_ours(run);
    const auto& [status, source, actor, input] = *row;
    if (status != "running") return {};
    const bool failed = outcome.status == RunStatus::failed;
    sql::execute(session,
                 "UPDATE import_run SET status = :status, failure_class = :class, message = "
                 ":message, finished_at = :at WHERE id = :id AND token = :token",
                 run_status_name(outcome.status),
                 failed ? error_class_text(outcome.failure_class) : "", outcome.message,
                 session.clock().now().ms, run.id, run.token);
    add_run_coverage(session, run.id, outcome.covered);
    if (!failed) count_coverage(session, run, source);
    sql::execute(
        session,
        "UPDATE evidence_source SET open_run = NULL WHERE id = :source AND open_run = :run", source,
        run.id);
    append_journal(session,
                   {actor, failed ? "import failed" : "import", "Source/" + run.source,
                    failed ? outcome.message : "run " + std::to_string(run.id) + ": " + input});
    return {};
}

}  // namespace

const char* run_status_name(RunStatus status) {
    switch (status) {
        case RunStatus::running: return "running";
        case RunStatus::succeeded: return "succeeded";
        case RunStatus::failed: return "failed";
    }
    return "failed";
}

Result<void> renew_run(Database& database, const Run& run) {
    return database.transact([&](Session& session) -> Result<void> {
        // Never the value that stands already: MySQL does not count a row that stays as it was.
        const auto renewed = sql::execute(
            session,
            "UPDATE import_run SET lease_until = CASE WHEN lease_until >= :lease1 THEN lease_until "
            "+ 1 ELSE :lease2 END WHERE id = :id AND token = :token AND status = 'running'",
            session.database_now_ms() + run.lease_ms, session.database_now_ms() + run.lease_ms,
            run.id, run.token);
        if (renewed != 1) return not_ours(run);
        return {};
    });
}

Result<void> finish_run(Database& database, const Run& run, const RunOutcome& outcome) {
    return database.transact([&](Session& session) { return finish_in(session, run, outcome); });
}

Result<BatchResult> finish_run(Database& database, Run& run, const RunOutcome& outcome,
                               const ImportBatch& last) {
    const auto prepared = prepare_batch(last);
    auto result = database.transact([&](Session& session) -> Result<BatchResult> {
        auto committed = commit_prepared(session, run, last, prepared);
        if (!committed) return committed;
        if (const auto ended = finish_in(session, run, outcome); !ended) return ended.error();
        return committed;
    });
    if (result) note_committed(run, last);
    return result;
}

}  // namespace underpin

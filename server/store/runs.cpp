#include "store/runs.h"

#include "store/error_class_text.h"
#include "store/evidence_row.h"
#include "store/evidence_write.h"
#include "store/journal.h"
#include "store/process_owner.h"
#include "store/run_rows.h"
#include "store/sql.h"
#include "store/touched.h"

namespace underpin {
namespace {

Error not_ours(const Run& run) {
    return {ErrorClass::conflict,
            "run " + std::to_string(run.id) + " of source " + run.source +
                " was taken over or ended by another program",
            "look at the source's runs; import again if the last one failed",
            {}};
}

// ---- begin -------------------------------------------------------------------------------------

struct OpenRun {
    std::int64_t id = 0;
    std::string token, owner, plugin, input;
    std::int64_t lease_until = 0, batches = 0, started_at = 0;
};

std::optional<OpenRun> load_open(Session& session, std::int64_t id) {
    auto row = sql::first<std::string, std::string, std::string, std::string, std::int64_t,
                          std::int64_t, std::int64_t>(
        session,
        "SELECT token, owner, plugin, input, lease_until, batches, started_at FROM import_run "
        "WHERE id = :id",
        id);
    if (!row) return std::nullopt;
    auto& [token, owner, plugin, input, lease_until, batches, started_at] = *row;
    return OpenRun{id, token, owner, plugin, input, lease_until, batches, started_at};
}

std::int64_t insert_run(Session& session, std::int64_t source, const RunRequest& request,
                        const std::string& token, std::int64_t lease_until) {
    sql::execute(session,
                 "INSERT INTO import_run (source_id, status, token, owner, lease_until, actor, "
                 "plugin, input, started_at, message) VALUES (:source, 'running', :token, :owner, "
                 ":lease, :actor, :plugin, :input, :started, '')",
                 source, token, this_process(), lease_until, request.actor, request.plugin,
                 request.input, session.clock().now().ms);
    const auto id = session.last_insert_id();
    sql::execute(session, "UPDATE evidence_source SET open_run = :run WHERE id = :source", id,
                 source);
    return id;
}

void abandon(Session& session, const OpenRun& open) {
    sql::execute(session,
                 "UPDATE import_run SET status = 'failed', failure_class = 'transient', message = "
                 ":message, finished_at = :at WHERE id = :id AND token = :token",
                 "abandoned: " + describe_process(open.owner) + " died, and the next import read " +
                     "something else",
                 session.clock().now().ms, open.id, open.token);
}

Result<Run> begin_in(Session& session, const RunRequest& request, const std::string& token) {
    sql::execute(session,
                 std::string(session.insert_ignore()) + "evidence_source (name) VALUES (:name)",
                 request.source);
    const auto row = sql::first<std::int64_t, std::int64_t>(
        session,
        std::string("SELECT id, open_run FROM evidence_source WHERE name = :name") +
            session.for_update(),
        request.source);
    const auto [source, open_id] = row.value();
    const auto now = session.database_now_ms();
    const auto lease_until = now + request.lease_ms;
    Run run{0, request.source, token, request.lease_ms, false, 0, {}};
    const auto open = open_id == 0 ? std::nullopt : load_open(session, open_id);
    if (open && open->token == token) {  // the commit of the attempt before did happen
        run.id = open->id;
        return run;
    }
    if (open && open->lease_until >= now && !is_process_gone(open->owner)) {
        return Error{ErrorClass::conflict,
                     "source " + request.source + " is being imported by " +
                         describe_process(open->owner) + " since " +
                         format_instant(Instant{open->started_at}),
                     "wait until it has finished",
                     {}};
    }
    if (open && open->plugin == request.plugin && open->input == request.input) {
        sql::execute(session,
                     "UPDATE import_run SET token = :token, owner = :owner, lease_until = :lease "
                     "WHERE id = :id AND token = :old",
                     token, this_process(), lease_until, open->id, open->token);
        run.id = open->id;
        run.resumed = true;
        run.batches = open->batches;
        run.state = load_run_state(session, open->id);
        return run;
    }
    if (open) abandon(session, *open);
    run.id = insert_run(session, source, request, token, lease_until);
    return run;
}

// ---- a batch -----------------------------------------------------------------------------------

struct PreparedBatch {
    std::vector<const Record*> records;
    std::vector<Reject> rejects;  // the importer's, then the store's own
    PreparedRecords prepared;
};

PreparedBatch prepare(const ImportBatch& batch) {
    PreparedBatch out;
    out.rejects = batch.rejects;
    out.records.reserve(batch.records.size());
    for (const auto& record : batch.records) {
        if (auto fault = fault_of_row(record)) {
            out.rejects.push_back(*std::move(fault));
        } else {
            out.records.push_back(&record);
        }
    }
    out.prepared = prepare_records(out.records);
    return out;
}

struct RunCounters {
    std::int64_t source = 0, rejected = 0, warned = 0;
};

// Takes the next batch's turn, or says what became of it.
std::optional<RunCounters> take_turn(Session& session, const Run& run) {
    const auto mine = sql::execute(
        session,
        "UPDATE import_run SET batches = batches + 1, lease_until = :lease WHERE id = :id AND "
        "token = :token AND status = 'running' AND batches = :batches",
        session.database_now_ms() + run.lease_ms, run.id, run.token, run.batches);
    if (mine != 1) return std::nullopt;
    const auto row = sql::first<std::int64_t, std::int64_t, std::int64_t>(
        session, "SELECT source_id, rejected, warned FROM import_run WHERE id = :id", run.id);
    const auto [source, rejected, warned] = row.value();
    return RunCounters{source, rejected, warned};
}

// The batch may have been committed by an attempt whose answer was lost.
Result<BatchResult> answer_of_last_batch(Session& session, const Run& run) {
    const auto row = sql::first<std::int64_t, std::int64_t, std::int64_t, std::int64_t>(
        session,
        "SELECT last_created, last_changed, last_unchanged, last_rejected FROM import_run WHERE "
        "id = :id AND token = :token AND batches = :batches",
        run.id, run.token, run.batches + 1);
    if (!row || !session.after_lost_commit) return not_ours(run);
    const auto [created, changed, unchanged, rejected] = *row;
    return BatchResult{created, changed, unchanged, rejected};
}

SourceCounters load_counters(Session& session, std::int64_t source) {
    const auto row = sql::first<std::int64_t, std::int64_t, std::int64_t>(
        session, "SELECT last_revision, records, shapes FROM evidence_source WHERE id = :id",
        source);
    const auto [last_revision, records, shapes] = row.value();
    return {source, last_revision, records, shapes};
}

void save_counters(Session& session, const SourceCounters& source) {
    sql::execute(session,
                 "UPDATE evidence_source SET last_revision = :revision, records = :records, "
                 "shapes = :shapes WHERE id = :id",
                 source.last_revision, source.records, source.shapes, source.id);
}

void insert_rejects(Session& session, std::int64_t run, std::int64_t first,
                    const std::vector<Reject>& rejects) {
    if (rejects.empty()) return;
    constexpr Column columns[] = {{"run", CellKind::integer},   {"number", CellKind::integer},
                                  {"place", CellKind::integer}, {"column_name", CellKind::text},
                                  {"content", CellKind::text},  {"reason", CellKind::text}};
    const auto writer = session.writer("import_reject", columns);
    for (const auto& reject : rejects) {
        writer->put(run);
        writer->put(first++);
        writer->put(reject.place);
        writer->put(std::string_view(reject.column));
        writer->put(std::string_view(reject.text));
        writer->put(std::string_view(reject.reason));
        writer->end_row();
    }
    writer->flush();
}

void insert_warnings(Session& session, std::int64_t run, std::int64_t first,
                     const std::vector<RunWarning>& warnings) {
    if (warnings.empty()) return;
    constexpr Column columns[] = {{"run", CellKind::integer},
                                  {"number", CellKind::integer},
                                  {"place", CellKind::integer},
                                  {"content", CellKind::text}};
    const auto writer = session.writer("import_warning", columns);
    for (const auto& warning : warnings) {
        writer->put(run);
        writer->put(first++);
        writer->put(warning.place);
        writer->put(std::string_view(warning.text));
        writer->end_row();
    }
    writer->flush();
}

Result<BatchResult> commit_in(Session& session, const Run& run, const ImportBatch& batch,
                              const PreparedBatch& prepared) {
    const auto turn = take_turn(session, run);
    if (!turn) return answer_of_last_batch(session, run);
    auto source = load_counters(session, turn->source);
    auto upsert = upsert_records(session, source, run.id, prepared.prepared);
    append_touched(session, source.id, source.last_revision,
                   coalesce_touched(std::move(upsert.touched)));
    save_counters(session, source);
    insert_rejects(session, run.id, turn->rejected, prepared.rejects);
    insert_warnings(session, run.id, turn->warned, batch.warnings);
    add_run_coverage(session, run.id, batch.covered);
    if (batch.state) save_run_state(session, run.id, batch.stream, *batch.state);
    const BatchResult result{upsert.created, upsert.changed, upsert.unchanged,
                             static_cast<std::int64_t>(prepared.rejects.size())};
    sql::execute(
        session,
        "UPDATE import_run SET created = created + :created, changed = changed + :changed, "
        "unchanged = unchanged + :unchanged, rejected = rejected + :rejected, "
        "warned = warned + :warned, last_created = :created2, last_changed = :changed2, "
        "last_unchanged = :unchanged2, last_rejected = :rejected2 WHERE id = :id",
        result.created, result.changed, result.unchanged, result.rejected, batch.warnings.size(),
        result.created, result.changed, result.unchanged, result.rejected, run.id);
    return result;
}

// ---- the end -----------------------------------------------------------------------------------

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

Result<Run> begin_run(Database& database, const RunRequest& request) {
    const auto token = random_token();
    return database.transact([&](Session& session) { return begin_in(session, request, token); });
}

Result<BatchResult> commit_batch(Database& database, Run& run, const ImportBatch& batch) {
    const auto prepared = prepare(batch);
    auto result = database.transact(
        [&](Session& session) { return commit_in(session, run, batch, prepared); });
    if (result) {
        ++run.batches;
        if (batch.state) run.state[batch.stream] = *batch.state;
    }
    return result;
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

}  // namespace underpin

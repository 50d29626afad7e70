#include "store/evidence_row.h"
#include "store/evidence_write.h"
#include "store/run_rows.h"
#include "store/runs.h"
#include "store/sql.h"
#include "store/touched.h"

namespace underpin {
namespace {

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
    return BatchResult{created, changed, unchanged, rejected, 0, {}};
}

void insert_rejects(Session& session, std::int64_t run, std::int64_t first,
                    const std::vector<Reject>& rejects) {
    if (rejects.empty()) return;
    constexpr Column columns[] = {{"run", CellKind::integer},   {"number", CellKind::integer},
                                  {"place", CellKind::integer}, {"column_name", CellKind::text},
                                  {"content", CellKind::text},  {"reason", CellKind::text},
                                  {"file", CellKind::text}};
    const auto writer = session.writer("import_reject", columns);
    for (const auto& reject : rejects) {
        writer->put(run);
        writer->put(first++);
        writer->put(reject.place);
        writer->put(std::string_view(reject.column));
        writer->put(std::string_view(reject.text));
        writer->put(std::string_view(reject.reason));
        writer->put(std::string_view(reject.file));
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

}  // namespace

PreparedBatch prepare_batch(const ImportBatch& batch) {
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

Result<BatchResult> commit_prepared(Session& session, const Run& run, const ImportBatch& batch,
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
    const BatchResult result{upsert.created,
                             upsert.changed,
                             upsert.unchanged - (run.resumed ? upsert.again : 0),
                             static_cast<std::int64_t>(prepared.rejects.size()),
                             upsert.repeated.rows,
                             upsert.repeated.first};
    const auto unchanged = batch.ahead ? 0 : result.unchanged + batch.unchanged_ahead;
    sql::execute(
        session,
        "UPDATE import_run SET created = created + :created, changed = changed + :changed, "
        "unchanged = unchanged + :unchanged, rejected = rejected + :rejected, "
        "warned = warned + :warned, last_created = :created2, last_changed = :changed2, "
        "last_unchanged = :unchanged2, last_rejected = :rejected2 WHERE id = :id",
        result.created, result.changed, unchanged, result.rejected, batch.warnings.size(),
        result.created, result.changed, result.unchanged, result.rejected, run.id);
    return result;
}

void note_committed(Run& run, const ImportBatch& batch) {
    ++run.batches;
    if (batch.state) run.state[batch.stream] = *batch.state;
}

Result<BatchResult> commit_batch(Database& database, Run& run, const ImportBatch& batch) {
    const auto prepared = prepare_batch(batch);
    auto result = database.transact(
        [&](Session& session) { return commit_prepared(session, run, batch, prepared); });
    if (result) note_committed(run, batch);
    return result;
}

}  // namespace underpin

#include "store/process_owner.h"
#include "store/run_rows.h"
#include "store/runs.h"
#include "store/sql.h"

namespace underpin {
namespace {

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

}  // namespace

Result<Run> begin_run(Database& database, const RunRequest& request) {
    const auto token = random_token();
    return database.transact([&](Session& session) { return begin_in(session, request, token); });
}

}  // namespace underpin

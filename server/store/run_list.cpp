#include <limits>

#include "store/error_class_text.h"
#include "store/process_owner.h"
#include "store/run_rows.h"
#include "store/runs.h"
#include "store/sql.h"

namespace underpin {
namespace {

RunStatus status_of(const std::string& text) {
    if (text == "running") return RunStatus::running;
    return text == "succeeded" ? RunStatus::succeeded : RunStatus::failed;
}

template <typename... Args>
std::vector<RunInfo> load_runs(Session& session, const std::string& rest, const Args&... args) {
    std::vector<RunInfo> runs;
    const auto now = session.database_now_ms();
    sql::each<std::int64_t, std::string, std::string, std::string, std::string, std::string,
              std::string, std::string, std::string, std::int64_t, std::optional<std::int64_t>,
              std::int64_t, std::int64_t, std::int64_t, std::int64_t, std::int64_t, std::int64_t,
              std::int64_t>(
        session,
        "SELECT r.id, s.name, r.actor, r.plugin, r.input, r.owner, r.status, r.failure_class, "
        "r.message, r.started_at, r.finished_at, r.lease_until, r.batches, r.created, r.changed, "
        "r.unchanged, r.rejected, r.warned FROM import_run r JOIN evidence_source s ON s.id = "
        "r.source_id " +
            rest,
        [&](std::int64_t id, const std::string& source, const std::string& actor,
            const std::string& plugin, const std::string& input, const std::string& owner,
            const std::string& status, const std::string& failure, const std::string& message,
            std::int64_t started, std::optional<std::int64_t> finished, std::int64_t lease,
            std::int64_t batches, std::int64_t created, std::int64_t changed,
            std::int64_t unchanged, std::int64_t rejected, std::int64_t warned) {
            RunInfo info;
            info.id = id;
            info.source = source;
            info.actor = actor;
            info.plugin = plugin;
            info.input = input;
            info.owner = describe_process(owner);
            info.status = status_of(status);
            info.failure_class = error_class_of(failure);
            info.message = message;
            info.started = Instant{started};
            if (finished) info.finished = Instant{*finished};
            info.lost =
                info.status == RunStatus::running && (lease < now || is_process_gone(owner));
            info.batches = batches;
            info.created = created;
            info.changed = changed;
            info.unchanged = unchanged;
            info.rejected = rejected;
            info.warnings = warned;
            runs.push_back(std::move(info));
        },
        args...);
    for (auto& info : runs) info.covered = load_run_coverage(session, info.id);
    return runs;
}

std::optional<RunInfo> only(std::vector<RunInfo> runs) {
    if (runs.empty()) return std::nullopt;
    return std::move(runs.front());
}

}  // namespace

std::optional<RunInfo> run_info(Session& session, std::int64_t run) {
    return only(load_runs(session, "WHERE r.id = :run", run));
}

std::optional<RunInfo> open_run(Session& session, const std::string& source) {
    return only(load_runs(session, "WHERE s.name = :source AND r.id = s.open_run", source));
}

std::optional<RunInfo> last_run(Session& session, const std::string& source) {
    return only(load_runs(session, "WHERE s.name = :source ORDER BY r.id DESC LIMIT 1", source));
}

std::vector<RunInfo> list_runs(Session& session, const std::string& source, int limit,
                               std::int64_t before) {
    const auto last = before == 0 ? std::numeric_limits<std::int64_t>::max() : before - 1;
    const auto order = "ORDER BY r.id DESC LIMIT " + std::to_string(limit);
    if (source.empty()) return load_runs(session, "WHERE r.id <= :last " + order, last);
    return load_runs(session, "WHERE s.name = :source AND r.id <= :last " + order, source, last);
}

std::vector<SourceRuns> count_runs(Session& session) {
    std::vector<SourceRuns> counts;
    sql::each<std::string, std::int64_t, std::int64_t, std::optional<std::int64_t>>(
        session,
        "SELECT s.name, COUNT(r.id), COUNT(CASE WHEN r.status = 'failed' THEN 1 END), MAX(CASE "
        "WHEN r.status = 'succeeded' THEN r.finished_at END) FROM evidence_source s LEFT JOIN "
        "import_run r ON r.source_id = s.id GROUP BY s.name ORDER BY s.name",
        [&](const std::string& source, std::int64_t runs, std::int64_t failed,
            std::optional<std::int64_t> finished) {
            SourceRuns count{source, runs, failed, std::nullopt};
            if (finished) count.last_success = Instant{*finished};
            counts.push_back(std::move(count));
        });
    return counts;
}

std::map<std::string, std::string> last_state(Session& session, const std::string& source) {
    const auto run = sql::value<std::int64_t>(
        session,
        "SELECT MAX(r.id) FROM import_run r JOIN evidence_source s ON s.id = r.source_id WHERE "
        "s.name = :source AND r.status = 'succeeded'",
        source);
    return run == 0 ? std::map<std::string, std::string>() : load_run_state(session, run);
}

std::vector<Reject> load_rejects(Session& session, std::int64_t run, std::int64_t offset,
                                 int limit) {
    std::vector<Reject> rejects;
    sql::each<std::int64_t, std::string, std::string, std::string, std::string>(
        session,
        "SELECT place, column_name, content, reason, file FROM import_reject WHERE run = :run AND "
        "number >= :offset ORDER BY number LIMIT " +
            std::to_string(limit),
        [&](std::int64_t place, const std::string& column, const std::string& content,
            const std::string& reason, const std::string& file) {
            rejects.push_back({place, column, content, reason, file});
        },
        run, offset);
    return rejects;
}

std::vector<RunWarning> load_warnings(Session& session, std::int64_t run, std::int64_t offset,
                                      int limit) {
    std::vector<RunWarning> warnings;
    sql::each<std::int64_t, std::string>(
        session,
        "SELECT place, content FROM import_warning WHERE run = :run AND number >= :offset ORDER BY "
        "number LIMIT " +
            std::to_string(limit),
        [&](std::int64_t place, const std::string& content) {
            warnings.push_back({place, content});
        },
        run, offset);
    return warnings;
}

}  // namespace underpin

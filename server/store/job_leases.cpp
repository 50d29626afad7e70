// Taking jobs, keeping them, and ending attempts.
#include "store/job_rows.h"
#include "store/jobs.h"

namespace underpin {
namespace {

constexpr int candidates_a_look = 50;

Error lost(const JobLease& lease) {
    return {ErrorClass::conflict,
            "job " + std::to_string(lease.id) + " is not this worker's any more",
            "another server has taken it over, or its lease ended",
            {}};
}

// An UPDATE that leaves a row alone whose change would give it a key that another one has.
const char* update_ignore(const Session& session) {
    return session.backend() == Backend::mysql ? "UPDATE IGNORE job SET "
                                               : "UPDATE OR IGNORE job SET ";
}

bool take(Session& session, const JobLease& lease) {
    return sql::execute(session,
                        std::string(update_ignore(session)) +
                            "state = 'running', token = :token, owner = :owner, lease_until = "
                            ":lease, attempts = attempts + 1, started_at = :started, done = 0, "
                            "total = 0, waiting_key = NULL, lane_key = NULLIF(lane, ''), version = "
                            "version + 1 WHERE id = :id AND state = 'queued'",
                        lease.token, this_process(), session.database_now_ms() + lease.lease_ms,
                        session.clock().now().ms, lease.id) == 1;
}

void end_attempt(Session& session, const JobLease& lease, const char* state, const Error* error,
                 const std::string& result) {
    sql::execute(
        session,
        "UPDATE job SET state = :state, token = '', owner = '', lane_key = NULL, version = "
        "version + 1, finished_at = :at, error_class = :class, message = :message, hint = "
        ":hint, result = :result WHERE id = :id AND token = :token",
        state, session.clock().now().ms,
        error != nullptr ? error_class_text(error->error_class) : "",
        error != nullptr ? error->message : "", error != nullptr ? error->hint : "", result,
        lease.id, lease.token);
}

struct Orphan {
    std::int64_t id = 0, attempts = 0;
    bool cancel = false;
    std::string token, owner;
};

std::vector<Orphan> load_orphans(Session& session) {
    std::vector<Orphan> orphans;
    const auto now = session.database_now_ms();
    sql::each<std::int64_t, std::int64_t, std::int64_t, std::string, std::string, std::int64_t>(
        session,
        "SELECT id, attempts, cancel_wanted, token, owner, lease_until FROM job WHERE state = "
        "'running'",
        [&](std::int64_t id, std::int64_t attempts, std::int64_t cancel, const std::string& token,
            const std::string& owner, std::int64_t lease) {
            if (lease >= now && !is_process_gone(owner)) return;
            orphans.push_back({id, attempts, cancel != 0, token, owner});
        });
    return orphans;
}

void recover(Session& session, const Orphan& orphan, std::int64_t most_attempts) {
    // The row is changed only as it was seen: a worker that was slow may have renewed it.
    const auto now = session.database_now_ms();
    const JobLease lease{orphan.id, orphan.token, 0};
    const bool gone = is_process_gone(orphan.owner);
    const auto taken = sql::execute(
        session,
        "UPDATE job SET version = version + 1 WHERE id = :id AND token = :token AND state = "
        "'running' AND (lease_until < :now OR :gone = 1)",
        orphan.id, orphan.token, now, gone ? 1 : 0);
    if (taken != 1) return;
    const auto who = describe_process(orphan.owner);
    if (orphan.cancel) {
        fail_job(session, lease,
                 {ErrorClass::cancelled, "cancelled; " + who + " had died", "", {}});
    } else if (orphan.attempts >= most_attempts) {
        fail_job(session, lease,
                 {ErrorClass::internal,
                  "the server died " + std::to_string(orphan.attempts) +
                      " times while it ran this, the last time " + who,
                  "look into the server's log and memory, then start it again by hand",
                  {}});
    } else {
        retry_job(session, lease, {ErrorClass::transient, who + " died", "", {}},
                  session.clock().now());
    }
}

}  // namespace

std::optional<TakenJob> take_job(Database& database, std::int64_t lease_ms) {
    const auto token = random_token();
    const auto now = database.clock().now();
    const auto candidates = database.read([&](Session& session) {
        std::vector<std::int64_t> ids;
        // A lane is a queue: also one that waits for another try is not overtaken.
        sql::each<std::int64_t>(
            session,
            "SELECT id FROM job j WHERE state = 'queued' AND next_try_at <= :now AND NOT EXISTS "
            "(SELECT 1 FROM job r WHERE r.lane = j.lane AND j.lane <> '' AND r.id < j.id AND "
            "r.state IN ('queued', 'running')) ORDER BY next_try_at, id LIMIT " +
                std::to_string(candidates_a_look),
            [&](std::int64_t id) { ids.push_back(id); }, now.ms);
        return ids;
    });
    for (const auto id : candidates) {
        const JobLease lease{id, token, lease_ms};
        auto taken = database.transact([&](Session& session) -> std::optional<TakenJob> {
            if (session.after_lost_commit) {
                const auto ours = load_jobs(session, "WHERE token = :token", token);
                if (!ours.empty()) return TakenJob{lease, ours.front()};
            }
            if (!take(session, lease)) return std::nullopt;
            return TakenJob{lease, find_job(session, id).value()};
        });
        if (taken) return taken;
    }
    return std::nullopt;
}

void prove_job(Session& session, const JobLease& lease) {
    const auto held = sql::execute(
        session,
        "UPDATE job SET lease_until = :lease, version = version + 1 WHERE id = :id AND token = "
        ":token AND state = 'running'",
        session.database_now_ms() + lease.lease_ms, lease.id, lease.token);
    if (held != 1) throw Failure(lost(lease));
}

Result<bool> renew_job(Database& database, const JobLease& lease) {
    try {
        return database.transact([&](Session& session) {
            prove_job(session, lease);
            return sql::value<std::int64_t>(session, "SELECT cancel_wanted FROM job WHERE id = :id",
                                            lease.id) != 0;
        });
    } catch (const Failure& failure) {
        if (failure.error().error_class == ErrorClass::conflict) return failure.error();
        throw;
    }
}

void set_job_progress(Session& session, const JobLease& lease, std::int64_t done,
                      std::int64_t total) {
    sql::execute(session,
                 "UPDATE job SET done = :done, total = :total, version = version + 1 WHERE id = "
                 ":id AND token = :token",
                 done, total, lease.id, lease.token);
}

void set_job_run(Session& session, const JobLease& lease, std::int64_t run) {
    sql::execute(session,
                 "UPDATE job SET import_run = :run, version = version + 1 WHERE id = :id AND token "
                 "= :token",
                 run, lease.id, lease.token);
}

void succeed_job(Session& session, const JobLease& lease, const std::string& result) {
    end_attempt(session, lease, "succeeded", nullptr, result);
}

void fail_job(Session& session, const JobLease& lease, const Error& error) {
    end_attempt(session, lease, error.error_class == ErrorClass::cancelled ? "cancelled" : "failed",
                &error, "");
}

void retry_job(Session& session, const JobLease& lease, const Error& error, Instant next_try) {
    sql::execute(
        session,
        "UPDATE job SET state = 'queued', token = '', owner = '', lane_key = NULL, version "
        "= version + 1, next_try_at = :next, error_class = :class, message = :message, "
        "hint = :hint WHERE id = :id AND token = :token",
        next_try.ms, error_class_text(error.error_class), error.message, error.hint, lease.id,
        lease.token);
}

void release_job(Session& session, const JobLease& lease) {
    sql::execute(
        session,
        "UPDATE job SET state = 'queued', token = '', owner = '', lane_key = NULL, version "
        "= version + 1, attempts = attempts - 1 WHERE id = :id AND token = :token",
        lease.id, lease.token);
}

int recover_jobs(Database& database, std::int64_t most_attempts) {
    const auto orphans = database.read(load_orphans);
    for (const auto& orphan : orphans) {
        database.transact([&](Session& session) { recover(session, orphan, most_attempts); });
    }
    return static_cast<int>(orphans.size());
}

}  // namespace underpin

// Jobs: what is to be done apart from the request that asked for it, as rows that any server of
// the installation takes, one at a time each. Who takes a job gets a token and a lease by the
// database's clock; every later change, and every transaction of the job's own work
// (prove_job), names the token and stops where it is no longer the row's.
//
// Functions that take a Session belong into a transaction of the caller; those that take the
// Database are transactions of their own. Any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/instant.h"
#include "base/result.h"
#include "store/database.h"

namespace underpin {

enum class JobState { queued, running, succeeded, failed, cancelled };
[[nodiscard]] const char* job_state_name(JobState state);
[[nodiscard]] std::optional<JobState> job_state_of(std::string_view name);
[[nodiscard]] bool is_finished(JobState state);

struct NewJob {
    std::string kind;     // "import"
    std::string subject;  // what it is about, by id; may be empty
    std::string payload;  // JSON; the kind's own
    std::string actor;
    // Of jobs with equal keys only one waits: a second is the first. None: each is its own.
    std::optional<std::string> waiting_key;
    // Given by who asks: a second job of the same key is never made, however the first ended.
    std::optional<std::string> request_key;
    std::string lane;  // jobs of one lane run one after the other, by id; empty: free of others
};

struct JobRow {
    std::int64_t id = 0;
    std::string kind, subject, payload, actor, lane;
    JobState state = JobState::queued;
    std::int64_t version = 0;  // grows with every change
    bool cancel_wanted = false;
    std::string worker;  // "process 42 on mars"; empty: nobody has taken it
    std::int64_t attempts = 0;
    Instant next_try;  // of a queued one
    std::int64_t done = 0, total = 0;
    std::optional<std::int64_t> import_run;
    Instant created;
    std::optional<Instant> started, finished;  // of the last attempt; of the end
    std::optional<Error> error;                // of the last attempt that failed
    std::string result;                        // JSON of a succeeded one
};

// The job, or the one that it would double. A request key that was given for something else is
// ErrorClass::conflict.
[[nodiscard]] Result<JobRow> enqueue_job(Session& session, const NewJob& job);

[[nodiscard]] std::optional<JobRow> find_job(Session& session, std::int64_t id);

struct JobFilter {
    std::string kind, subject;      // empty: any
    std::optional<JobState> state;  // none: any
    std::int64_t before = 0;        // the cursor: only ids below it; 0: from the newest
    int limit = 100;
};
[[nodiscard]] std::vector<JobRow> list_jobs(Session& session, const JobFilter& filter);

// Queued jobs are cancelled at once, a running one by its worker, finished ones stay (conflict).
[[nodiscard]] Result<JobRow> cancel_job(Session& session, std::int64_t id,
                                        const std::string& actor);

// ---- for workers

struct JobLease {
    std::int64_t id = 0;
    std::string token;
    std::int64_t lease_ms = 0;
};
struct TakenJob {
    JobLease lease;
    JobRow row;
};
// The next job that may run; none: nothing to do now.
[[nodiscard]] std::optional<TakenJob> take_job(Database& database, std::int64_t lease_ms);

// Proves, inside of a transaction, that the job is still the caller's, and renews its lease: a
// Failure of class conflict otherwise. A write, so that a cluster's certification sees it.
void prove_job(Session& session, const JobLease& lease);

// Renews, and says whether somebody wants the job to be cancelled. ErrorClass::conflict: lost.
[[nodiscard]] Result<bool> renew_job(Database& database, const JobLease& lease);
void set_job_progress(Session& session, const JobLease& lease, std::int64_t done,
                      std::int64_t total);
void set_job_run(Session& session, const JobLease& lease, std::int64_t run);

// The ends of an attempt. To be called in a transaction that has proven the lease.
void succeed_job(Session& session, const JobLease& lease, const std::string& result);
void fail_job(Session& session, const JobLease& lease, const Error& error);  // or cancelled
void retry_job(Session& session, const JobLease& lease, const Error& error, Instant next_try);
// Back to the queue as if it had not been tried: the server stops.
void release_job(Session& session, const JobLease& lease);

// Jobs whose server died (its process is gone, or the lease is over) go back to the queue, or fail
// where that happened `most_attempts` times. How many there were.
[[nodiscard]] int recover_jobs(Database& database, std::int64_t most_attempts);

// Removes finished jobs, the oldest first: those before the instant, and those beyond the newest
// `keep`; some thousand a call at most. How many.
[[nodiscard]] int trim_jobs(Database& database, Instant before, std::int64_t keep);

struct JobCounts {
    std::int64_t queued = 0, running = 0;
    std::optional<Instant> oldest_queued;
};
[[nodiscard]] JobCounts count_jobs(Session& session);

// ---- schedules: when something is to be done next. Several servers may look at once; only one
// moves a schedule on.

struct JobSchedule {
    std::string name;        // "source/acme"
    std::string definition;  // what `next` was computed from
    Instant next;
};
[[nodiscard]] std::vector<JobSchedule> load_schedules(Session& session);
// False: somebody else changed it meanwhile. `from` none: there is none yet.
[[nodiscard]] bool move_schedule(Session& session, const std::optional<JobSchedule>& from,
                                 const JobSchedule& to);
[[nodiscard]] bool drop_schedule(Session& session, const JobSchedule& schedule);  // likewise

}  // namespace underpin

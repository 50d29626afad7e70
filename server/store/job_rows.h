// Inside of the store: rows of `job` as values.
#pragma once

#include <string>
#include <vector>

#include "store/error_class_text.h"
#include "store/jobs.h"
#include "store/process_owner.h"
#include "store/sql.h"

namespace underpin {

// Jobs by what follows FROM job.
template <typename... Args>
std::vector<JobRow> load_jobs(Session& session, const std::string& rest, const Args&... args) {
    std::vector<JobRow> rows;
    sql::each<std::int64_t, std::string, std::string, std::string, std::string, std::string,
              std::string, std::int64_t, std::int64_t, std::string, std::int64_t, std::int64_t,
              std::int64_t, std::int64_t, std::optional<std::int64_t>, std::int64_t,
              std::optional<std::int64_t>, std::optional<std::int64_t>, std::string, std::string,
              std::string, std::string>(
        session,
        "SELECT id, kind, subject, payload, actor, lane, state, version, cancel_wanted, owner, "
        "attempts, next_try_at, done, total, import_run, created_at, started_at, finished_at, "
        "error_class, message, hint, result FROM job " +
            rest,
        [&](std::int64_t id, const std::string& kind, const std::string& subject,
            const std::string& payload, const std::string& actor, const std::string& lane,
            const std::string& state, std::int64_t version, std::int64_t cancel,
            const std::string& owner, std::int64_t attempts, std::int64_t next, std::int64_t done,
            std::int64_t total, std::optional<std::int64_t> run, std::int64_t created,
            std::optional<std::int64_t> started, std::optional<std::int64_t> finished,
            const std::string& error_class, const std::string& message, const std::string& hint,
            const std::string& result) {
            JobRow row;
            row.id = id;
            row.kind = kind;
            row.subject = subject;
            row.payload = payload;
            row.actor = actor;
            row.lane = lane;
            row.state = job_state_of(state).value_or(JobState::failed);
            row.version = version;
            row.cancel_wanted = cancel != 0;
            if (!owner.empty()) row.worker = describe_process(owner);
            row.attempts = attempts;
            row.next_try = Instant{next};
            row.done = done;
            row.total = total;
            row.import_run = run;
            row.created = Instant{created};
            if (started) row.started = Instant{*started};
            if (finished) row.finished = Instant{*finished};
            if (!error_class.empty()) {
                row.error = Error{error_class_of(error_class), message, hint, {}};
            }
            row.result = result;
            rows.push_back(std::move(row));
        },
        args...);
    return rows;
}

}  // namespace underpin

#include "store/jobs.h"

#include <array>

#include "store/job_rows.h"
#include "store/journal.h"

namespace underpin {
namespace {

constexpr std::array<const char*, 5> state_names{"queued", "running", "succeeded", "failed",
                                                 "cancelled"};
constexpr int rows_a_trim = 2'000;

std::optional<JobRow> only(std::vector<JobRow> rows) {
    if (rows.empty()) return std::nullopt;
    return std::move(rows.front());
}

std::string subject_of(const JobRow& row) { return "Job/" + std::to_string(row.id); }

// Where the key belongs to another job already, that one.
Result<std::optional<JobRow>> find_equal(Session& session, const NewJob& job) {
    if (job.request_key) {
        auto row = only(load_jobs(session, "WHERE request_key = :key", *job.request_key));
        if (row &&
            (row->kind != job.kind || row->subject != job.subject || row->payload != job.payload)) {
            return Error{ErrorClass::conflict,
                         "the key " + *job.request_key + " was given for job " +
                             std::to_string(row->id) + ", which is another request",
                         "take a new key for each request",
                         {}};
        }
        if (row) return row;
    }
    if (!job.waiting_key) return std::optional<JobRow>();
    return only(load_jobs(session, "WHERE waiting_key = :key", *job.waiting_key));
}

}  // namespace

const char* job_state_name(JobState state) {
    return state_names.at(static_cast<std::size_t>(state));
}

std::optional<JobState> job_state_of(std::string_view name) {
    for (std::size_t i = 0; i < state_names.size(); ++i) {
        if (name == state_names[i]) return static_cast<JobState>(i);
    }
    return std::nullopt;
}

bool is_finished(JobState state) { return state != JobState::queued && state != JobState::running; }

Result<JobRow> enqueue_job(Session& session, const NewJob& job) {
    auto equal = find_equal(session, job);
    if (!equal) return equal.error();
    if (*equal) return **equal;
    const auto now = session.clock().now().ms;
    // Ignored where another transaction has put an equal key in since we looked.
    const auto added = sql::execute(
        session,
        std::string(session.insert_ignore()) +
            "job (kind, subject, payload, state, actor, request_key, waiting_key, lane, "
            "next_try_at, created_at, message, hint, result) VALUES (:kind, :subject, :payload, "
            "'queued', :actor, :request, :waiting, :lane, :next, :created, '', '', '')",
        job.kind, job.subject, job.payload, job.actor, job.request_key, job.waiting_key, job.lane,
        now, now);
    if (added == 1) return find_job(session, session.last_insert_id()).value();
    equal = find_equal(session, job);
    if (!equal) return equal.error();
    if (*equal) return **equal;
    return Error{
        ErrorClass::transient, "another job with the same key came in between", "try again", {}};
}

std::optional<JobRow> find_job(Session& session, std::int64_t id) {
    return only(load_jobs(session, "WHERE id = :id", id));
}

std::vector<JobRow> list_jobs(Session& session, const JobFilter& filter) {
    const auto before = filter.before > 0 ? filter.before : INT64_MAX;
    const std::string state = filter.state ? job_state_name(*filter.state) : "";
    return load_jobs(session,
                     "WHERE id < :before AND (:kind1 = '' OR kind = :kind2) AND (:subject1 = '' OR "
                     "subject = :subject2) AND (:state1 = '' OR state = :state2) ORDER BY id DESC "
                     "LIMIT " +
                         std::to_string(filter.limit),
                     before, filter.kind, filter.kind, filter.subject, filter.subject, state,
                     state);
}

Result<JobRow> cancel_job(Session& session, std::int64_t id, const std::string& actor) {
    const auto row =
        only(load_jobs(session, std::string("WHERE id = :id") + session.for_update(), id));
    if (!row) {
        return Error{ErrorClass::not_found,
                     "there is no job " + std::to_string(id),
                     "underpin jobs list shows them",
                     {}};
    }
    if (is_finished(row->state)) {
        return Error{ErrorClass::conflict,
                     "job " + std::to_string(id) + " has " +
                         (row->state == JobState::cancelled ? "been cancelled" : "finished") +
                         " already",
                     "",
                     {}};
    }
    if (row->state == JobState::queued) {
        sql::execute(session,
                     "UPDATE job SET state = 'cancelled', waiting_key = NULL, cancel_wanted = 1, "
                     "version = version + 1, finished_at = :at, error_class = 'cancelled', message "
                     "= :message, hint = '' WHERE id = :id",
                     session.clock().now().ms, "cancelled by " + actor, id);
    } else {
        sql::execute(session,
                     "UPDATE job SET cancel_wanted = 1, version = version + 1 WHERE id = :id", id);
    }
    append_journal(session, {actor, "cancel", subject_of(*row), row->kind + " " + row->subject});
    return find_job(session, id).value();
}

int trim_jobs(Database& database, Instant before, std::int64_t keep) {
    return database.transact([&](Session& session) {
        const auto newest = sql::value<std::int64_t>(
            session,
            "SELECT id FROM job WHERE state NOT IN ('queued', 'running') ORDER BY id DESC "
            "LIMIT 1 OFFSET " +
                std::to_string(keep));
        std::vector<std::int64_t> old;
        sql::each<std::int64_t>(
            session,
            "SELECT id FROM job WHERE state NOT IN ('queued', 'running') AND (finished_at < "
            ":before OR id <= :newest) ORDER BY id LIMIT " +
                std::to_string(rows_a_trim),
            [&](std::int64_t id) { old.push_back(id); }, before.ms, newest);
        for (const auto id : old) sql::execute(session, "DELETE FROM job WHERE id = :id", id);
        return static_cast<int>(old.size());
    });
}

JobCounts count_jobs(Session& session) {
    JobCounts counts;
    sql::each<std::string, std::int64_t, std::int64_t>(
        session,
        "SELECT state, COUNT(*), MIN(created_at) FROM job WHERE state IN ('queued', 'running') "
        "GROUP BY state",
        [&](const std::string& state, std::int64_t count, std::int64_t oldest) {
            if (state == "running") {
                counts.running = count;
            } else {
                counts.queued = count;
                counts.oldest_queued = Instant{oldest};
            }
        });
    return counts;
}

}  // namespace underpin

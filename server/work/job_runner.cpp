#include "work/job_runner.h"

#include <random>

#include "base/log.h"
#include "work/jobs.h"

namespace underpin {

namespace {

using SteadyClock = std::chrono::steady_clock;
using Milliseconds = std::chrono::milliseconds;

constexpr std::int64_t progress_every_ms = 500;

void log_failure(std::string_view event, const Error& error) {
    log_event(LogLevel::error, event, {{"error", error.to_string()}});
}

// Runs a step of a loop that must not end because the database is away for a while.
template <typename F>
void survive(std::string_view what, F&& step) {
    try {
        step();
    } catch (const Failure& failure) {
        log_failure(what, failure.error());
    } catch (const std::exception& error) {
        log_event(LogLevel::error, what, {{"error", std::string(error.what())}});
    }
}

}  // namespace

struct JobRunner::Active {
    explicit Active(const JobLease& lease_) : lease(lease_) {}

    JobLease lease;
    std::atomic<bool> cancel{false};
    std::atomic<Interrupt> why{Interrupt::none};
    SteadyClock::time_point renewed = SteadyClock::now();  // by the tending thread only

    void interrupt(Interrupt reason) {
        auto none = Interrupt::none;
        why.compare_exchange_strong(none, reason);
        cancel = true;
    }
};

JobRunner::JobRunner(const Context& context, JobOptions options)
    : context_(context),
      options_(std::move(options)),
      scheduler_(context_, options_.schedules),
      backups_(options_.backups) {}

JobRunner::~JobRunner() { stop(); }

void JobRunner::start() {
    for (unsigned i = 0; i < options_.workers; ++i) threads_.emplace_back([this] { work_loop(); });
    threads_.emplace_back([this] { tend_loop(); });
}

void JobRunner::stop() {
    {
        std::unique_lock lock(mutex_);
        stopping_ = true;
        changed_.notify_all();
        changed_.wait_for(lock, Milliseconds(threads_.empty() ? 0 : options_.stop_ms),
                          [&] { return active_.empty(); });
        for (const auto& [id, active] : active_) active->interrupt(Interrupt::stopping);
    }
    for (auto& thread : threads_) thread.join();
    threads_.clear();
}

void JobRunner::wake() {
    const std::lock_guard lock(mutex_);
    ++woken_;
    changed_.notify_all();
}

void JobRunner::change(const BackupOptions& backups) {
    const std::lock_guard lock(mutex_);
    backups_ = backups;
}

BackupOptions JobRunner::backups() {
    const std::lock_guard lock(mutex_);
    return backups_;
}

bool JobRunner::wait(std::int64_t ms) {
    std::unique_lock lock(mutex_);
    const auto seen = woken_;
    changed_.wait_for(lock, Milliseconds(ms), [&] { return stopping_ || woken_ != seen; });
    return !stopping_;
}

void JobRunner::work_loop() {
    bool more = true;
    while (more) {
        bool worked = false;
        survive("taking a job", [&] { worked = run_one(); });
        if (worked) {
            const std::lock_guard lock(mutex_);
            more = !stopping_;
        } else {
            more = wait(options_.poll_ms);
        }
    }
}

// Keeps the leases until the last worker is done, so that a stopping server loses no job.
void JobRunner::tend_loop() {
    auto ticked = SteadyClock::time_point{};
    while (true) {
        survive("keeping jobs", [&] { beat(); });
        bool stopping = false;
        {
            std::unique_lock lock(mutex_);
            stopping = stopping_;
            if (stopping && active_.empty()) return;
        }
        if (!stopping && SteadyClock::now() - ticked >= Milliseconds(options_.poll_ms)) {
            survive("scheduling", [&] { tick(); });
            ticked = SteadyClock::now();
        }
        std::unique_lock lock(mutex_);
        changed_.wait_for(lock, Milliseconds(options_.beat_ms),
                          [&] { return stopping_ && active_.empty(); });
    }
}

void JobRunner::beat() {
    std::vector<std::shared_ptr<Active>> actives;
    {
        const std::lock_guard lock(mutex_);
        for (const auto& [id, active] : active_) actives.push_back(active);
    }
    for (const auto& active : actives) {
        const auto& lease = active->lease;
        if (SteadyClock::now() - active->renewed >= Milliseconds(lease.lease_ms / 3)) {
            const auto renewed = renew_job(context_.database, lease);
            if (!renewed) active->interrupt(Interrupt::lost);
            active->renewed = SteadyClock::now();
        }
        const auto row =
            context_.database.read([&](Session& session) { return find_job(session, lease.id); });
        if (row && row->cancel_wanted) active->interrupt(Interrupt::cancelled);
    }
}

void JobRunner::tick() {
    if (recover_jobs(context_.database, options_.most_attempts) > 0) wake();
    if (scheduler_.tick(backups())) wake();
}

bool JobRunner::run_one() {
    {
        const std::lock_guard lock(mutex_);
        if (stopping_) return false;
    }
    const auto taken = take_job(context_.database, options_.lease_ms);
    if (!taken) return false;
    run(*taken);
    return true;
}

void JobRunner::run(const TakenJob& job) {
    const auto active = std::make_shared<Active>(job.lease);
    {
        const std::lock_guard lock(mutex_);
        active_.emplace(job.lease.id, active);
        if (stopping_) active->interrupt(Interrupt::stopping);
    }
    const auto proven =
        context_.database.with_proof([&](Session& session) { prove_job(session, job.lease); });
    Context context{*proven,
                    context_.clock,
                    context_.plugins,
                    context_.scorers,
                    "job:" + std::to_string(job.row.id),
                    context_.threads,
                    context_.rules,
                    context_.parsed};
    auto told = SteadyClock::now();
    const auto backup_options = backups();
    const JobWork work{
        context, job, backup_options, active->cancel, [&](std::int64_t done, std::int64_t total) {
            const auto now = SteadyClock::now();
            if (now - told < Milliseconds(progress_every_ms)) return;
            told = now;
            proven->transact(
                [&](Session& session) { set_job_progress(session, job.lease, done, total); });
        }};
    Result<JobResult> result = Error{};
    try {
        result = run_job(work);
    } catch (const Failure& failure) {
        result = failure.error();
    } catch (const std::exception& error) {
        result = Error{
            ErrorClass::internal, error.what(), "this looks like a bug; please report it", {}};
    }
    survive("ending a job", [&] { finish(job, *proven, *active, result); });
    const std::lock_guard lock(mutex_);
    active_.erase(job.lease.id);
    changed_.notify_all();
}

bool JobRunner::retries(const Error& error, std::int64_t attempts) const {
    switch (error.error_class) {
        case ErrorClass::transient:
        case ErrorClass::conflict:
        case ErrorClass::internal: return attempts < options_.most_attempts;
        default: return false;  // the same again would fail the same way
    }
}

Duration JobRunner::retry_after(std::int64_t attempts) const {
    auto wait = options_.first_retry;
    for (std::int64_t i = 1; i < attempts && wait < options_.last_retry; ++i) wait = wait + wait;
    wait = std::min(wait, options_.last_retry);
    // Up to a quarter more, so that what failed together is not tried again together.
    thread_local std::minstd_rand random{std::random_device{}()};
    return wait + Duration{std::uniform_int_distribution<std::int64_t>(0, wait.ms / 4)(random)};
}

void JobRunner::finish(const TakenJob& job, Database& database, const Active& active,
                       const Result<JobResult>& result) {
    const auto why = active.why.load();
    if (why == Interrupt::lost) {
        log_event(LogLevel::warning, "lost a job", {{"job", job.row.id}});
        return;
    }
    const auto attempts = job.row.attempts;
    database.transact([&](Session& session) {
        if (result) {
            succeed_job(session, job.lease, result->json);
            for (const auto& next : result->then) require(enqueue_job(session, next));
        } else if (why == Interrupt::stopping) {
            release_job(session, job.lease);
        } else if (why == Interrupt::cancelled) {
            fail_job(session, job.lease,
                     {ErrorClass::cancelled, result.error().message, result.error().hint, {}});
        } else if (retries(result.error(), attempts)) {
            retry_job(session, job.lease, result.error(),
                      context_.clock.now() + retry_after(attempts));
        } else {
            fail_job(session, job.lease, result.error());
        }
    });
    log_event(result ? LogLevel::info : LogLevel::warning, "job",
              {{"job", job.row.id},
               {"kind", job.row.kind},
               {"subject", job.row.subject},
               {"outcome", result ? std::string("succeeded") : result.error().to_string()}});
    if (result && !result->then.empty()) wake();
}

}  // namespace underpin

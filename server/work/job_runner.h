// Runs jobs: some workers, and one thread that keeps their leases, schedules what is due and
// seals the journal. Any number of runners, in this process or in others, share one database and
// do nothing twice.
//
// start(), stop() by one thread; wake() and the tests' single steps by any. Borrows what the
// context borrows.
#pragma once

#include <atomic>
#include <condition_variable>
#include <map>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "work/job_kinds.h"
#include "work/scheduler.h"

namespace underpin {

struct JobOptions {
    unsigned workers = 2;
    std::int64_t lease_ms = 30'000;  // a server that is silent for so long has lost its jobs
    std::int64_t poll_ms = 1'000;    // how soon the orders of other servers are seen
    std::int64_t beat_ms = 500;      // how soon a wish to cancel is seen
    std::int64_t stop_ms = 10'000;   // how long a stop waits before it interrupts
    std::int64_t most_attempts = 6;
    Duration first_retry{30'000};  // doubled by every attempt, with some jitter
    Duration last_retry = hour;
    BackupOptions backups;
    ScheduleOptions schedules;
};

class JobRunner {
  public:
    JobRunner(const Context& context, JobOptions options);
    ~JobRunner();  // stops
    JobRunner(const JobRunner&) = delete;
    JobRunner& operator=(const JobRunner&) = delete;

    void start();
    // Takes no more jobs; what runs may finish for stop_ms, then it is interrupted and goes back
    // to the queue.
    void stop();
    void wake();
    // From the next look at the schedules, and for the jobs begun from now on.
    void change(const BackupOptions& backups);

    // One step each, on the caller's thread: what the threads do again and again.
    bool run_one();  // false: there was nothing to do
    void tick();     // recovers, schedules, trims, seals
    void beat();     // renews leases, passes on the wish to cancel

  private:
    struct Active;
    enum class Interrupt { none, cancelled, lost, stopping };

    void work_loop();
    void tend_loop();
    void run(const TakenJob& job);
    void finish(const TakenJob& job, Database& database, const Active& active,
                const Result<JobResult>& result);
    [[nodiscard]] bool retries(const Error& error, std::int64_t attempts) const;
    [[nodiscard]] Duration retry_after(std::int64_t attempts) const;
    [[nodiscard]] BackupOptions backups();
    bool wait(std::int64_t ms);  // false: it is time to stop

    Context context_;
    JobOptions options_;
    Scheduler scheduler_;
    std::mutex mutex_;  // active_, woken_, stopping_, backups_
    std::condition_variable changed_;
    std::uint64_t woken_ = 0;
    bool stopping_ = false;
    BackupOptions backups_;
    std::map<std::int64_t, std::shared_ptr<Active>> active_;
    std::vector<std::thread> threads_;
};

}  // namespace underpin

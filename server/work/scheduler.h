// What comes by itself: imports by each source's schedule, the roll-over of periods, measuring
// what changed or what time has made old, backups, sealing, and trimming of old jobs.
//
// Several schedulers may look at one database: a schedule's row is moved on by one of them, in the
// transaction that queues the job. A time that was missed is made up for once. One thread at a
// time.
#pragma once

#include <map>
#include <optional>
#include <string>

#include "domain/terms.h"
#include "store/jobs.h"
#include "work/context.h"
#include "work/job_kinds.h"

namespace underpin {

struct ScheduleOptions {
    Duration refresh = hour;  // how often what time alone changes (open periods) is measured again
    Duration keep_jobs{90 * day.ms};  // finished ones; and at most so many:
    std::int64_t keep_newest_jobs = 10'000;
};

class Scheduler {
  public:
    Scheduler(const Context& context, ScheduleOptions options);

    bool tick(const BackupOptions& backups);  // true: something was queued

  private:
    // A schedule as the documents and options have it now.
    struct Plan {
        std::string definition;       // what `next` is computed from; another one moves the row
        std::optional<Instant> next;  // after now; none: not again
        NewJob job;                   // to be queued when the stored time has come
    };

    bool follow_schedules(Instant now);
    void make_plans(const Portfolio& portfolio, Instant now);
    void plan_sources(const Portfolio& portfolio, Instant now);
    void plan_periods(const Portfolio& portfolio, Instant now);
    bool follow(const std::string& name, const std::optional<JobSchedule>& stored, Instant now);
    bool measure_what_changed();
    void trim(Instant now);
    void seal(Instant now);

    Context context_;
    ScheduleOptions options_;
    BackupOptions backups_;
    std::map<std::string, Plan> plans_;
    std::int64_t planned_revision_ = -1;   // of the documents
    Instant look_again_ = Instant::min();  // nothing is due before
    std::string measured_;                 // stamp of what measuring was last queued for
    Instant trimmed_ = Instant::min(), sealed_ = Instant::min();
    std::int64_t sealed_entry_ = -1;
};

}  // namespace underpin

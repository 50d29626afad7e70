// What each kind of job does. Inside of this folder only. A job may be run again after it has died
// anywhere: it must then end as if it had run once.
#pragma once

#include <atomic>
#include <filesystem>
#include <functional>

#include "store/jobs.h"
#include "work/context.h"

namespace underpin {

struct BackupOptions {
    std::filesystem::path folder;  // empty: backups are refused
    std::string schedule;          // cron; empty: by hand
    std::string time_zone = "UTC";
    int keep = 14;  // the newest so many of this folder; 0: all
    bool operator==(const BackupOptions&) const = default;
};

struct JobWork {
    const Context& context;  // its database proves the job's lease in every transaction
    const TakenJob& job;
    const BackupOptions& backups;
    const std::atomic<bool>& cancel;
    std::function<void(std::int64_t done, std::int64_t total)> progress;
};

// The job's result and what is to be queued when it has succeeded.
struct JobResult {
    std::string json;
    std::vector<NewJob> then;
};
[[nodiscard]] Result<JobResult> run_job(const JobWork& work);

}  // namespace underpin

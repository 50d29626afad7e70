// Work that is asked for now and done by a worker of any server: imports, measuring, backups.
// Asking twice for the same does no harm. The rows are store/jobs.h; who does them is
// job_runner.h.
//
// Any thread. A JobRunner of this process should be woken after an order (wake()); those of other
// servers find it within a second.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "store/jobs.h"
#include "work/closing.h"
#include "work/context.h"
#include "work/import.h"

namespace underpin {

// The kinds of jobs.
inline constexpr const char* job_import = "import";      // subject: the source
inline constexpr const char* job_measure = "measure";    // whatever is due
inline constexpr const char* job_rollover = "rollover";  // subject: the agreement
inline constexpr const char* job_backup = "backup";
inline constexpr const char* job_doctor = "doctor";  // the check-up; its result says what it found
inline constexpr const char* job_close = "close";    // subject: the supplier

// What is to be done in the transaction that makes or changes the job, with the job as it is then.
using WithJob = std::function<void(Session&, const JobRow&)>;

struct ImportOrder {
    std::string source;
    std::optional<Upload> upload;  // kept as a blob before (BlobWriter), so that nothing is lost
    // Of the one who asks: the same key again is the same job, whatever has become of it.
    std::optional<std::string> request_key;
};
// not_found where there is no such source. A source without an upload that waits to be imported
// already is that job.
[[nodiscard]] Result<JobRow> order_import(const Context& context, const ImportOrder& order,
                                          const WithJob& also = {});

// Keeps a file for an order.
[[nodiscard]] Result<Upload> store_upload(const Context& context,
                                          const std::filesystem::path& file);

struct MeasureOrder {
    std::set<std::string> agreements;  // none: all
    std::optional<std::string> request_key;
};
[[nodiscard]] Result<JobRow> order_measure(const Context& context, const MeasureOrder& order = {},
                                           const WithJob& also = {});
[[nodiscard]] Result<JobRow> order_backup(const Context& context,
                                          const std::optional<std::string>& request_key = {},
                                          const WithJob& also = {});
// How deep the check-up looks: quick, sample or deep (doctor.h); an error for another word.
[[nodiscard]] Result<JobRow> order_doctor(const Context& context, const std::string& depth,
                                          const std::optional<std::string>& request_key = {},
                                          const WithJob& also = {});

struct CloseOrder {
    CloseRequest close;
    std::optional<std::string> request_key;
};
// not_found where there is no such supplier; whether the period may be closed is seen by the job.
[[nodiscard]] Result<JobRow> order_close(const Context& context, const CloseOrder& order,
                                         const WithJob& also = {});

[[nodiscard]] Result<JobRow> get_job(const Context& context, std::int64_t id);
[[nodiscard]] std::vector<JobRow> find_jobs(const Context& context, const JobFilter& filter);
[[nodiscard]] Result<JobRow> cancel(const Context& context, std::int64_t id,
                                    const WithJob& also = {});

// ---- what is queued by the program itself, inside of a transaction
[[nodiscard]] NewJob import_job(const std::string& source, const std::string& actor);
[[nodiscard]] NewJob measure_job(const std::string& actor);
[[nodiscard]] NewJob rollover_job(const std::string& agreement, const std::string& period,
                                  const std::string& actor);
[[nodiscard]] NewJob backup_job(const std::string& actor);

}  // namespace underpin

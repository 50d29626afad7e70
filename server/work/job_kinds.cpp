#include "work/job_kinds.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "store/archive.h"
#include "store/runs.h"
#include "work/claims.h"
#include "work/doctor_json.h"
#include "work/jobs.h"
#include "work/restating.h"

namespace underpin {

namespace {

using Json = nlohmann::ordered_json;

JobResult imported(const Json& json, const JobWork& work) {
    return {json.dump(), {measure_job("job:" + std::to_string(work.job.row.id))}};
}

// The run of an attempt that ended well, but died before it could say so.
std::optional<RunInfo> finished_run(const JobWork& work) {
    if (!work.job.row.import_run) return std::nullopt;
    auto run = work.context.database.read(
        [&](Session& session) { return run_info(session, *work.job.row.import_run); });
    if (!run || run->status != RunStatus::succeeded) return std::nullopt;
    return run;
}

Result<JobResult> run_import_job(const JobWork& work) {
    if (const auto run = finished_run(work)) {
        return imported({{"run", run->id},
                         {"created", run->created},
                         {"changed", run->changed},
                         {"unchanged", run->unchanged},
                         {"rejected", run->rejected}},
                        work);
    }
    ImportRequest request;
    request.source = work.job.row.subject;
    request.cancel = &work.cancel;
    const auto payload = Json::parse(work.job.row.payload);
    if (payload.contains("upload")) {
        request.upload =
            Upload{payload["upload"].value("name", ""), payload["upload"].value("sha256", "")};
    }
    request.progress = [&](std::uint64_t done, std::uint64_t total) {
        work.progress(static_cast<std::int64_t>(done), static_cast<std::int64_t>(total));
    };
    request.began = [&](std::int64_t run) {
        work.context.database.transact(
            [&](Session& session) { set_job_run(session, work.job.lease, run); });
    };
    const auto outcome = import_source(work.context, request);
    if (!outcome) return outcome.error();
    const auto& report = outcome->report;
    return imported({{"run", report.run},
                     {"read", report.read},
                     {"superseded", report.superseded},
                     {"created", report.created},
                     {"changed", report.changed},
                     {"unchanged", report.unchanged},
                     {"rejected", report.rejected}},
                    work);
}

Result<Json> measure_agreements(const JobWork& work, std::set<std::string> agreements) {
    MeasureRequest request;
    request.agreements = std::move(agreements);
    const auto outcome = measure_and_restate(work.context, request);
    if (!outcome) return outcome.error();
    return Json{{"measured", outcome->measured},
                {"still_held", outcome->reused},
                {"notes", outcome->notes}};
}

Result<JobResult> run_measure_job(const JobWork& work) {
    const auto payload = Json::parse(work.job.row.payload);
    auto measured = measure_agreements(work, payload.value("agreements", std::set<std::string>()));
    if (!measured) return measured.error();
    // It comes by itself every hour at least: so do the last days of claims.
    const auto kept = keep_claims(work.context, std::nullopt);
    if (!kept) return kept.error();
    (*measured)["claims"] = {{"lapsed", kept->lapsed}, {"adjusted", kept->adjusted}};
    return JobResult{measured->dump(), {}};
}

Result<JobResult> run_rollover_job(const JobWork& work) {
    auto measured = measure_agreements(work, {work.job.row.subject});
    if (!measured) return measured.error();
    (*measured)["period"] = Json::parse(work.job.row.payload).value("period", "");
    return JobResult{measured->dump(), {}};
}

Result<JobResult> run_close_job(const JobWork& work) {
    const auto payload = Json::parse(work.job.row.payload);
    CloseRequest request{work.job.row.subject, payload.at("period").get<std::string>(),
                         payload.at("reason").get<std::string>()};
    request.through = payload.at("through").get<bool>();
    request.accept_unsettled = payload.at("accept_unsettled").get<bool>();
    request.progress = [&](std::size_t done, std::size_t total) {
        work.progress(static_cast<std::int64_t>(done), static_cast<std::int64_t>(total));
    };
    // A statement says who closed the period, not which worker did.
    auto context = work.context;
    context.actor = work.job.row.actor;
    const auto outcome = close_period(context, request);
    if (!outcome) return outcome.error();
    Json statements = Json::array();
    for (const auto& one : outcome->statements) {
        statements.push_back({{"period", one.statement.name.period},
                              {"version", one.statement.name.version},
                              {"result", one.already ? "already closed" : "closed"}});
    }
    return JobResult{Json{{"statements", statements}, {"notes", outcome->notes}}.dump(), {}};
}

std::vector<std::filesystem::path> backups_in(const std::filesystem::path& folder) {
    std::vector<std::filesystem::path> files;
    std::error_code failed;
    for (const auto& entry : std::filesystem::directory_iterator(folder, failed)) {
        const auto name = entry.path().filename().string();
        if (name.starts_with("underpin-") && name.ends_with(".backup")) {
            files.push_back(entry.path());
        }
    }
    std::ranges::sort(files);  // by the instants in their names
    return files;
}

// What backups that were killed have left. Backups of an installation run one after the other: none
// is being written now.
void remove_partial_backups(const std::filesystem::path& folder) {
    std::error_code failed;
    std::vector<std::filesystem::path> left;
    for (const auto& entry : std::filesystem::directory_iterator(folder, failed)) {
        const auto name = entry.path().filename().string();
        if (name.starts_with("underpin-") && name.ends_with(".backup.partial")) {
            left.push_back(entry.path());
        }
    }
    for (const auto& file : left) std::filesystem::remove(file, failed);
}

Result<JobResult> run_backup_job(const JobWork& work) {
    const auto& options = work.backups;
    if (options.folder.empty()) {
        return Error{ErrorClass::configuration,
                     "no folder for backups is configured",
                     "set one in the configuration, or run underpin backup FILE",
                     {}};
    }
    std::error_code failed;
    std::filesystem::create_directories(options.folder, failed);
    remove_partial_backups(options.folder);
    // Named after the job: one that died behind the last byte does not write a second file.
    auto stamp = format_instant(work.job.row.created);
    std::erase_if(stamp, [](char c) { return c == ':' || c == '-'; });
    const auto file =
        options.folder / ("underpin-" + stamp + "-" + std::to_string(work.job.row.id) + ".backup");
    const auto info = std::filesystem::exists(file)
                          ? check_archive(file)
                          : backup(work.context.database, file,
                                   [&](std::int64_t rows) { work.progress(rows, 0); });
    if (!info) return info.error();
    if (options.keep > 0) {
        auto files = backups_in(options.folder);
        const auto old = static_cast<std::ptrdiff_t>(files.size()) - options.keep;
        for (std::ptrdiff_t i = 0; i < old; ++i) std::filesystem::remove(files[i], failed);
    }
    return JobResult{Json{{"file", file.string()}, {"bytes", info->file_bytes}}.dump(), {}};
}

Result<JobResult> run_doctor_job(const JobWork& work) {
    const auto depth = doctor_depth(Json::parse(work.job.row.payload).value("depth", ""));
    const auto report = examine(
        work.context,
        {depth.value_or(DoctorDepth::sample), [&](std::size_t done, std::size_t total) {
             work.progress(static_cast<std::int64_t>(done), static_cast<std::int64_t>(total));
         }});
    return JobResult{doctor_json(report).dump(-1, ' ', false, Json::error_handler_t::replace), {}};
}

}  // namespace

Result<JobResult> run_job(const JobWork& work) {
    const auto& kind = work.job.row.kind;
    if (kind == job_import) return run_import_job(work);
    if (kind == job_measure) return run_measure_job(work);
    if (kind == job_rollover) return run_rollover_job(work);
    if (kind == job_backup) return run_backup_job(work);
    if (kind == job_doctor) return run_doctor_job(work);
    if (kind == job_close) return run_close_job(work);
    return Error{ErrorClass::unsupported,
                 "this program does not know jobs of kind " + kind,
                 "a newer server shares this database; update this one",
                 {}};
}

}  // namespace underpin

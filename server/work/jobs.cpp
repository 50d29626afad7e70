#include "work/jobs.h"

#include <array>
#include <fstream>
#include <nlohmann/json.hpp>

#include "base/text.h"
#include "store/blobs.h"
#include "work/doctor.h"
#include "work/portfolio.h"
#include "work/scorecards.h"

namespace underpin {

namespace {

using Json = nlohmann::ordered_json;

Result<JobRow> enqueue(const Context& context, NewJob job,
                       const std::optional<std::string>& request_key, const WithJob& also) {
    job.request_key = request_key;
    return context.database.transact([&](Session& session) {
        auto row = enqueue_job(session, job);
        if (row && also) also(session, *row);
        return row;
    });
}

Result<void> check_source(const Context& context, const std::string& source) {
    const auto portfolio = load_portfolio(context);
    if (!portfolio) return portfolio.error();
    if (portfolio->sources.contains(source)) return {};
    std::vector<std::string> known;
    for (const auto& [id, revised] : portfolio->sources) known.push_back(id);
    const auto nearest = nearest_word(source, known);
    return Error{ErrorClass::not_found,
                 "there is no source '" + source + "'",
                 nearest ? "did you mean " + *nearest + "?" : "apply a Source document first",
                 {}};
}

}  // namespace

NewJob import_job(const std::string& source, const std::string& actor) {
    const auto lane = "import/" + source;
    return {job_import, source, "{}", actor, lane, std::nullopt, lane};
}

NewJob measure_job(const std::string& actor) {
    return {job_measure, "", "{}", actor, job_measure, std::nullopt, job_measure};
}

NewJob rollover_job(const std::string& agreement, const std::string& period,
                    const std::string& actor) {
    return {job_rollover,
            agreement,
            Json{{"period", period}}.dump(),
            actor,
            "rollover/" + agreement + "/" + period,
            std::nullopt,
            job_measure};
}

NewJob backup_job(const std::string& actor) {
    return {job_backup, "", "{}", actor, job_backup, std::nullopt, job_backup};
}

Result<JobRow> order_import(const Context& context, const ImportOrder& order, const WithJob& also) {
    if (const auto checked = check_source(context, order.source); !checked) return checked.error();
    auto job = import_job(order.source, context.actor);
    if (order.upload) {
        job.payload =
            Json{{"upload", {{"name", order.upload->name}, {"sha256", order.upload->sha256}}}}
                .dump();
        job.waiting_key.reset();  // each upload is read, in the order of their coming
    }
    return enqueue(context, std::move(job), order.request_key, also);
}

Result<Upload> store_upload(const Context& context, const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    BlobWriter writer(context.database);
    std::array<char, 1U << 16U> buffer{};
    while (in.read(buffer.data(), buffer.size()) || in.gcount() > 0) {
        writer.write({buffer.data(), static_cast<std::size_t>(in.gcount())});
    }
    if (in.bad() || !in.eof()) {
        return Error{ErrorClass::input, "cannot read " + file.string(), "does it exist?", {}};
    }
    return Upload{file.filename().string(), writer.finish().sha256};
}

Result<JobRow> order_measure(const Context& context, const MeasureOrder& order,
                             const WithJob& also) {
    auto job = measure_job(context.actor);
    if (!order.agreements.empty()) {
        job.payload = Json{{"agreements", order.agreements}}.dump();
        job.waiting_key =
            "measure " +
            join(std::vector<std::string>(order.agreements.begin(), order.agreements.end()), " ");
        if (job.waiting_key->size() > 190) job.waiting_key.reset();
    }
    return enqueue(context, std::move(job), order.request_key, also);
}

Result<JobRow> order_backup(const Context& context, const std::optional<std::string>& request_key,
                            const WithJob& also) {
    return enqueue(context, backup_job(context.actor), request_key, also);
}

Result<JobRow> order_doctor(const Context& context, const std::string& depth,
                            const std::optional<std::string>& request_key, const WithJob& also) {
    if (!doctor_depth(depth)) {
        return Error{ErrorClass::input,
                     "'" + depth + "' is not how deep a check-up looks",
                     "write quick, sample or deep",
                     {"", 0, 0, "depth"}};
    }
    const auto payload = Json{{"depth", depth}}.dump();
    return enqueue(
        context,
        {job_doctor, "", payload, context.actor, "doctor " + depth, std::nullopt, job_doctor},
        request_key, also);
}

Result<JobRow> order_close(const Context& context, const CloseOrder& order, const WithJob& also) {
    const auto& close = order.close;
    const auto portfolio = load_portfolio_with_past(context);
    if (!portfolio) return portfolio.error();
    if (const auto ids = agreements_of(*portfolio, close.supplier); !ids) return ids.error();
    if (const auto days = days_of_label(close.period); !days) return days.error();
    const Json payload{{"period", close.period},
                       {"reason", close.reason},
                       {"through", close.through},
                       {"accept_unsettled", close.accept_unsettled}};
    return enqueue(context,
                   {job_close, close.supplier, payload.dump(), context.actor, std::nullopt,
                    std::nullopt, job_measure},
                   order.request_key, also);
}

Result<JobRow> get_job(const Context& context, std::int64_t id) {
    auto row = context.database.read([&](Session& session) { return find_job(session, id); });
    if (row) return *std::move(row);
    return Error{
        ErrorClass::not_found,
        "there is no job " + std::to_string(id),
        "it may have been removed from the history; underpin jobs list shows what is there",
        {}};
}

std::vector<JobRow> find_jobs(const Context& context, const JobFilter& filter) {
    return context.database.read([&](Session& session) { return list_jobs(session, filter); });
}

Result<JobRow> cancel(const Context& context, std::int64_t id, const WithJob& also) {
    return context.database.transact([&](Session& session) {
        auto row = cancel_job(session, id, context.actor);
        if (row && also) also(session, *row);
        return row;
    });
}

}  // namespace underpin

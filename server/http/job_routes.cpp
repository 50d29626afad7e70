// Work that takes its time: imports, measuring, backups. Asked for here, done by the workers.
#include <nlohmann/json.hpp>

#include "base/digest.h"
#include "http/api.h"
#include "http/events.h"
#include "http/idempotent.h"
#include "http/job_order.h"
#include "http/json_reply.h"
#include "http/page.h"
#include "http/problem.h"
#include "http/routes.h"
#include "store/blobs.h"
#include "work/job_json.h"
#include "work/jobs.h"

namespace underpin {

namespace {

using Json = nlohmann::ordered_json;

Result<std::int64_t> job_number(const Request& request) {
    const auto& text = request.in_path("id");
    if (text.size() > 18 || text.find_first_not_of("0123456789") != std::string::npos) {
        return Error{ErrorClass::not_found,
                     "there is no job '" + text + "'",
                     "a job is a number; GET /api/v1/jobs lists them",
                     {}};
    }
    return std::stoll(text);
}

Reply start_import(const Api& api, const Request& request) {
    const auto& source = request.in_path("id");
    const auto documents = api.board.portfolio();
    if (!documents) return problem(request, documents.error());
    if (!(*documents)->sources.contains(source)) {
        return problem(request, {ErrorClass::not_found,
                                 "there is no source '" + source + "'",
                                 "GET /api/v1/sources lists them",
                                 {}});
    }
    BlobWriter writer(api.context.database);
    std::size_t bytes = 0;
    const auto read = request.body->read(api.upload_bytes, [&](std::string_view piece) {
        bytes += piece.size();
        writer.write(piece);
    });
    if (!read) return problem(request, read.error());
    ImportOrder wanted{source, std::nullopt, request_key(request)};
    std::string fingerprint;
    if (bytes > 0) {
        const auto blob = writer.finish();
        fingerprint = blob.sha256;
        wanted.upload = Upload{request.text("name").value_or("upload"), blob.sha256};
    }
    return order_job(api, request, fingerprint,
                     [&](const WithJob& also) { return order_import(api.context, wanted, also); });
}

Reply start_job(const Api& api, const Request& request) {
    auto body = request.whole_body(api.body_bytes);
    if (!body) return problem(request, body.error());
    const auto json = Json::parse(*body, nullptr, false);
    const bool is_order = json.is_object() && json.contains("kind") && json["kind"].is_string();
    if (!is_order) {
        return problem(request, {ErrorClass::input,
                                 "the body is not an order for a job",
                                 R"(for example {"kind": "measure"})",
                                 {"", 0, 0, "kind"}});
    }
    const auto kind = json["kind"].get<std::string>();
    return order_job(
        api, request, to_hex(sha256(*body)), [&](const WithJob& also) -> Result<JobRow> {
            if (kind == job_measure) {
                return order_measure(api.context, {{}, request_key(request)}, also);
            }
            if (kind == job_backup) return order_backup(api.context, request_key(request), also);
            if (kind == job_doctor) {
                const auto depth = json.contains("depth") ? json["depth"] : Json("sample");
                return order_doctor(api.context,
                                    depth.is_string() ? depth.get<std::string>() : depth.dump(),
                                    request_key(request), also);
            }
            return Error{ErrorClass::input,
                         "a job of kind '" + kind + "' cannot be ordered",
                         "measure, backup and doctor can; an import is ordered at its source",
                         {"", 0, 0, "kind"}};
        });
}

Reply list_all_jobs(const Api& api, const Request& request) {
    const auto cursor = read_cursor(request);
    if (!cursor) return problem(request, cursor.error());
    const bool sound =
        cursor->size() <= 18 && cursor->find_first_not_of("0123456789") == std::string::npos;
    if (!sound) {
        return problem(request, {ErrorClass::input,
                                 "this cursor cannot be read",
                                 "leave it out for the first page",
                                 {"", 0, 0, "cursor"}});
    }
    const auto limit = static_cast<std::size_t>(request.integer("limit"));
    JobFilter filter;
    filter.kind = request.text("kind").value_or("");
    filter.subject = request.text("subject").value_or("");
    if (const auto state = request.text("state")) filter.state = job_state_of(*state);
    filter.before = cursor->empty() ? 0 : std::stoll(*cursor);
    filter.limit = static_cast<int>(limit) + 1;
    auto jobs = find_jobs(api.context, filter);
    Json page{{"items", Json::array()}, {"next", nullptr}};
    if (jobs.size() > limit) {
        jobs.resize(limit);
        if (!jobs.empty()) page["next"] = make_cursor(std::to_string(jobs.back().id));
    }
    for (const auto& job : jobs) page["items"].push_back(job_json(job));
    return json_reply(page);
}

Reply read_job(const Api& api, const Request& request) {
    const auto id = job_number(request);
    if (!id) return problem(request, id.error());
    const auto job = get_job(api.context, *id);
    return job ? json_reply(job_json(*job)) : problem(request, job.error());
}

Reply stop_job(const Api& api, const Request& request) {
    const auto id = job_number(request);
    if (!id) return problem(request, id.error());
    return once(api, request, "", [&](const KeepReply& keep) {
        const auto job = cancel(api.context, *id, [&](Session& session, const JobRow& row) {
            keep(session, json_reply(job_json(row)));
        });
        return job ? json_reply(job_json(*job)) : problem(request, job.error());
    });
}

Reply follow_job(const Api& api, const Request& request) {
    const auto id = job_number(request);
    if (!id) return problem(request, id.error());
    if (const auto job = get_job(api.context, *id); !job) return problem(request, job.error());
    Reply reply;
    reply.type = "text/event-stream";
    reply.headers.emplace_back("Cache-Control", "no-store");
    reply.hold = [&events = api.events, job = *id](std::shared_ptr<HeldConnection> connection) {
        events.add(job, std::move(connection));
    };
    return reply;
}

constexpr const char* job_example =
    R"({"id":42,"kind":"import","subject":"acme-tickets","state":"running","actor":"person:jo",)"
    R"("created_at":"2024-04-01T02:15:00Z","started_at":"2024-04-01T02:15:00Z","finished_at":null,)"
    R"("progress":{"done":4096,"total":65536},"attempts":1,"cancel_wanted":false,"worker":"process 42 on mars",)"
    R"("version":3,"next_try_at":null,"run":7,"error":null,"result":null})";

std::string accepted_example() { return std::string(R"({"job":)") + job_example + "}"; }

Parameter job_id() {
    return {"id", ParameterType::integer, "The job's number.", "42", true, "", {}, 0};
}

Route import_route() {
    return {
        "POST",
        "/api/v1/sources/{id}/imports",
        "startImport",
        "Jobs",
        "Import a source's evidence",
        "Without a body, what its configuration names; with one, the file that is sent. The "
        "file is kept before the answer: nothing that was accepted is lost.",
        {{"id", ParameterType::id, "The source's id.", "acme-tickets", true, "", {}, 0}},
        {{"name", ParameterType::text, "What the file is called.", "march.csv", false, "", {}, 0}},
        {{"text/csv", "", "key,from,to\n1,2024-03-01T00:00:00Z,2024-03-01T01:00:00Z\n"},
         {"application/octet-stream", "", ""}},
        false,
        {{202,
          "The job that does it.",
          {{"application/json", "Accepted", accepted_example()}},
          {"Location"}}},
        {422},
        Guard::idempotent,
        start_import};
}

Route start_route() {
    return {"POST",
            "/api/v1/jobs",
            "startJob",
            "Jobs",
            "Order a job",
            "",
            {},
            {},
            {{"application/json", "JobOrder", R"({"kind":"measure"})"}},
            true,
            {{202,
              "The job that does it.",
              {{"application/json", "Accepted", accepted_example()}},
              {"Location"}}},
            {422},
            Guard::idempotent,
            start_job};
}

Route list_route() {
    return {"GET",
            "/api/v1/jobs",
            "listJobs",
            "Jobs",
            "List jobs, the newest first",
            "",
            {},
            {{"state",
              ParameterType::choice,
              "Only in this state.",
              "running",
              false,
              "",
              {"queued", "running", "succeeded", "failed", "cancelled"},
              0},
             {"kind", ParameterType::text, "Only of this kind.", "import", false, "", {}, 0},
             {"subject", ParameterType::id, "Only about this.", "acme-tickets", false, "", {}, 0},
             limit_parameter(),
             cursor_parameter()},
            {},
            true,
            {{200,
              "A page of them.",
              {{"application/json", "JobPage",
                std::string(R"({"items":[)") + job_example + R"(],"next":null})"}},
              {"ETag"}}},
            {},
            Guard::none,
            list_all_jobs};
}

}  // namespace

std::vector<Route> job_routes() {
    std::vector<Route> routes{import_route(), start_route(), list_route()};
    routes.push_back({"GET",
                      "/api/v1/jobs/{id}",
                      "getJob",
                      "Jobs",
                      "Read a job",
                      "",
                      {job_id()},
                      {},
                      {},
                      true,
                      {{200, "The job.", {{"application/json", "Job", job_example}}, {"ETag"}}},
                      {},
                      Guard::none,
                      read_job});
    routes.push_back({"POST",
                      "/api/v1/jobs/{id}/cancel",
                      "cancelJob",
                      "Jobs",
                      "Cancel a job",
                      "One that waits is cancelled at once, one at work as soon as it notices.",
                      {job_id()},
                      {},
                      {},
                      true,
                      {{200, "The job.", {{"application/json", "Job", job_example}}, {}}},
                      {409},
                      Guard::idempotent,
                      stop_job});
    routes.push_back(
        {"GET",
         "/api/v1/jobs/{id}/events",
         "followJob",
         "Jobs",
         "Follow a job",
         "Server-sent events: `state` when its state changes, `progress` otherwise; the data is "
         "the "
         "job as JSON. The stream ends with the job.",
         {job_id()},
         {},
         {},
         true,
         {{200, "The events.", {{"text/event-stream", "", "event: state\ndata: {}\n\n"}}, {}}},
         {},
         Guard::none,
         follow_job});
    return routes;
}

}  // namespace underpin

// What numbers stand on: records with their past, and the files that they were read from.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "http/api.h"
#include "http/json_reply.h"
#include "http/page.h"
#include "http/problem.h"
#include "http/record_json.h"
#include "http/routes.h"
#include "http/run_number.h"
#include "store/runs.h"

namespace underpin {

namespace {

using Json = nlohmann::ordered_json;

Reply list_record_revisions(const Api& api, const Request& request) {
    const auto history = record_history(api.context, request.in_path("id"), *request.text("key"));
    if (!history) return problem(request, history.error());
    const auto page = page_of(
        request, *history,
        [](const RecordRevision& revision) { return descending_key(revision.revision); },
        [&](const RecordRevision& revision) {
            return record_revision_json(revision, record_origin(api.context, revision));
        });
    if (!page) return problem(request, page.error());
    return json_reply(*page);
}

struct FilesOfRun {
    std::int64_t run = 0;
    std::vector<RunBlob> files;
};

Result<FilesOfRun> files_of_run(const Api& api, const Request& request) {
    const auto id = run_number(request);
    if (!id) return id.error();
    FilesOfRun found{*id, {}};
    const bool known = api.context.database.read([&](Session& session) {
        found.files = blobs_of_run(session, *id);
        return run_info(session, *id).has_value();
    });
    if (!known) return no_run(request);
    return found;
}

Reply list_files(const Api& api, const Request& request) {
    const auto found = files_of_run(api, request);
    if (!found) return problem(request, found.error());
    const auto page = page_of(
        request, found->files, [](const RunBlob& file) { return file.name; },
        [&](const RunBlob& file) { return run_file_json(found->run, file); });
    if (!page) return problem(request, page.error());
    return json_reply(*page);
}

// A name that a header can carry and a disk can take.
std::string plain_name(std::string name) {
    name = name.substr(name.find_last_of('/') + 1);
    std::ranges::replace_if(
        name, [](char c) { return c < ' ' || c > '~' || c == '"' || c == '\\'; }, '_');
    return name.empty() ? "file" : name;
}

Reply get_file(const Api& api, const Request& request) {
    const auto found = files_of_run(api, request);
    if (!found) return problem(request, found.error());
    const auto& wanted = request.in_path("sha256");
    const auto file = std::ranges::find_if(
        found->files, [&](const RunBlob& one) { return one.blob.sha256 == wanted; });
    if (file == found->files.end()) {
        return problem(request, {ErrorClass::not_found,
                                 "run " + request.in_path("id") + " has read no such file",
                                 "GET /api/v1/runs/" + request.in_path("id") + "/files lists them",
                                 {}});
    }
    auto reader = BlobReader::open(api.context.database, wanted);
    if (!reader) return problem(request, reader.error());
    Reply reply;
    reply.type = "application/octet-stream";
    for (auto piece = reader->next(); !piece.empty(); piece = reader->next()) {
        reply.body.append(piece);
    }
    reply.headers.emplace_back("Content-Disposition",
                               "attachment; filename=\"" + plain_name(file->name) + "\"");
    return reply;
}

Answer page_answer(const char* schema) {
    return {200,
            "A page of them.",
            {{"application/json", schema, R"({"items":[],"next":null})"}},
            {"ETag"}};
}

}  // namespace

std::vector<Route> record_routes() {
    std::vector<Route> routes;
    routes.push_back(
        {"GET",
         "/api/v1/sources/{id}/records",
         "listRecordRevisions",
         "Evidence",
         "A record as it was imported, with its past",
         "Every revision, the newest first: its fields, the run that brought it, and the row of "
         "the "
         "file where one can be told.",
         {{"id", ParameterType::id, "The source's id.", "acme-tickets", true, "", {}, 0}},
         {{"key", ParameterType::text, "The record's key.", "1", true, "", {}, 0},
          limit_parameter(),
          cursor_parameter()},
         {},
         true,
         {page_answer("RecordRevisionPage")},
         {},
         Guard::none,
         list_record_revisions});
    routes.push_back({"GET",
                      "/api/v1/runs/{id}/files",
                      "listRunFiles",
                      "Evidence",
                      "What a run read, kept as it was",
                      "",
                      {run_id()},
                      {limit_parameter(), cursor_parameter()},
                      {},
                      true,
                      {page_answer("RunFilePage")},
                      {},
                      Guard::none,
                      list_files});
    routes.push_back({"GET",
                      "/api/v1/runs/{id}/files/{sha256}",
                      "getRunFile",
                      "Evidence",
                      "A file as a run read it",
                      "",
                      {run_id(),
                       {"sha256",
                        ParameterType::text,
                        "Its SHA-256, as the list says it.",
                        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
                        true,
                        "",
                        {},
                        0}},
                      {},
                      {},
                      true,
                      {{200, "Its bytes.", {{"application/octet-stream", "", ""}}, {"ETag"}}},
                      {},
                      Guard::none,
                      get_file});
    return routes;
}

}  // namespace underpin

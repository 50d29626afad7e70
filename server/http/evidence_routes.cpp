// Import runs: what they brought, and what they set aside.
#include <nlohmann/json.hpp>

#include "http/api.h"
#include "http/json_reply.h"
#include "http/page.h"
#include "http/problem.h"
#include "http/routes.h"
#include "http/run_number.h"
#include "store/runs.h"

namespace underpin {

namespace {

using Json = nlohmann::ordered_json;

Json run_json(const RunInfo& run) {
    Json covered = Json::array();
    for (const auto& span : run.covered) {
        covered.push_back({{"from", format_instant(span.from)}, {"to", format_instant(span.to)}});
    }
    return {{"run", run.id},
            {"source", run.source},
            {"status", run.lost ? "died" : run_status_name(run.status)},
            {"started", format_instant(run.started)},
            {"finished", run.finished ? Json(format_instant(*run.finished)) : Json(nullptr)},
            {"created", run.created},
            {"changed", run.changed},
            {"unchanged", run.unchanged},
            {"rejected", run.rejected},
            {"warnings", run.warnings},
            {"actor", run.actor},
            {"plugin", run.plugin},
            {"input", run.input},
            {"message", run.message},
            {"covered", std::move(covered)}};
}

// A cursor that is a number: of the last run, or of the next row.
Result<std::int64_t> number_cursor(const Request& request) {
    const auto text = read_cursor(request);
    if (!text) return text.error();
    if (text->empty()) return 0;
    if (text->size() > 18 || text->find_first_not_of("0123456789") != std::string::npos) {
        return Error{ErrorClass::input,
                     "this cursor cannot be read",
                     "leave it out for the first page",
                     {"", 0, 0, "cursor"}};
    }
    return std::stoll(*text);
}

Reply list_all_runs(const Api& api, const Request& request) {
    const auto before = number_cursor(request);
    if (!before) return problem(request, before.error());
    const auto limit = static_cast<std::size_t>(request.integer("limit"));
    auto runs = api.context.database.read([&](Session& session) {
        return list_runs(session, request.text("source").value_or(""), static_cast<int>(limit) + 1,
                         *before);
    });
    Json page{{"items", Json::array()}, {"next", nullptr}};
    if (runs.size() > limit) {
        runs.resize(limit);
        if (!runs.empty()) page["next"] = make_cursor(std::to_string(runs.back().id));
    }
    for (const auto& run : runs) page["items"].push_back(run_json(run));
    return json_reply(page);
}

Reply get_run(const Api& api, const Request& request) {
    const auto id = run_number(request);
    if (!id) return problem(request, id.error());
    const auto run =
        api.context.database.read([&](Session& session) { return run_info(session, *id); });
    if (!run) return problem(request, no_run(request));
    return json_reply(run_json(*run));
}

// The rows of a run, by their place in it.
template <typename Load, typename ToJson>
Reply page_of_rows(const Api& api, const Request& request, Load load, ToJson to_json) {
    const auto id = run_number(request);
    if (!id) return problem(request, id.error());
    const auto from = number_cursor(request);
    if (!from) return problem(request, from.error());
    const auto limit = request.integer("limit");
    bool known = true;
    auto rows = api.context.database.read([&](Session& session) {
        known = run_info(session, *id).has_value();
        return load(session, *id, *from, static_cast<int>(limit) + 1);
    });
    if (!known) return problem(request, no_run(request));
    Json page{{"items", Json::array()}, {"next", nullptr}};
    if (rows.size() > static_cast<std::size_t>(limit)) {
        rows.resize(static_cast<std::size_t>(limit));
        page["next"] = make_cursor(std::to_string(*from + limit));
    }
    for (const auto& row : rows) page["items"].push_back(to_json(row));
    return json_reply(page);
}

std::string csv_field(const std::string& text) {
    // A leading sign or equals sign would be a formula to a spreadsheet.
    const bool formula =
        !text.empty() && std::string("=+-@\t\r").find(text[0]) != std::string::npos;
    std::string made = formula ? "\"'" : "\"";
    for (const char c : text) made += c == '"' ? std::string("\"\"") : std::string(1, c);
    return made + '"';
}

Reply rejects_csv(const Api& api, const Request& request) {
    const auto id = run_number(request);
    if (!id) return problem(request, id.error());
    const auto rejects =
        api.context.database.read([&](Session& session) { return load_rejects(session, *id); });
    Reply reply;
    reply.type = "text/csv; charset=utf-8";
    reply.body = "line,column,text,reason\r\n";
    for (const auto& reject : rejects) {
        reply.body += std::to_string(reject.place) + "," + csv_field(reject.column) + "," +
                      csv_field(reject.text) + "," + csv_field(reject.reason) + "\r\n";
    }
    reply.headers.emplace_back("Content-Disposition",
                               "attachment; filename=\"rejects-" + std::to_string(*id) + ".csv\"");
    return reply;
}

Reply list_rejects(const Api& api, const Request& request) {
    if (request.header("accept").find("text/csv") != std::string::npos) {
        return rejects_csv(api, request);
    }
    return page_of_rows(api, request, load_rejects, [](const Reject& reject) {
        return Json{{"place", reject.place},
                    {"column", reject.column},
                    {"text", reject.text},
                    {"reason", reject.reason}};
    });
}

Reply list_warnings(const Api& api, const Request& request) {
    return page_of_rows(api, request, load_warnings, [](const RunWarning& warning) {
        return Json{{"place", warning.place}, {"text", warning.text}};
    });
}

Reply list_plugins(const Api& api, const Request& request) {
    std::vector<PluginInfo> usable;
    for (auto& listing : api.context.plugins.list()) {
        if (listing.info) usable.push_back(std::move(*listing.info));
    }
    const auto page = page_of(
        request, usable, [](const PluginInfo& plugin) { return plugin.name; },
        [](const PluginInfo& plugin) {
            auto schema = Json::parse(plugin.config_schema, nullptr, false);
            return Json{{"name", plugin.name},
                        {"kind", plugin.kind == PluginKind::importer ? "importer" : "scorer"},
                        {"version", plugin.version},
                        {"title", plugin.title},
                        {"description", plugin.description},
                        {"configuration", schema.is_discarded() ? Json(true) : schema}};
        });
    if (!page) return problem(request, page.error());
    return json_reply(*page);
}

constexpr const char* run_example =
    R"({"run":7,"source":"acme-tickets","status":"succeeded","started":"2024-04-01T02:15:00Z",)"
    R"("finished":"2024-04-01T02:15:04Z","created":120,"changed":4,"unchanged":900,"rejected":2,"warnings":0,)"
    R"("actor":"job:42","plugin":"csv","input":"exports/*.csv","message":"","covered":[]})";

Route rows_route(const char* what, const char* operation, const char* summary, const char* schema,
                 Reply (*handle)(const Api&, const Request&)) {
    return {"GET",
            std::string("/api/v1/runs/{id}/") + what,
            operation,
            "Evidence",
            summary,
            "",
            {run_id()},
            {limit_parameter(), cursor_parameter()},
            {},
            true,
            {{200,
              "A page of them.",
              {{"application/json", schema, R"({"items":[],"next":null})"}},
              {"ETag"}}},
            {},
            Guard::none,
            handle};
}

}  // namespace

std::vector<Route> evidence_routes() {
    std::vector<Route> routes;
    routes.push_back({"GET",
                      "/api/v1/runs",
                      "listRuns",
                      "Evidence",
                      "List import runs, the newest first",
                      "",
                      {},
                      {{"source",
                        ParameterType::id,
                        "Only runs of this source.",
                        "acme-tickets",
                        false,
                        "",
                        {},
                        0},
                       limit_parameter(),
                       cursor_parameter()},
                      {},
                      true,
                      {{200,
                        "A page of them.",
                        {{"application/json", "RunPage",
                          std::string(R"({"items":[)") + run_example + R"(],"next":null})"}},
                        {"ETag"}}},
                      {},
                      Guard::none,
                      list_all_runs});
    routes.push_back({"GET",
                      "/api/v1/runs/{id}",
                      "getRun",
                      "Evidence",
                      "Read an import run",
                      "",
                      {run_id()},
                      {},
                      {},
                      true,
                      {{200, "The run.", {{"application/json", "Run", run_example}}, {"ETag"}}},
                      {},
                      Guard::none,
                      get_run});
    auto rejects = rows_route("rejects", "listRejects", "What a run set aside, with the reasons",
                              "RejectPage", list_rejects);
    rejects.description =
        "As CSV where the client accepts text/csv: all of them, for a spreadsheet.";
    rejects.answers.front().content.push_back({"text/csv", "", ""});
    routes.push_back(std::move(rejects));
    routes.push_back(rows_route("warnings", "listRunWarnings", "What a run found worth a look",
                                "RunWarningPage", list_warnings));
    routes.push_back({"GET",
                      "/api/v1/plugins",
                      "listPlugins",
                      "Operation",
                      "The installed importers and scorers",
                      "With the JSON Schema of their settings, from which a form can be drawn.",
                      {},
                      {limit_parameter(), cursor_parameter()},
                      {},
                      true,
                      {{200,
                        "A page of them.",
                        {{"application/json", "PluginPage", R"({"items":[],"next":null})"}},
                        {"ETag"}}},
                      {},
                      Guard::none,
                      list_plugins});
    return routes;
}

}  // namespace underpin

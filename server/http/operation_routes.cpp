// Whether the program is well, and what it offers.
#include <nlohmann/json.hpp>

#include "base/time_zone.h"
#include "http/api.h"
#include "http/json_reply.h"
#include "http/pages.h"
#include "http/routes.h"
#include "store/documents.h"
#include "store/migrations.h"

namespace underpin {

namespace {

using Json = nlohmann::ordered_json;

Reply health(const Api& api, const Request&) {
    return json_reply({{"status", api.stopping() ? "stopping" : "ok"}});
}

Json check(const char* name, bool ok, std::string detail) {
    return {{"name", name}, {"ok", ok}, {"detail", std::move(detail)}};
}

Json database_check(const Api& api) {
    try {
        const auto revision =
            api.context.database.read([](Session& session) { return document_revision(session); });
        return check("database", true,
                     "answers; documents are at revision " + std::to_string(revision));
    } catch (const Failure& failure) {
        return check("database", false, failure.error().message);
    }
}

Reply ready(const Api& api, const Request&) {
    auto checks = Json::array();
    checks.push_back(database_check(api));
    const int has = api.context.database.schema_version();
    const int wants = latest_schema_version();
    checks.push_back(
        check("migrations", has == wants,
              "the schema is at version " + std::to_string(has) + " of " + std::to_string(wants)));
    const auto plugins = api.context.plugins.names();
    checks.push_back(check("plugins", !plugins.empty(),
                           std::to_string(plugins.size()) + " in the plugin folders"));
    checks.push_back(check("serving", !api.stopping(),
                           api.stopping() ? "stopping: takes no more work" : "takes requests"));
    bool all = true;
    for (const auto& one : checks) all = all && one["ok"].get<bool>();
    return json_reply({{"ready", all}, {"checks", checks}}, all ? 200 : 503);
}

Reply version(const Api& api, const Request&) {
    return json_reply({{"name", "underpin"},
                       {"version", api.version},
                       {"schema_version", api.context.database.schema_version()},
                       {"time_zone_data", tz_data_version()}});
}

Reply openapi(const Api& api, const Request&) {
    Reply reply;
    reply.body = api.openapi();
    return reply;
}

Reply metrics(const Api& api, const Request&) {
    const auto now = api.context.clock.now();
    const auto figures =
        api.metrics.figures([&] { return gather_figures(api.context, api.board); }, now);
    Reply reply;
    reply.type = "text/plain; version=0.0.4; charset=utf-8";
    reply.body = api.metrics.text(api.connections(), figures, now);
    return reply;
}

}  // namespace

std::vector<Route> operation_routes() {
    std::vector<Route> routes;
    // Pages, which the description does not describe.
    routes.push_back({"GET",
                      "/api/v1/docs",
                      "",
                      "",
                      "",
                      "",
                      {},
                      {},
                      {},
                      true,
                      {},
                      {},
                      Guard::none,
                      [](const Api&, const Request&) { return docs_page(); }});
    routes.push_back({"GET",
                      "/api/v1/docs.js",
                      "",
                      "",
                      "",
                      "",
                      {},
                      {},
                      {},
                      true,
                      {},
                      {},
                      Guard::none,
                      [](const Api&, const Request&) { return docs_script(); }});
    routes.push_back({"GET",
                      "/metrics",
                      "getMetrics",
                      "Operation",
                      "Figures for monitoring",
                      "In the Prometheus text format: latency by operation, imports by source, "
                      "measurements that are due, credits at stake by currency.",
                      {},
                      {},
                      {},
                      true,
                      {{200, "The figures.", {{"text/plain", "", ""}}, {}}},
                      {},
                      Guard::none,
                      metrics});
    routes.push_back(
        {"GET",
         "/healthz",
         "getHealth",
         "Operation",
         "Whether the process answers",
         "For a supervisor: looks at nothing but the process itself.",
         {},
         {},
         {},
         true,
         {{200, "It does.", {{"application/json", "Health", R"({"status":"ok"})"}}, {}}},
         {},
         Guard::none,
         health});
    routes.push_back(
        {"GET",
         "/readyz",
         "getReadiness",
         "Operation",
         "Whether it can do its work",
         "For a load balancer: the database answers, its schema is current, and the plugin folder "
         "has plugins.",
         {},
         {},
         {},
         true,
         {{200,
           "It can.",
           {{"application/json", "Readiness",
             R"({"ready":true,"checks":[{"name":"database","ok":true,"detail":"answers"}]})"}},
           {}},
          {503,
           "It cannot.",
           {{"application/json", "Readiness",
             R"({"ready":false,"checks":[{"name":"database","ok":false,"detail":"is locked"}]})"}},
           {}}},
         {},
         Guard::none,
         ready});
    routes.push_back(
        {"GET",
         "/api/v1/version",
         "getVersion",
         "Operation",
         "What is running",
         "",
         {},
         {},
         {},
         true,
         {{200,
           "Versions.",
           {{"application/json", "Version",
             R"({"name":"underpin","version":"0.1.0","schema_version":5,"time_zone_data":"2024a"})"}},
           {"ETag"}}},
         {},
         Guard::none,
         version});
    routes.push_back({"GET",
                      "/api/v1/openapi.json",
                      "getOpenApi",
                      "Operation",
                      "This description",
                      "The OpenAPI 3.1 document that you are reading.",
                      {},
                      {},
                      {},
                      true,
                      {{200, "The document.", {{"application/json", "JsonSchema", ""}}, {"ETag"}}},
                      {},
                      Guard::none,
                      openapi});
    return routes;
}

}  // namespace underpin

// Closing a supplier's period, and the versions of what was frozen.
#include <nlohmann/json.hpp>

#include "base/digest.h"
#include "documents/output_credits.h"
#include "documents/output_scorecard.h"
#include "http/api.h"
#include "http/job_order.h"
#include "http/json_reply.h"
#include "http/problem.h"
#include "http/routes.h"
#include "work/statement_history.h"

namespace underpin {

namespace {

using Json = nlohmann::ordered_json;

Error no_order(const std::string& field) {
    return {ErrorClass::input,
            "the body does not say what is to be closed",
            R"(for example {"period": "2024-03", "reason": "month end"})",
            {"", 0, 0, field}};
}

template <typename T>
bool read_field(const Json& json, const char* name, bool (Json::*is)() const noexcept, T& value) {
    const auto at = json.find(name);
    if (at == json.end()) return true;
    if (!((*at).*is)()) return false;
    value = at->get<T>();
    return true;
}

Result<CloseRequest> read_order(const std::string& body, const std::string& supplier) {
    const auto json = Json::parse(body, nullptr, false);
    if (!json.is_object()) return no_order("");
    CloseRequest order;
    order.supplier = supplier;
    for (const auto& [name, value] : json.items()) {
        if (name != "period" && name != "reason" && name != "through" &&
            name != "accept_unsettled") {
            return no_order(name);
        }
    }
    if (!read_field(json, "period", &Json::is_string, order.period)) return no_order("period");
    if (!read_field(json, "reason", &Json::is_string, order.reason)) return no_order("reason");
    if (!read_field(json, "through", &Json::is_boolean, order.through)) return no_order("through");
    if (!read_field(json, "accept_unsettled", &Json::is_boolean, order.accept_unsettled)) {
        return no_order("accept_unsettled");
    }
    if (order.period.empty()) return no_order("period");
    return order;
}

Reply close(const Api& api, const Request& request) {
    const auto body = request.whole_body(api.body_bytes);
    if (!body) return problem(request, body.error());
    const auto order = read_order(*body, request.in_path("id"));
    if (!order) return problem(request, order.error());
    return order_job(api, request, to_hex(sha256(*body)), [&](const WithJob& also) {
        return order_close(api.context, {*order, request_key(request)}, also);
    });
}

Reply history(const Api& api, const Request& request) {
    const auto versions =
        statement_history(api.context, request.in_path("id"), request.in_path("period"));
    return versions ? json_reply(history_json(*versions)) : problem(request, versions.error());
}

Reply frozen(const Api& api, const Request& request) {
    const auto& text = request.in_path("version");
    const bool is_number =
        text.size() <= 9 && text.find_first_not_of("0123456789") == std::string::npos;
    const auto found = statement_version(
        api.context,
        {request.in_path("id"), request.in_path("period"), is_number ? std::stoi(text) : 0});
    if (!found) return problem(request, found.error());
    const auto& [statement, card, credits] = *found;
    Json json{{"supplier", statement.name.supplier}, {"period", statement.name.period}};
    json.update(statement_json(statement));
    json["as_of"] = format_instant(statement.as_of);
    json["scorecard"] = scorecard_json(card);
    json["credits"] = credits_json(credits);
    return json_reply(json);
}

constexpr const char* accepted_example =
    R"({"job":{"id":43,"kind":"close","subject":"acme","state":"queued","actor":"person:jo",)"
    R"("created_at":"2024-04-02T09:00:00Z","started_at":null,"finished_at":null,)"
    R"("progress":{"done":0,"total":0},"attempts":0,"cancel_wanted":false,"worker":"",)"
    R"("version":1,"next_try_at":null,"run":null,"error":null,"result":null}})";

Parameter supplier_id() {
    return {"id", ParameterType::id, "The supplier's id.", "acme", true, "", {}, 0};
}

Parameter label() {
    return {"period", ParameterType::period, "The label that was closed.", "2024-03", true, "", {},
            0};
}

Route close_route() {
    return {"POST",
            "/api/v1/suppliers/{id}/statements",
            "closePeriod",
            "Closing",
            "Close a supplier's period",
            "Freezes its measurements, scorecard and service credits. Periods close in order; a "
            "job that finds that it may not says why. What is closed already stays as it is.",
            {supplier_id()},
            {},
            {{"application/json", "CloseOrder", R"({"period":"2024-03","reason":"month end"})"}},
            true,
            {{202,
              "The job that does it.",
              {{"application/json", "Accepted", accepted_example}},
              {"Location"}}},
            {422},
            Guard::idempotent,
            close};
}

}  // namespace

std::vector<Route> closing_routes() {
    std::vector<Route> routes{close_route()};
    routes.push_back({"GET",
                      "/api/v1/suppliers/{id}/statements/{period}",
                      "getStatementHistory",
                      "Closing",
                      "The versions of a closed period",
                      "What was frozen, and what each restatement changed and why.",
                      {supplier_id(), label()},
                      {},
                      {},
                      true,
                      {{200,
                        "The versions, oldest first.",
                        {{"application/json", "StatementHistory", ""}},
                        {"ETag"}}},
                      {},
                      Guard::none,
                      history});
    routes.push_back({"GET",
                      "/api/v1/suppliers/{id}/statements/{period}/{version}",
                      "getStatement",
                      "Closing",
                      "One version of a closed period, as it was frozen",
                      "",
                      {supplier_id(),
                       label(),
                       {"version", ParameterType::integer, "Which.", "1", true, "", {}, 0}},
                      {},
                      {},
                      true,
                      {{200,
                        "The scorecard and the credits.",
                        {{"application/json", "FrozenStatement", ""}},
                        {"ETag"}}},
                      {},
                      Guard::none,
                      frozen});
    return routes;
}

}  // namespace underpin

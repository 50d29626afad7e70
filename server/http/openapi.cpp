#include "http/openapi.h"

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>

#include "documents/schema.h"
#include "http/problem.h"

namespace underpin {

namespace {

using Json = nlohmann::ordered_json;

constexpr const char* about =
    "Supplier and contract SLA management: documents in, evidence in, exact scorecards and credits "
    "out. Numbers are decimal text, instants are UTC. Results are answered at once from what was "
    "measured; `stale` says that something is due, and that work is queued.";

struct Tag {
    const char* name;
    const char* description;
};
constexpr Tag tags[] = {
    {"Results", "Scorecards, measurements, credits, and how each number came about."},
    {"Documents", "Suppliers, contracts, agreements and the rest, with every revision."},
    {"Evidence", "Import runs, and what they set aside."},
    {"Closing", "Periods that are frozen, and what restated them."},
    {"Jobs", "Work that takes its time."},
    {"Operation", "Whether the program is well."}};

Json type_of(const Parameter& parameter) {
    Json schema{{"type", "string"}};
    switch (parameter.type) {
        case ParameterType::text: break;
        case ParameterType::id: schema["minLength"] = 1; break;
        case ParameterType::flag: schema = {{"type", "boolean"}}; break;
        case ParameterType::integer:
            schema = {{"type", "integer"}, {"minimum", 0}};
            if (parameter.most > 0) schema["maximum"] = parameter.most;
            break;
        case ParameterType::instant: schema["format"] = "date-time"; break;
        case ParameterType::period:
            schema["pattern"] = "^[0-9]{4}(-([0-9]{2}|Q[1-4]|W[0-9]{2}))?$";
            break;
        case ParameterType::choice: schema["enum"] = parameter.choices; break;
    }
    const bool is_text = schema["type"] == "string";
    if (!parameter.otherwise.empty()) {
        schema["default"] = is_text ? Json(parameter.otherwise) : Json::parse(parameter.otherwise);
    }
    return schema;
}

Json parameter_json(const Parameter& parameter, const char* in) {
    Json json{{"name", parameter.name},
              {"in", in},
              {"description", parameter.description},
              {"required", parameter.required || std::string_view(in) == "path"},
              {"schema", type_of(parameter)}};
    if (!parameter.example.empty()) {
        const bool is_text = json["schema"]["type"] == "string";
        json["example"] = is_text ? Json(parameter.example) : Json::parse(parameter.example);
    }
    return json;
}

Json header_parameter(const char* name, const char* description, const char* example) {
    return {{"name", name},
            {"in", "header"},
            {"description", description},
            {"required", false},
            {"schema", {{"type", "string"}}},
            {"example", example}};
}

Json content_json(const std::vector<Content>& contents) {
    Json json = Json::object();
    for (const auto& content : contents) {
        auto& one = json[content.type];
        if (content.schema.empty()) {
            one["schema"] = {{"type", "string"}};
            if (content.type == "application/octet-stream") one["schema"]["format"] = "binary";
        } else {
            one["schema"] = {{"$ref", "#/components/schemas/" + content.schema}};
        }
        if (content.example.empty()) continue;
        const bool is_json = content.type == "application/json";
        one["example"] = is_json ? Json::parse(content.example) : Json(content.example);
    }
    return json;
}

const std::map<std::string, const char*>& known_headers() {
    static const std::map<std::string, const char*> known{
        {"ETag", "Names this state of what was read; send it back in If-None-Match or If-Match."},
        {"Location", "Where to look further."},
        {"Retry-After", "Seconds to wait."}};
    return known;
}

Json answer_json(const Answer& answer) {
    Json json{{"description", answer.description}};
    for (const auto& name : answer.headers) {
        json["headers"][name] = {{"description", known_headers().at(name)},
                                 {"schema", {{"type", "string"}}}};
    }
    if (!answer.content.empty()) json["content"] = content_json(answer.content);
    return json;
}

// Any route can be asked wrongly, and any server can fail.
std::vector<int> problems_of(const Route& route) {
    std::vector<int> statuses{400, 500, 503};
    statuses.insert(statuses.end(), route.problems.begin(), route.problems.end());
    if (!route.in_path.empty()) statuses.push_back(404);
    if (!route.bodies.empty()) statuses.insert(statuses.end(), {413, 415});
    if (route.guard == Guard::idempotent) statuses.push_back(409);
    std::ranges::sort(statuses);
    statuses.erase(std::unique(statuses.begin(), statuses.end()), statuses.end());
    return statuses;
}

Json operation_json(const Route& route) {
    Json json{{"operationId", route.operation},
              {"tags", {route.tag}},
              {"summary", route.summary},
              {"description", route.description.empty() ? route.summary : route.description}};
    auto parameters = Json::array();
    for (const auto& one : route.in_path) parameters.push_back(parameter_json(one, "path"));
    for (const auto& one : route.in_query) parameters.push_back(parameter_json(one, "query"));
    if (route.guard == Guard::idempotent) {
        parameters.push_back(header_parameter(
            "Idempotency-Key",
            "Any text of yours. The same request sent again with it is not done twice: it gets the "
            "first answer. With another body it is a conflict.",
            "8e03978e-40d5-43dd-bc93-6894a57f9324"));
    }
    if (route.method == "PUT") {
        parameters.push_back(header_parameter(
            "If-Match", "The revision that you read; another one now is a failed precondition.",
            "\"12\""));
        parameters.push_back(
            header_parameter("If-None-Match", "`*`: only create, never change.", "*"));
    }
    if (!parameters.empty()) json["parameters"] = parameters;
    if (!route.bodies.empty()) {
        json["requestBody"] = {{"required", route.body_required},
                               {"content", content_json(route.bodies)}};
    }
    for (const auto& answer : route.answers) {
        json["responses"][std::to_string(answer.status)] = answer_json(answer);
    }
    for (const int status : problems_of(route)) {
        const auto name = std::to_string(status);
        if (json["responses"].contains(name)) continue;
        json["responses"][name] = {{"$ref", "#/components/responses/Problem" + name}};
    }
    return json;
}

Json problem_response(int status) {
    Json example{{"type", "urn:underpin:problem:example"},
                 {"title", reason_of(status)},
                 {"status", status},
                 {"detail", "What happened, in a sentence."},
                 {"instance", "/api/v1/suppliers/acme"},
                 {"request_id", "5f0c1d2e3a4b5c6d"},
                 {"errors", Json::array()}};
    return {{"description", reason_of(status)},
            {"content",
             {{"application/problem+json",
               {{"schema", {{"$ref", "#/components/schemas/Problem"}}}, {"example", example}}}}}};
}

// A schema of docs/schemas as a component: its own definitions stay inside of it.
void move_references(Json& schema, const std::string& component) {
    if (schema.is_object()) {
        if (const auto at = schema.find("$ref"); at != schema.end() && at->is_string()) {
            const auto target = at->get<std::string>();
            if (target.starts_with("#/definitions/")) {
                *at = "#/components/schemas/" + component + target.substr(1);
            }
        }
        for (auto& [key, value] : schema.items()) move_references(value, component);
    } else if (schema.is_array()) {
        for (auto& value : schema) move_references(value, component);
    }
}

Json components_json(const std::vector<Route>& routes) {
    Json components;
    components["schemas"] = Json::parse(api_schemas_text());
    for (int i = 0; i < kind_count; ++i) {
        const auto kind = static_cast<Kind>(i);
        auto schema = Json::parse(schema_text(kind));
        schema.erase("$schema");
        schema.erase("$id");
        move_references(schema, kind_name(kind));
        components["schemas"][kind_name(kind)] = std::move(schema);
    }
    for (const auto& route : routes) {
        for (const int status : problems_of(route)) {
            auto& response = components["responses"]["Problem" + std::to_string(status)];
            if (response.is_null()) response = problem_response(status);
        }
    }
    return components;
}

std::string lower(std::string text) {
    std::ranges::transform(text, text.begin(),
                           [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return text;
}

}  // namespace

std::string openapi_document(const std::vector<Route>& routes, const std::string& version) {
    Json document{{"openapi", "3.1.0"},
                  {"info",
                   {{"title", "Underpin"},
                    {"version", version},
                    {"summary", "Supplier and contract SLA management"},
                    {"description", about}}},
                  {"servers", {{{"url", "/"}, {"description", "This server"}}}},
                  {"security", Json::array()}};
    for (const auto& tag : tags) {
        document["tags"].push_back({{"name", tag.name}, {"description", tag.description}});
    }
    for (const auto& route : routes) {
        if (route.operation.empty()) continue;
        document["paths"][route.path][lower(route.method)] = operation_json(route);
    }
    document["components"] = components_json(routes);
    return document.dump(2);
}

}  // namespace underpin

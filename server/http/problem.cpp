#include "http/problem.h"

#include <map>
#include <nlohmann/json.hpp>

namespace underpin {

namespace {

const std::map<int, std::pair<const char*, const char*>>& known_statuses() {
    static const std::map<int, std::pair<const char*, const char*>> known{
        {200, {"ok", "OK"}},
        {201, {"created", "Created"}},
        {202, {"accepted", "Accepted"}},
        {204, {"no-content", "No Content"}},
        {304, {"not-modified", "Not Modified"}},
        {400, {"bad-request", "Bad Request"}},
        {403, {"forbidden", "Forbidden"}},
        {404, {"not-found", "Not Found"}},
        {405, {"method-not-allowed", "Method Not Allowed"}},
        {406, {"not-acceptable", "Not Acceptable"}},
        {409, {"conflict", "Conflict"}},
        {412, {"precondition-failed", "Precondition Failed"}},
        {413, {"content-too-large", "Content Too Large"}},
        {415, {"unsupported-media-type", "Unsupported Media Type"}},
        {422, {"unprocessable-content", "Unprocessable Content"}},
        {428, {"precondition-required", "Precondition Required"}},
        {431, {"head-too-large", "Request Header Fields Too Large"}},
        {500, {"internal-error", "Internal Server Error"}},
        {501, {"not-implemented", "Not Implemented"}},
        {503, {"unavailable", "Service Unavailable"}}};
    return known;
}

}  // namespace

nlohmann::ordered_json fault_json(const Error& error) {
    nlohmann::ordered_json fault{{"pointer", json_pointer(error.place.field)},
                                 {"detail", error.message}};
    fault["hint"] = error.hint;
    if (!error.place.file.empty()) fault["file"] = error.place.file;
    if (error.place.line > 0) fault["line"] = error.place.line;
    return fault;
}

int status_of(ErrorClass error_class) {
    switch (error_class) {
        case ErrorClass::input: return 400;
        case ErrorClass::not_found: return 404;
        case ErrorClass::conflict: return 409;
        case ErrorClass::configuration: return 422;
        case ErrorClass::transient: return 503;
        case ErrorClass::data: return 422;
        case ErrorClass::cancelled: return 409;
        case ErrorClass::unsupported: return 422;
        case ErrorClass::internal: return 500;
    }
    return 500;
}

const char* reason_of(int status) {
    const auto at = known_statuses().find(status);
    return at == known_statuses().end() ? "" : at->second.second;
}

std::string json_pointer(const std::string& field) {
    std::string pointer;
    if (field.empty()) return pointer;
    pointer = "/";
    for (const char c : field) {
        if (c == '.' || c == '[') {
            pointer += '/';
        } else if (c == ']') {
            continue;
        } else if (c == '~') {
            pointer += "~0";
        } else if (c == '/') {
            pointer += "~1";
        } else {
            pointer += c;
        }
    }
    return pointer;
}

Reply problem(const Request& request, int status, const std::string& detail, const Errors& errors) {
    const auto known = known_statuses().find(status);
    const bool is_known = known != known_statuses().end();
    nlohmann::ordered_json body{
        {"type", std::string("urn:underpin:problem:") + (is_known ? known->second.first : "other")},
        {"title", is_known ? known->second.second : "Problem"},
        {"status", status},
        {"detail", detail},
        {"instance", request.path},
        {"request_id", request.id}};
    auto& faults = body["errors"] = nlohmann::ordered_json::array();
    for (const auto& error : errors) faults.push_back(fault_json(error));
    Reply reply;
    reply.status = status;
    reply.type = "application/problem+json";
    reply.body = body.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
    if (status == 503) reply.headers.emplace_back("Retry-After", "1");
    return reply;
}

Reply problem(const Request& request, int status, const Error& error) {
    return problem(request, status, error.message, {error});
}

Reply problem(const Request& request, const Error& error) {
    return problem(request, status_of(error.error_class), error);
}

}  // namespace underpin

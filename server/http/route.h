// One table of routes makes three things: where a request goes, what it may carry, and the OpenAPI
// document. A route that is not in the table does not exist; a parameter that it does not declare
// is refused.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "http/request.h"

namespace underpin {

struct Api;

enum class ParameterType {
    text,
    id,       // of a document
    flag,     // true | false
    integer,  // 0 and more
    instant,  // ISO 8601 with an offset or Z
    period,   // 2024-03, 2024-Q1, 2024, 2024-W09
    choice,   // one of `choices`
};

struct Parameter {
    std::string name;
    ParameterType type = ParameterType::text;
    std::string description;
    std::string example;  // as it stands in the query
    bool required = false;
    std::string otherwise;             // the default; empty: none
    std::vector<std::string> choices;  // of a choice
    std::int64_t most = 0;             // of an integer; 0: no bound
};

// A body that a route takes, or a form of its answer.
struct Content {
    std::string type;     // "application/json"
    std::string schema;   // a component's name; empty: any bytes
    std::string example;  // JSON, or text of that type
};

struct Answer {
    int status = 200;
    std::string description;
    std::vector<Content> content;      // none: no body
    std::vector<std::string> headers;  // "ETag", "Location": described once, in openapi.cpp
};

// What a route asks for beyond being heard.
enum class Guard { none, idempotent };  // idempotent: takes an Idempotency-Key

struct Route {
    std::string method;
    std::string path;  // "/api/v1/suppliers/{id}/scorecard"
    std::string operation;
    std::string tag;
    std::string summary;
    std::string description;
    std::vector<Parameter> in_path, in_query;
    std::vector<Content> bodies;  // none: takes no body
    bool body_required = true;    // where bodies are given
    std::vector<Answer> answers;  // the good ones
    std::vector<int> problems;    // statuses of the bad ones, beside those that any route has
    Guard guard = Guard::none;
    std::function<Reply(const Api&, const Request&)> handle;
};

}  // namespace underpin

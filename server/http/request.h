// A request and its answer as handlers see them: plain values, nothing of the HTTP library.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/instant.h"
#include "base/result.h"

namespace underpin {

class HeldConnection;

// The body, read piece by piece as it comes in. Reading past the limit is an error of class input.
class BodyReader {
  public:
    virtual ~BodyReader() = default;
    // Calls `take` for each piece, in order.
    [[nodiscard]] virtual Result<void> read(std::size_t limit_bytes,
                                            const std::function<void(std::string_view)>& take) = 0;
};

struct Request {
    std::string id;      // of this request: in its log lines, its answer and its problems
    std::string method;  // "GET"
    std::string path;    // decoded, "/api/v1/suppliers/acme"
    std::string target;  // as it was sent, with the query
    std::string peer;    // who asks
    std::map<std::string, std::string> path_parameters;
    std::map<std::string, std::string> query;    // checked against the route; defaults put in
    std::map<std::string, std::string> headers;  // names in lower case
    BodyReader* body = nullptr;

    [[nodiscard]] std::string header(const std::string& lower_case_name) const {
        const auto at = headers.find(lower_case_name);
        return at == headers.end() ? "" : at->second;
    }
    [[nodiscard]] const std::string& in_path(const std::string& name) const {
        return path_parameters.at(name);
    }
    [[nodiscard]] std::optional<std::string> text(const std::string& name) const {
        const auto at = query.find(name);
        return at == query.end() ? std::nullopt : std::optional(at->second);
    }
    // Of parameters that the route declares as such: their form has been checked.
    [[nodiscard]] bool flag(const std::string& name) const { return text(name) == "true"; }
    [[nodiscard]] std::int64_t integer(const std::string& name) const {
        return std::stoll(query.at(name));
    }
    [[nodiscard]] std::optional<Instant> instant(const std::string& name) const {
        const auto given = text(name);
        return given ? std::optional(require(parse_instant(*given))) : std::nullopt;
    }
    [[nodiscard]] Result<std::string> whole_body(std::size_t limit_bytes) const {
        std::string all;
        auto read = body->read(limit_bytes, [&](std::string_view piece) { all.append(piece); });
        if (!read) return read.error();
        return all;
    }
};

struct Reply {
    int status = 200;
    std::string type = "application/json";
    std::string body;
    std::vector<std::pair<std::string, std::string>> headers;
    // Set for a stream of events: gets the connection after the head was sent.
    std::function<void(std::shared_ptr<HeldConnection>)> hold;

    [[nodiscard]] const std::string* header(std::string_view name) const {
        for (const auto& [key, value] : headers) {
            if (key == name) return &value;
        }
        return nullptr;
    }
};

}  // namespace underpin

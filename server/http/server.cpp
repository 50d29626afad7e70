#include "http/server.h"

#include <Poco/DeflatingStream.h>
#include <Poco/Net/HTTPServerRequest.h>
#include <Poco/Net/HTTPServerResponse.h>
#include <Poco/URI.h>
#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <fmt/format.h>
#include <optional>
#include <random>
#include <sstream>

#include "base/digest.h"
#include "base/log.h"
#include "http/api.h"
#include "http/connections.h"
#include "http/events.h"
#include "http/openapi.h"
#include "http/pages.h"
#include "http/problem.h"
#include "http/router.h"
#include "http/routes.h"
#include "work/jobs.h"

namespace underpin {

namespace {

constexpr std::size_t piece_to_send = 65'536;

// A client's own id is kept where it is harmless in a log.
bool is_sound_id(const std::string& id) {
    return !id.empty() && id.size() <= 64 && std::ranges::all_of(id, [](unsigned char c) {
        return std::isalnum(c) != 0 || c == '-' || c == '_' || c == '.';
    });
}

std::string next_id() {
    static const std::uint64_t seed =
        (std::uint64_t{std::random_device{}()} << 32) | std::random_device{}();
    static std::atomic<std::uint64_t> count{0};
    // A bijection, so that ids of one process never repeat.
    auto id = seed + count.fetch_add(1) * 0x9e3779b97f4a7c15ULL;
    id ^= id >> 31;
    return fmt::format("{:016x}", id);
}

class ExchangeBody final : public BodyReader {
  public:
    explicit ExchangeBody(Exchange& exchange) : exchange_(exchange) {
        const auto& request = exchange.request;
        has_body_ = request.getChunkedTransferEncoding() || request.getContentLength64() > 0;
        exchange_.body_left = has_body_;
    }

    Result<void> read(std::size_t limit_bytes,
                      const std::function<void(std::string_view)>& take) override {
        if (!has_body_) return {};
        const auto announced = exchange_.request.getContentLength64();
        if (announced > 0 && static_cast<std::uint64_t>(announced) > limit_bytes) {
            return too_large(limit_bytes);
        }
        if (exchange_.request.getExpectContinue()) exchange_.response.sendContinue();
        auto& stream = exchange_.request.stream();
        std::array<char, piece_to_send> piece;
        std::size_t total = 0;
        while (stream.good()) {
            stream.read(piece.data(), piece.size());
            const auto got = static_cast<std::size_t>(stream.gcount());
            total += got;
            if (total > limit_bytes) return too_large(limit_bytes);
            if (got > 0) take({piece.data(), got});
        }
        if (announced > 0 && total != static_cast<std::uint64_t>(announced)) {
            return Error{ErrorClass::input, "the body ends before its Content-Length", "", {}};
        }
        exchange_.body_left = false;
        return {};
    }
    // Set where the body went beyond its limit, whatever the handler made of it.
    [[nodiscard]] const std::optional<Error>& too_large_error() const { return refused_; }

  private:
    Error too_large(std::size_t limit) {
        refused_ = Error{ErrorClass::input,
                         fmt::format("the body is larger than {} bytes", limit),
                         "send less at a time, or raise the limit in the configuration",
                         {}};
        return *refused_;
    }

    Exchange& exchange_;
    bool has_body_ = false;
    std::optional<Error> refused_;
};

// Compresses where the client can read that and it is worth it.
bool takes_gzip(const Request& request) {
    return request.header("accept-encoding").find("gzip") != std::string::npos;
}

bool is_text(const std::string& type) {
    return type.starts_with("text/") || type.find("json") != std::string::npos ||
           type.find("yaml") != std::string::npos || type.find("javascript") != std::string::npos ||
           type.find("svg") != std::string::npos;
}

std::string gzipped(const std::string& body) {
    constexpr int fast = 1;
    std::ostringstream out;
    Poco::DeflatingOutputStream deflating(out, Poco::DeflatingStreamBuf::STREAM_GZIP, fast);
    deflating.write(body.data(), static_cast<std::streamsize>(body.size()));
    deflating.close();
    return out.str();
}

bool names_tag(const std::string& list, const std::string& tag) {
    const auto bare = tag.starts_with("W/") ? tag.substr(2) : tag;
    return list == "*" || list.find(bare) != std::string::npos;
}

}  // namespace

struct HttpServer::State {
    State(const Context& given, const HttpOptions& wanted)
        : context(given),
          options(wanted),
          router(all_routes()),
          board(context),
          pages(options.web_folder),
          events(context),
          description(openapi_document(router.routes(), options.version)),
          api{context,
              board,
              options.version,
              body_bytes,
              upload_bytes,
              metrics,
              events,
              options.wake_workers,
              [this] { measure_soon(); },
              [this] { return connections->counts(); },
              [this] { return connections && connections->stopping(); },
              [this]() -> const std::string& { return description; }} {}

    void serve(Exchange& exchange);
    void measure_soon();
    Request read(Exchange& exchange) const;
    Reply answer(Request& request, std::string& route_name);
    void finish(const Request& request, Reply& reply) const;
    void send(Exchange& exchange, Reply& reply) const;

    Context context;
    const HttpOptions options;
    std::atomic<std::size_t> body_bytes{options.body_bytes}, upload_bytes{options.upload_bytes};
    Router router;
    StandingBoard board;
    Metrics metrics;
    Pages pages;
    JobEvents events;
    std::atomic<std::int64_t> measured_at{0};  // when measuring was queued last
    std::string description;
    Api api;
    std::unique_ptr<Connections> connections;  // the last to come, the first to go
};

Request HttpServer::State::read(Exchange& exchange) const {
    Request request;
    for (const auto& [name, value] : exchange.request) {
        std::string key = name;
        std::ranges::transform(key, key.begin(),
                               [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
        request.headers[std::move(key)] = value;
    }
    const auto given = request.header("x-request-id");
    request.id = is_sound_id(given) ? given : next_id();
    request.method = exchange.request.getMethod();
    request.target = exchange.request.getURI();
    request.peer = exchange.peer;
    return request;
}

void HttpServer::State::measure_soon() {
    constexpr std::int64_t pause_ms = 5'000;
    const auto now = context.clock.now().ms;
    auto last = measured_at.load();
    if (now - last < pause_ms || !measured_at.compare_exchange_strong(last, now)) return;
    if (const auto job = order_measure(context); !job) {
        log_event(LogLevel::warning, "cannot queue measuring",
                  {{"reason", job.error().to_string()}});
    }
    options.wake_workers();
}

Reply HttpServer::State::answer(Request& request, std::string& route_name) {
    try {
        const Poco::URI uri(request.target);
        request.path = uri.getPath();
        for (const auto& [name, value] : uri.getQueryParameters()) request.query[name] = value;
    } catch (const Poco::Exception&) {
        return problem(request, 400,
                       Error{ErrorClass::input, "the address cannot be read", "", {}});
    }
    // A body of two lengths is how one request is hidden in another.
    const auto coding = request.header("transfer-encoding");
    if (!coding.empty() && (coding != "chunked" || !request.header("content-length").empty())) {
        return problem(request, 400,
                       Error{ErrorClass::input,
                             "the length of the body is not clear",
                             "send a Content-Length, or Transfer-Encoding: chunked alone",
                             {}});
    }
    const auto found = router.find(request);
    if (found.route == nullptr) {
        const bool reads = request.method == "GET" || request.method == "HEAD";
        if (found.allowed.empty() && reads && !request.path.starts_with("/api/")) {
            route_name = "pages";
            return pages.get(request);
        }
        if (found.allowed.empty()) {
            return problem(request, {ErrorClass::not_found,
                                     "there is nothing at " + request.path,
                                     "GET /api/v1/openapi.json says what there is",
                                     {}});
        }
        auto refused = problem(request, 405,
                               Error{ErrorClass::input,
                                     request.method + " is not something that can be done here",
                                     "it can be asked with " + found.allowed.front(),
                                     {}});
        std::string allow;
        for (const auto& method : found.allowed) allow += (allow.empty() ? "" : ", ") + method;
        refused.headers.emplace_back("Allow", allow);
        return refused;
    }
    route_name = found.route->operation;
    const auto faults = Router::check_query(*found.route, request);
    if (!faults.empty()) return problem(request, 400, faults.front().message, faults);
    return found.route->handle(api, request);
}

// What every good answer has: a tag to ask for news by, and the news only where there is any.
void HttpServer::State::finish(const Request& request, Reply& reply) const {
    reply.headers.emplace_back("X-Request-Id", request.id);
    reply.headers.emplace_back("X-Content-Type-Options", "nosniff");
    if (reply.header("Cache-Control") == nullptr) {
        reply.headers.emplace_back("Cache-Control", "no-cache");
    }
    const bool reads = request.method == "GET" || request.method == "HEAD";
    if (!reads || reply.status != 200 || reply.hold) return;
    if (reply.header("ETag") == nullptr) {
        reply.headers.emplace_back("ETag",
                                   "W/\"" + to_hex(sha256(reply.body)).substr(0, 32) + "\"");
    }
    const auto known = request.header("if-none-match");
    if (!known.empty() && names_tag(known, *reply.header("ETag"))) {
        reply.status = 304;
        reply.body.clear();
    } else if (reply.body.size() >= options.gzip_from_bytes && is_text(reply.type)) {
        reply.headers.emplace_back("Vary", "Accept-Encoding");
        if (takes_gzip(request)) {
            reply.body = gzipped(reply.body);
            reply.headers.emplace_back("Content-Encoding", "gzip");
        }
    }
}

void HttpServer::State::send(Exchange& exchange, Reply& reply) const {
    auto& response = exchange.response;
    response.setStatusAndReason(static_cast<Poco::Net::HTTPResponse::HTTPStatus>(reply.status),
                                reason_of(reply.status));
    for (const auto& [name, value] : reply.headers) response.add(name, value);
    if (reply.status != 304 && reply.status != 204) response.setContentType(reply.type);
    // An unread body stands before the next request: the connection ends here.
    if (exchange.body_left) response.setKeepAlive(false);
    if (reply.hold) {
        response.setKeepAlive(false);
        response.setChunkedTransferEncoding(false);
        // The library's own stream would shut the connection down behind the head.
        std::ostringstream head;
        response.write(head);
        exchange.hold = [head = head.str(),
                         hold = std::move(reply.hold)](std::shared_ptr<HeldConnection> connection) {
            if (connection->send(head, head.size())) hold(std::move(connection));
        };
        return;
    }
    response.sendBuffer(reply.body.data(), reply.body.size());
}

void HttpServer::State::serve(Exchange& exchange) {
    const auto began = std::chrono::steady_clock::now();
    auto request = read(exchange);
    ExchangeBody body(exchange);
    request.body = &body;
    std::string route_name;
    Reply reply;
    try {
        reply = answer(request, route_name);
        if (const auto& refused = body.too_large_error()) reply = problem(request, 413, *refused);
    } catch (const Failure& failure) {
        const auto& error = failure.error();
        log_event(LogLevel::error, "request failed",
                  {{"request", request.id}, {"reason", error.to_string()}});
        reply = problem(request, error);
    } catch (const Poco::Exception&) {
        throw;  // the connection's: too slow, or gone
    } catch (const std::exception& bug) {
        log_event(LogLevel::error, "request failed",
                  {{"request", request.id}, {"reason", std::string(bug.what())}});
        reply = problem(request, {ErrorClass::internal,
                                  "the server made a mistake",
                                  "its log says more under request " + request.id,
                                  {}});
    }
    finish(request, reply);
    const auto bytes = reply.body.size();
    const auto status = reply.status;
    send(exchange, reply);
    const auto took = std::chrono::duration_cast<std::chrono::microseconds>(
        std::chrono::steady_clock::now() - began);
    metrics.answered(route_name.empty() ? "none" : route_name, request.method, status, took);
    log_event(status >= 500 ? LogLevel::warning : LogLevel::info, "request",
              {{"request", request.id},
               {"peer", request.peer},
               {"method", request.method},
               {"target", request.target},
               {"route", route_name.empty() ? "-" : route_name},
               {"status", std::int64_t{status}},
               {"bytes", static_cast<std::int64_t>(bytes)},
               {"us", std::int64_t{took.count()}}});
}

namespace {

// The whole answer to what never became a request.
std::string refusal(int status, const std::string& reason) {
    Request nobody;
    nobody.id = next_id();
    const auto reply =
        problem(nobody, status, Error{ErrorClass::input, reason, "try again, or send less", {}});
    return fmt::format(
        "HTTP/1.1 {} {}\r\nContent-Type: {}\r\nContent-Length: {}\r\nConnection: close\r\n"
        "X-Request-Id: {}\r\n{}\r\n{}",
        status, reason_of(status), reply.type, reply.body.size(), nobody.id,
        status == 503 ? "Retry-After: 1\r\n" : "", reply.body);
}

}  // namespace

HttpServer::HttpServer(std::unique_ptr<State> state) : state_(std::move(state)) {}
HttpServer::~HttpServer() { stop(); }

Result<std::unique_ptr<HttpServer>> HttpServer::start(const Context& context,
                                                      const HttpOptions& options) {
    auto state = std::make_unique<State>(context, options);
    auto* raw = state.get();
    auto opened = Connections::open(
        options.connections, [raw](Exchange& exchange) { raw->serve(exchange); }, refusal);
    if (!opened) return opened.error();
    state->connections = std::move(*opened);
    state->connections->begin();
    return std::unique_ptr<HttpServer>(new HttpServer(std::move(state)));
}

std::uint16_t HttpServer::port() const { return state_->connections->port(); }
void HttpServer::change(const HttpOptions& options) {
    state_->body_bytes = options.body_bytes;
    state_->upload_bytes = options.upload_bytes;
    state_->connections->change(options.connections);
}
void HttpServer::stop() {
    // Streams of events have no end of their own.
    state_->events.stop();
    state_->connections->stop();
}

}  // namespace underpin

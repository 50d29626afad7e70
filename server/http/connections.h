// Connections and the threads that serve them. An idle connection holds no thread: it waits in one
// epoll set, which all workers wait on; whoever is woken takes in what has arrived, and serves the
// request once its head is whole, so that a client that dribbles its head holds no thread either.
//
// Bounds: as many workers as asked for; at most `max_connections` connections, which is also how
// many requests can wait for a worker; one more is answered 503 and closed. Who has sent no whole
// head within its time, or reads and writes slower than the pace, is cut.
//
// open(), begin() and stop() are called by one thread; the function that serves is called by the
// workers.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "base/result.h"
#include "http/limits.h"

namespace Poco::Net {
class HTTPServerRequest;
class HTTPServerResponse;
}  // namespace Poco::Net

namespace underpin {

// What holds a connection open after its answer's head: server-sent events. Shares the connection;
// the connection is closed when the last holder lets go.
class HeldConnection {
  public:
    virtual ~HeldConnection() = default;
    // Queues bytes and sends what the other side takes at once. False: it has gone, or is so slow
    // that more than `bound` bytes wait for it.
    [[nodiscard]] virtual bool send(std::string_view bytes, std::size_t bound) = 0;
};

// One request of a connection, while it is being served.
struct Exchange {
    Poco::Net::HTTPServerRequest& request;
    Poco::Net::HTTPServerResponse& response;
    std::string peer;
    // Set by who serves: the connection's further life. `hold` gets it after the head was sent.
    std::function<void(std::shared_ptr<HeldConnection>)> hold;
    bool body_left = false;  // the body was not read to its end: the connection cannot be kept
};

struct ConnectionCounts {
    std::size_t open = 0;       // connections
    std::size_t busy = 0;       // workers that serve a request
    std::uint64_t refused = 0;  // since the start: no room
    std::uint64_t cut = 0;      // since the start: too slow, or a head beyond its limit
};

class Connections {
  public:
    using Serve = std::function<void(Exchange&)>;
    // Answers what never became a request: a head that is too long (431) or unreadable (400).
    using Refuse = std::function<std::string(int status, const std::string& reason)>;

    // Listens, and serves once begin() is called; an error where the address cannot be had.
    [[nodiscard]] static Result<std::unique_ptr<Connections>> open(const ConnectionOptions& options,
                                                                   Serve serve, Refuse refuse);
    ~Connections();  // stops
    void begin();

    [[nodiscard]] std::uint16_t port() const;
    [[nodiscard]] ConnectionCounts counts() const;
    // Takes no more connections, finishes what was accepted, and returns when all workers are done.
    void stop();
    [[nodiscard]] bool stopping() const;
    // Limits and times, from the next connection or request on. Address, backlog and workers stay.
    void change(const ConnectionOptions& options);

  private:
    struct State;
    explicit Connections(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

}  // namespace underpin

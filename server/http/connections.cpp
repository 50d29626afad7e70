#include "http/connections.h"

#include <Poco/Buffer.h>
#include <Poco/Net/HTTPServerParams.h>
#include <Poco/Net/HTTPServerRequestImpl.h>
#include <Poco/Net/HTTPServerResponseImpl.h>
#include <Poco/Net/HTTPServerSession.h>
#include <Poco/Net/NetException.h>
#include <Poco/Net/ServerSocket.h>
#include <Poco/Timestamp.h>
#include <atomic>
#include <condition_variable>
#include <cstring>
#include <fmt/format.h>
#include <mutex>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>
#include <unordered_map>
#include <vector>

#include "http/connection_socket.h"

namespace underpin {

namespace {

using Moment = ConnectionSocket::Moment;
constexpr std::uint64_t listener_id = 0, wake_id = 1;
constexpr int accepted_at_once = 64;
// Who has connected and said nothing is not waited for longer than this when stopping.
constexpr std::chrono::seconds silent_while_stopping{1};

// Who has the connection: the epoll set and the sweeper, or the one who claimed it.
enum class Holder { nobody, somebody };

struct Connection final : HeldConnection {
    Connection(std::uint64_t number, ConnectionSocket* owned,
               const Poco::Net::HTTPServerParams::Ptr& parameters)
        : id(number), socket(owned), session(OwnedStreamSocket(owned), parameters) {}

    bool send(std::string_view bytes, std::size_t bound) override {
        waiting.append(bytes);
        const auto put = socket->send_some(waiting);
        if (put < 0) return false;
        waiting.erase(0, static_cast<std::size_t>(put));
        return waiting.size() <= bound;
    }

    std::uint64_t id;
    ConnectionSocket* socket;  // owned by the session's StreamSocket
    Poco::Net::HTTPServerSession session;
    std::atomic<Holder> holder{Holder::somebody};
    std::atomic<Moment> until{Moment::max()};  // to be cut then
    // Written by the holder; the sweeper looks at them before it claims.
    std::atomic<bool> head_begun{false}, served_before{false};
    std::string waiting;  // of a held connection: not yet sent
};
using ConnectionPtr = std::shared_ptr<Connection>;

// Where the head ends; npos: it goes on.
std::size_t head_end(const std::string& arrived) {
    return std::min(arrived.find("\r\n\r\n"), arrived.find("\n\n"));
}

Error cannot_listen(const ConnectionOptions& options, const std::string& reason) {
    return {ErrorClass::configuration,
            fmt::format("cannot listen on {}:{}: {}", options.address, options.port, reason),
            "is another program using the port? choose one with --port",
            {}};
}

}  // namespace

// What may be changed while workers read it.
struct LiveLimits {
    std::atomic<std::size_t> max_connections, head_bytes, bytes_per_second;
    std::atomic<std::chrono::milliseconds> head_timeout, idle_timeout, stop_timeout, grace;

    void set(const ConnectionOptions& options) {
        max_connections = options.max_connections;
        head_bytes = options.head_bytes;
        bytes_per_second = options.pace.bytes_per_second;
        head_timeout = options.head_timeout;
        idle_timeout = options.idle_timeout;
        stop_timeout = options.stop_timeout;
        grace = options.pace.grace;
    }
    [[nodiscard]] Pace pace() const { return {grace, bytes_per_second}; }
};

struct Connections::State {
    State(const ConnectionOptions& wanted, Serve serving, Refuse refusing)
        : options(wanted), serve(std::move(serving)), refuse(std::move(refusing)) {
        limits.set(wanted);
    }
    ~State() {
        if (poller >= 0) ::close(poller);
        if (waker >= 0) ::close(waker);
    }

    void listen();
    void begin();
    void close_door();
    void run_worker();
    void run_sweeper();
    void accept_some();
    void admit(int descriptor);
    void drop(const ConnectionPtr& connection);
    void rearm(const ConnectionPtr& connection, Moment until);
    void arrived(const ConnectionPtr& connection);
    bool serve_one(Connection& connection);
    void refuse_head(Connection& connection, int status, const std::string& reason);
    void sweep();
    void watch(int operation, int descriptor, std::uint64_t id, std::uint32_t events) const;
    ConnectionPtr find(std::uint64_t id);

    const ConnectionOptions options;  // as it was started
    LiveLimits limits;
    const Serve serve;
    const Refuse refuse;
    Poco::Net::HTTPServerParams::Ptr parameters{new Poco::Net::HTTPServerParams};
    std::mutex door;  // over the listener's socket, which closes while workers accept
    bool door_open = true;
    Poco::Net::ServerSocket listener;
    int poller = -1, waker = -1;

    mutable std::mutex mutex;  // connections and the sweeper's sleep
    std::unordered_map<std::uint64_t, ConnectionPtr> connections;
    std::uint64_t next_id = wake_id + 1;
    std::condition_variable sweeper_wakes;
    std::atomic<bool> stopping{false}, finished{false};
    std::atomic<std::size_t> busy{0};
    std::atomic<std::uint64_t> refused{0}, cut{0};
    std::vector<std::jthread> threads;
};

void Connections::State::watch(int operation, int descriptor, std::uint64_t id,
                               std::uint32_t events) const {
    epoll_event event{};
    event.events = events;
    event.data.u64 = id;
    if (::epoll_ctl(poller, operation, descriptor, &event) != 0 && errno != ENOENT) {
        throw Failure(
            {ErrorClass::internal, std::string("epoll: ") + std::strerror(errno), "", {}});
    }
}

void Connections::State::listen() {
    listener.bind(Poco::Net::SocketAddress(options.address, options.port), true);
    listener.listen(options.backlog);
    listener.setBlocking(false);
    // HTTP/1.1 keeps connections unless somebody says otherwise; the idle time is the sweeper's.
    parameters->setKeepAlive(true);
    parameters->setMaxKeepAliveRequests(0x7fffffff);
    poller = ::epoll_create1(EPOLL_CLOEXEC);
    waker = ::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    watch(EPOLL_CTL_ADD, listener.impl()->sockfd(), listener_id, EPOLLIN | EPOLLONESHOT);
    watch(EPOLL_CTL_ADD, waker, wake_id, EPOLLIN);
}

void Connections::State::begin() {
    for (unsigned i = 0; i < std::max(1U, options.workers); ++i) {
        threads.emplace_back([this] { run_worker(); });
    }
    threads.emplace_back([this] { run_sweeper(); });
}

ConnectionPtr Connections::State::find(std::uint64_t id) {
    const std::lock_guard lock(mutex);
    const auto at = connections.find(id);
    return at == connections.end() ? nullptr : at->second;
}

void Connections::State::run_worker() {
    while (!finished) {
        epoll_event event{};
        const auto count = ::epoll_wait(poller, &event, 1, -1);
        if (count <= 0) continue;  // a signal
        if (event.data.u64 == wake_id) {
            if (finished) return;
            continue;
        }
        if (event.data.u64 == listener_id) {
            accept_some();
            continue;
        }
        const auto connection = find(event.data.u64);
        auto free = Holder::nobody;
        if (connection && connection->holder.compare_exchange_strong(free, Holder::somebody)) {
            arrived(connection);
        }
    }
}

void Connections::State::accept_some() {
    const std::lock_guard lock(door);
    if (!door_open) return;
    // One round, so that newcomers do not keep a worker from those who are served already.
    for (int i = 0; i < accepted_at_once; ++i) {
        const auto descriptor =
            ::accept4(listener.impl()->sockfd(), nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC);
        if (descriptor < 0) break;
        admit(descriptor);
    }
    if (!stopping) {
        watch(EPOLL_CTL_MOD, listener.impl()->sockfd(), listener_id, EPOLLIN | EPOLLONESHOT);
    }
}

void Connections::State::close_door() {
    const std::lock_guard lock(door);
    door_open = false;
    listener.close();
}

void Connections::State::admit(int descriptor) {
    const int one = 1;
    static_cast<void>(::setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one));
    sockaddr_storage peer{};
    socklen_t length = sizeof peer;
    if (::getpeername(descriptor, reinterpret_cast<sockaddr*>(&peer), &length) != 0) {
        ::close(descriptor);
        return;
    }
    auto* socket = new ConnectionSocket(
        descriptor, Poco::Net::SocketAddress(reinterpret_cast<sockaddr*>(&peer), length),
        listener.address());
    ConnectionPtr connection;
    {
        const std::lock_guard lock(mutex);
        connection = std::make_shared<Connection>(next_id++, socket, parameters);
        if (connections.size() < limits.max_connections) {
            connections.emplace(connection->id, connection);
        } else {
            ++refused;
        }
    }
    // The session has taken its share; this reference was ours.
    if (!find(connection->id)) {
        static_cast<void>(socket->send_some(refuse(503, "the server is full")));
        return;
    }
    connection->until = std::chrono::steady_clock::now() + limits.head_timeout.load();
    connection->holder = Holder::nobody;
    watch(EPOLL_CTL_ADD, descriptor, connection->id, EPOLLIN | EPOLLRDHUP | EPOLLONESHOT);
}

void Connections::State::drop(const ConnectionPtr& connection) {
    const std::lock_guard lock(mutex);
    connections.erase(connection->id);
    if (stopping && connections.empty()) sweeper_wakes.notify_all();
}

// Lets go of the connection: whoever is woken next has it.
void Connections::State::rearm(const ConnectionPtr& connection, Moment until) {
    connection->until = until;
    connection->holder = Holder::nobody;
    watch(EPOLL_CTL_MOD, connection->socket->sockfd(), connection->id,
          EPOLLIN | EPOLLRDHUP | EPOLLONESHOT);
}

void Connections::State::refuse_head(Connection& connection, int status,
                                     const std::string& reason) {
    ++cut;
    static_cast<void>(connection.socket->send_some(refuse(status, reason)));
}

// Called by the worker that claimed the connection.
void Connections::State::arrived(const ConnectionPtr& connection) {
    while (true) {
        const std::size_t head_bytes = limits.head_bytes;
        const bool there = connection->socket->take_arrived(head_bytes);
        const auto& bytes = connection->socket->arrived();
        const auto end = head_end(bytes);
        if (std::min(end, bytes.size()) >= head_bytes) {
            refuse_head(*connection, 431, "the request's head is too long");
            return drop(connection);
        }
        if (end == std::string::npos) {
            if (!there || (stopping && connection->served_before)) return drop(connection);
            // The time for a head runs from its first byte; more bytes do not stretch it.
            if (bytes.empty() || connection->head_begun) {
                return rearm(connection, connection->until);
            }
            connection->head_begun = true;
            return rearm(connection, std::chrono::steady_clock::now() + limits.head_timeout.load());
        }
        connection->head_begun = false;
        if (!serve_one(*connection)) return drop(connection);
        connection->served_before = true;
        if (stopping) return drop(connection);
        if (connection->socket->arrived().empty()) {
            return rearm(connection, std::chrono::steady_clock::now() + limits.idle_timeout.load());
        }
    }
}

// False: the connection is not to be kept here any longer.
bool Connections::State::serve_one(Connection& connection) {
    namespace net = Poco::Net;
    ++busy;
    struct Leave {
        std::atomic<std::size_t>& count;
        ~Leave() { --count; }
    } leave{busy};
    try {
        connection.socket->begin_exchange(limits.pace());
        net::HTTPServerResponseImpl response(connection.session);
        net::HTTPServerRequestImpl request(response, connection.session, parameters);
        response.setVersion(request.getVersion());
        response.setDate(Poco::Timestamp());
        const bool keep = request.getKeepAlive() && !stopping;
        response.setKeepAlive(keep);
        Exchange exchange{
            request, response, connection.socket->peerAddress().host().toString(), {}, false};
        serve(exchange);
        if (exchange.hold) {
            const auto self = find(connection.id);
            if (self) exchange.hold(self);
            return false;
        }
        if (!keep || exchange.body_left || !response.getKeepAlive()) return false;
        Poco::Buffer<char> rest(0);
        connection.session.drainBuffer(rest);
        connection.socket->put_back({rest.begin(), rest.size()});
        return true;
    } catch (const net::MessageException& unreadable) {
        refuse_head(connection, 400, "the request's head cannot be read");
    } catch (const Poco::TimeoutException& slow) {
        ++cut;
    } catch (const Poco::Exception& gone) {
        // The other side has gone; there is nobody to tell.
    }
    return false;
}

void Connections::State::run_sweeper() {
    while (!finished) {
        {
            std::unique_lock lock(mutex);
            sweeper_wakes.wait_for(lock, std::chrono::milliseconds(500));
        }
        sweep();
    }
}

void Connections::State::sweep() {
    const auto now = std::chrono::steady_clock::now();
    std::vector<ConnectionPtr> late;
    {
        const std::lock_guard lock(mutex);
        for (const auto& [id, connection] : connections) {
            // Who stops lets go of connections that wait between requests.
            const bool idle = stopping && connection->served_before && !connection->head_begun;
            if (!idle && connection->until.load() > now) continue;
            auto free = Holder::nobody;
            if (!connection->holder.compare_exchange_strong(free, Holder::somebody)) continue;
            late.push_back(connection);
        }
    }
    for (const auto& connection : late) {
        // Who has sent what nobody had time to read is not late: the server is.
        if (!stopping && !connection->head_begun && connection->socket->has_unread()) {
            rearm(connection, now + limits.head_timeout.load());
            continue;
        }
        if (connection->head_begun) ++cut;
        drop(connection);
    }
}

Connections::Connections(std::unique_ptr<State> state) : state_(std::move(state)) {}
Connections::~Connections() { stop(); }

Result<std::unique_ptr<Connections>> Connections::open(const ConnectionOptions& options,
                                                       Serve serve, Refuse refuse) {
    auto state = std::make_unique<State>(options, std::move(serve), std::move(refuse));
    try {
        state->listen();
    } catch (const Poco::Exception& error) {
        return cannot_listen(options, error.displayText());
    }
    return std::unique_ptr<Connections>(new Connections(std::move(state)));
}

void Connections::begin() { state_->begin(); }
std::uint16_t Connections::port() const { return state_->listener.address().port(); }
bool Connections::stopping() const { return state_->stopping; }
void Connections::change(const ConnectionOptions& options) { state_->limits.set(options); }

ConnectionCounts Connections::counts() const {
    const std::lock_guard lock(state_->mutex);
    return {state_->connections.size(), state_->busy, state_->refused, state_->cut};
}

void Connections::stop() {
    auto& state = *state_;
    if (state.threads.empty()) return;
    // Whoever has connected already is served: the backlog is taken in before the door closes.
    state.stopping = true;
    state.accept_some();
    state.close_door();
    const auto until = std::chrono::steady_clock::now() + state.limits.stop_timeout.load();
    {
        std::unique_lock lock(state.mutex);
        for (const auto& [id, connection] : state.connections) {
            const auto soon = std::chrono::steady_clock::now() + silent_while_stopping;
            if (connection->until.load() > soon) connection->until = soon;
        }
        while (!state.connections.empty() && std::chrono::steady_clock::now() < until) {
            lock.unlock();
            state.sweep();
            lock.lock();
            state.sweeper_wakes.wait_for(lock, std::chrono::milliseconds(50),
                                         [&] { return state.connections.empty(); });
        }
    }
    state.finished = true;
    const std::uint64_t one = 1;
    static_cast<void>(::write(state.waker, &one, sizeof one));
    state.sweeper_wakes.notify_all();
    state.threads.clear();
    const std::lock_guard lock(state.mutex);
    state.connections.clear();
}

}  // namespace underpin

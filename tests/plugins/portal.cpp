#include "portal.h"

#include <Poco/Net/Context.h>
#include <Poco/Net/NetException.h>
#include <Poco/Net/SecureServerSocket.h>
#include <Poco/Net/ServerSocket.h>
#include <Poco/Net/StreamSocket.h>
#include <Poco/Timespan.h>
#include <algorithm>
#include <atomic>
#include <mutex>
#include <optional>
#include <thread>

namespace underpin {
namespace {

using Poco::Net::ServerSocket;
using Poco::Net::StreamSocket;

const Poco::Net::SocketAddress loopback("127.0.0.1", 0);

std::string lower(std::string text) {
    for (char& c : text) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    return text;
}

// Until the socket has all of it, or the client is gone.
bool send_all(StreamSocket& socket, const std::string& bytes) {
    std::size_t sent = 0;
    while (sent < bytes.size()) {
        const int got =
            socket.sendBytes(bytes.data() + sent, static_cast<int>(bytes.size() - sent));
        if (got <= 0) return false;
        sent += static_cast<std::size_t>(got);
    }
    return true;
}

std::optional<PortalRequest> receive(StreamSocket& socket) {
    std::string bytes;
    char buffer[4096];
    const auto more = [&] {
        const int got = socket.receiveBytes(buffer, sizeof(buffer));
        if (got > 0) bytes.append(buffer, static_cast<std::size_t>(got));
        return got > 0;
    };
    while (bytes.find("\r\n\r\n") == std::string::npos) {
        if (!more()) return std::nullopt;
    }
    const auto head_end = bytes.find("\r\n\r\n");
    PortalRequest request;
    std::string target;
    for (std::size_t at = 0; at < head_end;) {
        const auto end = std::min(bytes.find("\r\n", at), head_end);
        const std::string line = bytes.substr(at, end - at);
        if (at == 0) {
            const auto space = line.find(' ');
            request.method = line.substr(0, space);
            target = line.substr(space + 1, line.rfind(' ') - space - 1);
        } else if (const auto colon = line.find(':'); colon != std::string::npos) {
            const auto value = line.find_first_not_of(' ', colon + 1);
            request.headers[lower(line.substr(0, colon))] =
                value == std::string::npos ? "" : line.substr(value);
        }
        at = end + 2;
    }
    request.path = target.substr(0, target.find('?'));
    if (request.path.size() < target.size()) request.query = target.substr(request.path.size() + 1);
    std::size_t length = 0;
    if (const auto found = request.headers.find("content-length"); found != request.headers.end()) {
        length = std::stoul(found->second);
    }
    while (bytes.size() < head_end + 4 + length) {
        if (!more()) return std::nullopt;
    }
    request.body = bytes.substr(head_end + 4, length);
    return request;
}

std::string head_of(const PortalAnswer& answer) {
    std::string head = "HTTP/1.1 " + std::to_string(answer.status) + " As Told\r\n";
    for (const auto& [name, value] : answer.headers) head += name + ": " + value + "\r\n";
    return head + "Content-Length: " + std::to_string(answer.body.size()) +
           "\r\nConnection: close\r\n\r\n";
}

}  // namespace

struct Portal::Server {
    Server(Handler to_answer, std::string with, std::unique_ptr<ServerSocket> socket)
        : handler(std::move(to_answer)),
          scheme(std::move(with)),
          listening(std::move(socket)),
          thread([this] { serve(); }) {}
    ~Server() {
        stop = true;
        thread.join();
    }
    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;

    void serve();
    void answer(StreamSocket& socket);

    Handler handler;
    std::string scheme;
    std::unique_ptr<ServerSocket> listening;
    std::mutex mutex;
    std::vector<PortalRequest> requests;
    std::atomic<bool> stop{false};
    std::thread thread;
};

void Portal::Server::serve() {
    while (!stop) {
        try {
            if (!listening->poll(Poco::Timespan(0, 20'000), Poco::Net::Socket::SELECT_READ)) {
                continue;
            }
            StreamSocket socket = listening->acceptConnection();
            answer(socket);
        } catch (const Poco::Exception&) {
            // The client went away, or does not trust the certificate: the next one may.
        }
    }
}

void Portal::Server::answer(StreamSocket& socket) {
    const auto request = receive(socket);
    if (!request) return;
    {
        const std::lock_guard lock(mutex);
        requests.push_back(*request);
    }
    const PortalAnswer answer = handler(*request);
    const bool bodiless = request->method == "HEAD";
    const std::string bytes =
        !answer.raw.empty()
            ? answer.raw
            : head_of(answer) + (bodiless ? "" : answer.body.substr(0, answer.sent));
    if (!send_all(socket, bytes)) return;
    char byte = 0;
    while (answer.hold && !stop) {
        if (!socket.poll(Poco::Timespan(0, 20'000), Poco::Net::Socket::SELECT_READ)) continue;
        if (socket.receiveBytes(&byte, 1) <= 0) return;
    }
    socket.shutdownSend();
}

Portal::Portal(Handler handler)
    : server_(std::make_unique<Server>(std::move(handler), "http",
                                       std::make_unique<ServerSocket>(loopback))) {}

Portal::Portal(Handler handler, const std::filesystem::path& certificate,
               const std::filesystem::path& key) {
    using Poco::Net::Context;
    const Context::Ptr context = new Context(Context::TLS_SERVER_USE, key.string(),
                                             certificate.string(), "", Context::VERIFY_NONE);
    server_ = std::make_unique<Server>(
        std::move(handler), "https",
        std::make_unique<Poco::Net::SecureServerSocket>(loopback, 64, context));
}

Portal::~Portal() = default;

std::string Portal::host() const { return server_->listening->address().toString(); }

std::string Portal::url(const std::string& path) const {
    return server_->scheme + "://" + host() + path;
}

std::vector<PortalRequest> Portal::requests() const {
    const std::lock_guard lock(server_->mutex);
    return server_->requests;
}

}  // namespace underpin

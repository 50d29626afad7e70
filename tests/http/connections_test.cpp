// The server's connections inside of one process, for the sanitizers: many clients that keep their
// connections, slow ones, changed limits, streams of events and jobs beside them, and a stop in the
// middle of it all.
#include <arpa/inet.h>
#include <array>
#include <atomic>
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>
#include <utility>

#include "http/server.h"
#include "paths.h"
#include "store/store_test.h"
#include "work/job_runner.h"

namespace underpin::test {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

constexpr int clients = 12;
constexpr const char* supplier =
    R"({"apiVersion":"underpin/v1","kind":"Supplier","metadata":{"id":"acme"},"spec":{"tier":"strategic"}})";

class Client {
  public:
    explicit Client(std::uint16_t port) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(port);
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        connected_ = ::connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0;
        const timeval patience{60, 0};
        ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    }
    ~Client() { ::close(socket_); }
    Client(const Client&) = delete;
    Client& operator=(const Client&) = delete;

    [[nodiscard]] bool connected() const { return connected_; }
    bool send(const std::string& text) {
        return ::send(socket_, text.data(), text.size(), MSG_NOSIGNAL) ==
               static_cast<ssize_t>(text.size());
    }
    bool ask(const std::string& method, const std::string& target, const std::string& body = "") {
        return send(
            fmt::format("{} {} HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
                        "Content-Length: {}\r\n\r\n{}",
                        method, target, body.size(), body));
    }
    // A whole answer, or what there was when the connection ended.
    std::string answer() {
        while (received_.find("\r\n\r\n") == std::string::npos && more()) {}
        const auto head = received_.find("\r\n\r\n");
        if (head == std::string::npos) return std::exchange(received_, {});
        const auto length = received_.find("Content-Length: ");
        const auto bytes = length < head ? std::stoul(received_.substr(length + 16)) : 0;
        whole_ = true;
        while (received_.size() < head + 4 + bytes) {
            if (!more()) {
                whole_ = false;
                return std::exchange(received_, {});
            }
        }
        auto answer = received_.substr(0, head + 4 + bytes);
        received_.erase(0, answer.size());
        return answer;
    }
    std::string to_end() {
        while (more()) {}
        return std::exchange(received_, {});
    }
    // What came up to the words and with them.
    std::string until(const std::string& words) {
        while (received_.find(words) == std::string::npos && more()) {}
        return std::exchange(received_, {});
    }
    [[nodiscard]] bool whole() const { return whole_; }

  private:
    bool more() {
        std::array<char, 4096> piece;
        const auto got = ::recv(socket_, piece.data(), piece.size(), 0);
        if (got <= 0) return false;
        received_.append(piece.data(), static_cast<std::size_t>(got));
        return true;
    }

    int socket_;
    bool connected_ = false, whole_ = false;
    std::string received_;
};

class ConnectionsTest : public testing::Test {
  protected:
    ConnectionsTest() {
        const std::string url = "sqlite://" + (folder_.path() / "underpin.db").string();
        require(migrate(url));
        database_ = require(Database::open(url, clock_, {}));
        options_.connections.port = 0;
        options_.connections.workers = 4;
        options_.version = "test";
    }
    ~ConnectionsTest() override { server_.reset(); }

    HttpServer& start() {
        server_ = require(HttpServer::start(context(), options_));
        return *server_;
    }
    Context context() { return {*database_, clock_, plugins_, scorers_, "person:jo", 1, nullptr}; }

    FixedClock clock_{testing_support::test_now};
    testing_support::TemporaryFolder folder_;
    PluginRegistry plugins_{{binary_dir() / "plugins"}, binary_dir() / "bin/underpin-plugin-host"};
    ScorerLibrary scorers_{{binary_dir() / "plugins"}};
    std::unique_ptr<Database> database_;
    HttpOptions options_;
    std::unique_ptr<HttpServer> server_;
};

// What one client asks for, again and again, on one connection.
void talk(std::uint16_t port, int rounds, std::atomic<int>& answered) {
    Client client(port);
    ASSERT_TRUE(client.connected());
    for (int i = 0; i < rounds; ++i) {
        ASSERT_TRUE(client.ask("GET", "/healthz"));
        ASSERT_THAT(client.answer(), StartsWith("HTTP/1.1 200"));
        ASSERT_TRUE(client.ask("PUT", "/api/v1/suppliers/acme", supplier));
        ASSERT_THAT(client.answer(), StartsWith("HTTP/1.1 20"));
        ASSERT_TRUE(client.ask("GET", "/api/v1/suppliers/acme"));
        ASSERT_THAT(client.answer(), HasSubstr("strategic"));
        ASSERT_TRUE(client.ask("GET", "/metrics"));
        ASSERT_THAT(client.answer(), HasSubstr("underpin_http_request_duration_seconds"));
        answered += 4;
    }
}

TEST_F(ConnectionsTest, ManyClientsKeepTheirConnectionsWhileLimitsChange) {
    auto& server = start();
    std::atomic<int> answered{0};
    std::atomic<bool> over{false};
    std::thread changer([&] {
        auto options = options_;
        while (!over) {
            options.body_bytes ^= 1;
            options.connections.head_bytes ^= 1;
            server.change(options);
            std::this_thread::yield();
        }
    });
    {
        std::vector<std::jthread> threads;
        for (int i = 0; i < clients; ++i) {
            threads.emplace_back([&] { talk(server.port(), 10, answered); });
        }
    }
    over = true;
    changer.join();
    EXPECT_EQ(answered, clients * 40);
}

TEST_F(ConnectionsTest, SlowClientsAreCutAndKeepNobodyWaiting) {
    options_.connections.workers = 2;
    options_.connections.head_timeout = std::chrono::milliseconds(200);
    options_.connections.pace.grace = std::chrono::milliseconds(200);
    auto& server = start();
    std::vector<std::unique_ptr<Client>> slow;
    for (int i = 0; i < clients; ++i) {
        slow.push_back(std::make_unique<Client>(server.port()));
        ASSERT_TRUE(slow.back()->send(i % 2 == 0 ? "GET /healthz HT"
                                                 : "PUT /api/v1/suppliers/acme HTTP/1.1\r\nHost: "
                                                   "a\r\nContent-Length: 1000\r\n\r\n{"));
    }
    std::atomic<int> answered{0};
    std::thread others([&] { talk(server.port(), 3, answered); });
    for (auto& one : slow) EXPECT_THAT(one->to_end(), Not(HasSubstr("HTTP/1.1 2")));
    others.join();
    EXPECT_EQ(answered, 12);
}

TEST_F(ConnectionsTest, AStopInTheMiddleCutsNoAnswerShort) {
    auto& server = start();
    std::atomic<int> answered{0}, torn{0};
    {
        std::vector<std::jthread> threads;
        for (int i = 0; i < clients; ++i) {
            threads.emplace_back([&, port = server.port()] {
                while (true) {
                    Client client(port);
                    if (!client.connected()) return;
                    while (client.ask("GET", "/api/v1/openapi.json")) {
                        const auto answer = client.answer();
                        if (answer.empty()) break;  // closed between requests
                        if (!client.whole() || !answer.starts_with("HTTP/1.1 200")) ++torn;
                        ++answered;
                    }
                }
            });
        }
        while (answered < 5 * clients) std::this_thread::yield();
        server.stop();
    }
    EXPECT_GE(answered, 5 * clients);
    EXPECT_EQ(torn, 0);
}

TEST_F(ConnectionsTest, EventsAndJobsGoOnBesideRequestsAndEndWithAStop) {
    JobOptions job_options;
    job_options.poll_ms = job_options.beat_ms = 5;
    JobRunner jobs(context(), job_options);
    options_.wake_workers = [&] { jobs.wake(); };
    auto& server = start();
    jobs.start();
    {
        std::vector<std::jthread> threads;
        for (int i = 0; i < clients; ++i) {
            threads.emplace_back([&, port = server.port()] {
                Client client(port);
                ASSERT_TRUE(client.ask("POST", "/api/v1/jobs", R"({"kind":"measure"})"));
                const auto answer = client.answer();
                ASSERT_THAT(answer, StartsWith("HTTP/1.1 202"));
                const auto place = answer.find("Location: ") + 10;
                const auto job = answer.substr(place, answer.find("\r\n", place) - place);
                ASSERT_TRUE(client.ask("GET", job + "/events"));
                EXPECT_THAT(client.to_end(), HasSubstr(R"("state":"succeeded")"));
            });
        }
    }
    // One that waits for a job which nobody does.
    jobs.stop();
    Client client(server.port());
    ASSERT_TRUE(client.ask("POST", "/api/v1/jobs", R"({"kind":"backup"})"));
    const auto answer = client.answer();
    const auto place = answer.find("Location: ") + 10;
    ASSERT_TRUE(
        client.ask("GET", answer.substr(place, answer.find("\r\n", place) - place) + "/events"));
    const std::string waits = R"("state":"queued")";
    EXPECT_THAT(client.until(waits), HasSubstr(waits));
    server.stop();
    client.to_end();
}

}  // namespace
}  // namespace underpin::test

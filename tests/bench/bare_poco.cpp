// A bare Poco HTTP server that answers every request with the bytes of a file: what the program's
// own server is measured against (http_bench.py).
//
//   bare_poco FILE PORT
#include <Poco/Net/HTTPRequestHandler.h>
#include <Poco/Net/HTTPRequestHandlerFactory.h>
#include <Poco/Net/HTTPServer.h>
#include <Poco/Net/HTTPServerParams.h>
#include <Poco/Net/HTTPServerResponse.h>
#include <Poco/Net/ServerSocket.h>
#include <Poco/ThreadPool.h>
#include <fstream>
#include <iostream>
#include <iterator>
#include <signal.h>
#include <string>

namespace {

namespace net = Poco::Net;

class Answer final : public net::HTTPRequestHandler {
  public:
    explicit Answer(const std::string& body) : body_(body) {}
    void handleRequest(net::HTTPServerRequest&, net::HTTPServerResponse& response) override {
        response.setContentType("application/json");
        response.sendBuffer(body_.data(), body_.size());
    }

  private:
    const std::string& body_;
};

class Answers final : public net::HTTPRequestHandlerFactory {
  public:
    explicit Answers(std::string body) : body_(std::move(body)) {}
    net::HTTPRequestHandler* createRequestHandler(const net::HTTPServerRequest&) override {
        return new Answer(body_);
    }

  private:
    const std::string body_;
};

}  // namespace

int main(int argc, char** argv) {
    if (argc != 3) return 2;
    std::ifstream file(argv[1], std::ios::binary);
    const std::string body{std::istreambuf_iterator<char>(file), {}};
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);

    // A thread a connection, and room for all of them: the defaults would refuse some.
    constexpr int threads = 256;
    auto* parameters = new net::HTTPServerParams;
    parameters->setMaxThreads(threads);
    parameters->setMaxQueued(1024);
    parameters->setMaxKeepAliveRequests(0x7fffffff);
    Poco::ThreadPool pool(threads, threads);
    net::ServerSocket socket(
        net::SocketAddress("127.0.0.1", static_cast<Poco::UInt16>(std::stoi(argv[2]))), 512);
    net::HTTPServer server(new Answers(body), pool, socket, parameters);
    server.start();
    std::cout << "listening on " << socket.address().port() << std::endl;
    int signal = 0;
    sigwait(&signals, &signal);
    server.stop();
    return 0;
}

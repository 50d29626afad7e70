// serve: the HTTP server, until it is told to stop.
#include <fmt/format.h>
#include <signal.h>

#include "base/log.h"
#include "cli/options.h"
#include "http/server.h"

namespace underpin {

namespace {

struct ServeArguments {
    std::uint16_t port = 8080;
};

// Signals are taken by this thread alone: blocked before any other thread begins.
sigset_t block_signals() {
    sigset_t signals;
    sigemptyset(&signals);
    for (const int signal : {SIGTERM, SIGINT, SIGHUP}) sigaddset(&signals, signal);
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    return signals;
}

int serve(Workbench& bench, const ServeArguments& arguments) {
    const auto signals = block_signals();
    configure_log(LogFormat::text, LogLevel::info);
    const auto context = bench.context();
    HttpOptions options;
    options.connections.port = arguments.port;
    options.version = UNDERPIN_VERSION;
    const auto server = require(HttpServer::start(context, options));
    fmt::print("Underpin is at http://127.0.0.1:{}/\n", server->port());
    std::fflush(stdout);
    int signal = 0;
    do {
        sigwait(&signals, &signal);
    } while (signal == SIGHUP);
    log_event(LogLevel::info, "stopping", {{"signal", std::string(strsignal(signal))}});
    server->stop();
    log_event(LogLevel::info, "stopped", {});
    return 0;
}

}  // namespace

std::vector<Command> serve_commands(CLI::App& app) {
    auto* command = app.add_subcommand("serve", "Serve the API and the pages on 127.0.0.1");
    command->footer("Example:\n  underpin serve --port 8080");
    auto arguments = std::make_shared<ServeArguments>();
    command->add_option("--port", arguments->port, "Which port; 0: one that is free")
        ->capture_default_str();
    return {{command, [arguments](Workbench& bench) { return serve(bench, *arguments); }}};
}

}  // namespace underpin

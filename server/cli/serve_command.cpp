// serve: the HTTP server, until it is told to stop.
#include <cstring>
#include <fmt/format.h>
#include <signal.h>

#include "base/cron.h"
#include "base/log.h"
#include "cli/options.h"
#include "http/configuration.h"
#include "http/server.h"
#include "work/job_runner.h"
#include "work/parsed_documents.h"

namespace underpin {

namespace {

struct ServeArguments {
    std::filesystem::path config;
    std::string address;
    std::optional<std::uint16_t> port;
    std::vector<std::filesystem::path> import_roots;
    std::optional<unsigned> workers;
    std::string backup_folder, backup_schedule;
};

// Signals are taken by this thread alone: blocked before any other thread begins.
sigset_t block_signals() {
    sigset_t signals;
    sigemptyset(&signals);
    for (const int signal : {SIGTERM, SIGINT, SIGHUP}) sigaddset(&signals, signal);
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    return signals;
}

ConfigurationReading read(const ServeArguments& arguments) {
    auto reading = read_configuration(arguments.config.empty() ? std::nullopt
                                                               : std::optional(arguments.config));
    auto& configuration = reading.configuration;
    if (arguments.port) configuration.http.connections.port = *arguments.port;
    if (!arguments.address.empty()) {
        configuration.http.connections.address = arguments.address;
        if (auto refused = check_address(arguments.address)) reading.errors.push_back(*refused);
    }
    if (!arguments.import_roots.empty()) configuration.sources.roots = arguments.import_roots;
    if (arguments.workers) configuration.jobs.workers = *arguments.workers;
    auto& backups = configuration.jobs.backups;
    if (!arguments.backup_folder.empty()) backups.folder = arguments.backup_folder;
    if (!arguments.backup_schedule.empty()) backups.schedule = arguments.backup_schedule;
    configuration.http.version = UNDERPIN_VERSION;
    return reading;
}

using Values = std::map<std::string, std::string>;

// Says which keys have other values than those in force; the new ones are in force afterwards, but
// for those that a start takes only.
void tell_changes(const Values& read, Values& in_force) {
    for (const auto& [key, value] : read) {
        auto& now = in_force[key];
        if (now == value) continue;
        if (needs_restart(key)) {
            log_event(LogLevel::warning, "configuration needs a restart",
                      {{"key", key}, {"in_force", now}, {"read", value}});
        } else {
            log_event(LogLevel::info, "configuration changed",
                      {{"key", key}, {"from", now}, {"to", value}});
            now = value;
        }
    }
}

struct Running {
    HttpServer& server;
    JobRunner& jobs;
    RulesInForce& rules;
    Values values;  // of the configuration, in force
};

// What holds for a running server of a configuration that was read again.
void reload(const ServeArguments& arguments, Running& running) {
    const auto reading = read(arguments);
    for (const auto& error : reading.errors) {
        log_event(LogLevel::error, "configuration not taken", {{"reason", error.to_string()}});
    }
    if (!reading.errors.empty()) return;
    const auto& configuration = reading.configuration;
    configure_log(configuration.log_format, configuration.log_level);
    running.server.change(configuration.http);
    running.jobs.change(configuration.jobs.backups);
    running.rules.replace(configuration.sources);
    tell_changes(reading.values, running.values);
    log_event(LogLevel::info, "configuration read again", {});
}

int serve(Workbench& bench, const ServeArguments& arguments) {
    auto reading = read(arguments);
    if (!reading.errors.empty()) {
        for (const auto& error : reading.errors) print_error(error);
        return 1;
    }
    auto& configuration = reading.configuration;
    const auto signals = block_signals();
    configure_log(configuration.log_format, configuration.log_level);
    auto context = bench.context();
    RulesInForce rules(configuration.sources);
    context.rules = &rules;
    ParsedDocuments parsed(context.plugins);
    context.parsed = &parsed;
    if (configuration.http.web_folder.empty()) configuration.http.web_folder = bench.web_folder();
    JobRunner jobs(context, configuration.jobs);
    configuration.http.wake_workers = [&jobs] { jobs.wake(); };
    const auto server = require(HttpServer::start(context, configuration.http));
    if (configuration.jobs.workers > 0) jobs.start();
    fmt::print("Underpin is at http://127.0.0.1:{}/\n", server->port());
    std::fflush(stdout);
    Running running{*server, jobs, rules, reading.values};
    int signal = 0;
    while (sigwait(&signals, &signal) == 0 && signal == SIGHUP) reload(arguments, running);
    log_event(LogLevel::info, "stopping", {{"signal", std::string(strsignal(signal))}});
    server->stop();
    jobs.stop();
    log_event(LogLevel::info, "stopped", {});
    return 0;
}

}  // namespace

std::vector<Command> serve_commands(CLI::App& app) {
    auto* command = app.add_subcommand("serve", "Serve the API and the pages on 127.0.0.1");
    command->footer(
        "Examples:\n"
        "  underpin serve --port 8080\n"
        "  underpin serve --config /etc/underpin/underpin.yaml\n"
        "It stops on SIGTERM or Ctrl-C when what was accepted is done, and reads its "
        "configuration\n"
        "again on SIGHUP.");
    auto arguments = std::make_shared<ServeArguments>();
    command->add_option("--config", arguments->config, "The configuration (config/underpin.yaml)")
        ->envname("UNDERPIN_CONFIG")
        ->type_name("FILE");
    command->add_option("--port", arguments->port, "Which port; 0: one that is free");
    command->add_option("--address", arguments->address, "127.0.0.1, until there are accounts");
    command
        ->add_option("--import-root", arguments->import_roots,
                     "A folder that sources may read; several may be given")
        ->type_name("FOLDER");
    command->add_option("--workers", arguments->workers,
                        "How many jobs at a time; 0: none, others on this database do them");
    command->add_option("--backup-folder", arguments->backup_folder, "Where backups go")
        ->type_name("FOLDER");
    command
        ->add_option("--backup-schedule", arguments->backup_schedule,
                     "When, in UTC: \"30 3 * * *\" or @daily")
        ->type_name("CRON")
        ->check([](const std::string& text) {
            const auto cron = Cron::parse(text);
            return cron ? std::string() : cron.error().to_string();
        });
    return {{command, [arguments](Workbench& bench) { return serve(bench, *arguments); }}};
}

}  // namespace underpin

// close and recompute: freezing a period, and the proof of what was frozen.
#include <fmt/format.h>

#include "cli/options.h"
#include "cli/progress.h"
#include "cli/show_statements.h"

namespace underpin {

namespace {

Command close_command(CLI::App& app) {
    auto* command = app.add_subcommand(
        "close", "Freeze a supplier's period: measurements, scorecard and service credits");
    command->footer(
        "Examples:\n"
        "  underpin close --supplier acme --period 2024-03\n"
        "  underpin close --supplier acme --period 2024-12 --through --reason \"year end\"\n"
        "  underpin close --supplier acme --period 2024-Q1 --dry-run\n"
        "What comes later never edits it: underpin scorecard acme --period 2024-03 --history");
    auto request = std::make_shared<CloseRequest>();
    command->add_option("--supplier", request->supplier, "The supplier's (or a customer's) id")
        ->required();
    command->add_option("--period", request->period, "2024-03, 2024-Q1, 2024 or 2024-W09")
        ->required();
    command->add_option("--reason", request->reason, "Why; kept with the statement");
    command->add_flag("--through", request->through,
                      "Also close every earlier period that is still to be closed, in order");
    command->add_flag("--accept-unsettled", request->accept_unsettled,
                      "Although the last import of a source failed or goes on; needs --reason");
    command->add_flag("--dry-run", request->dry_run, "Only say what would be closed");
    return {command,
            [request](Workbench& bench) {
                Progress progress("measuring");
                auto asked = *request;
                asked.progress = [&](std::size_t done, std::size_t total) {
                    progress.update(done, total, "measurements");
                };
                const auto outcome = require(close_period(bench.context(), asked));
                print_notes(outcome.notes);
                show_closed(bench, outcome, asked.dry_run);
                return 0;
            },
            true};
}

struct RecomputeArguments {
    std::string supplier;
    bool check = false;
};

Command recompute_command(CLI::App& app) {
    auto* command = app.add_subcommand(
        "recompute", "Compute every frozen number again from the stored revisions");
    command->footer(
        "Examples:\n"
        "  underpin recompute --check\n"
        "  underpin recompute --check --supplier acme --output json\n"
        "Nothing is changed; the exit status is 1 when a number differs.");
    auto arguments = std::make_shared<RecomputeArguments>();
    command->add_flag("--check", arguments->check, "Compare with what was frozen")->required();
    command->add_option("--supplier", arguments->supplier, "Only this supplier");
    return {command,
            [arguments](Workbench& bench) {
                Progress progress("recomputing");
                RecomputeRequest request;
                if (!arguments->supplier.empty()) request.supplier = arguments->supplier;
                request.progress = [&](std::size_t done, std::size_t total) {
                    progress.update(done, total, "statements");
                };
                const auto report = require(recompute(bench.context(), request));
                show_recomputed(bench, report);
                if (report.ok()) return 0;
                fmt::print(stderr,
                           "underpin: frozen numbers differ from what their revisions give\n"
                           "  hint: keep the database as it is, and compare it with the last "
                           "backup\n");
                return 1;
            },
            true};
}

}  // namespace

std::vector<Command> closing_commands(CLI::App& app) {
    return {close_command(app), recompute_command(app)};
}

}  // namespace underpin

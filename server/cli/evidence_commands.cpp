// import, runs, rejects: evidence in, and what became of it.
#include <algorithm>
#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <tuple>

#include "cli/options.h"
#include "cli/progress.h"
#include "store/journal.h"
#include "store/runs.h"
#include "work/import.h"
#include "work/job_json.h"
#include "work/jobs.h"

namespace underpin {

namespace {

void print_outcome(const ImportOutcome& outcome, bool dry_run) {
    const auto& report = outcome.report;
    if (dry_run) {
        fmt::print("{}: dry run, nothing kept\n", report.source);
    } else {
        fmt::print("{}: run {}{}\n", report.source, report.run,
                   outcome.resumed ? " (went on where a run had died)" : "");
    }
    const auto superseded =
        report.superseded == 0 ? "" : fmt::format(" ({} superseded)", report.superseded);
    fmt::print("  read {}{}, created {}, changed {}, unchanged {}, rejected {}, warnings {}\n",
               report.read, superseded, report.created, report.changed, report.unchanged,
               report.rejected, report.warnings);
    for (const auto& stretch : outcome.covered) {
        fmt::print("  covered {} to {}\n", format_instant(stretch.from),
                   format_instant(stretch.to));
    }
    if (outcome.covered.empty()) {
        fmt::print("  covered nothing: silence in this evidence is not counted as good news\n");
    }
    for (const auto& reject : outcome.first_rejects) {
        fmt::print(stderr, "rejected: {}line {}{}{}: {}\n",
                   reject.file.empty() ? "" : reject.file + " ", reject.place,
                   reject.column.empty() ? "" : ", " + reject.column,
                   reject.text.empty() ? "" : " \"" + reject.text + "\"", reject.reason);
    }
    const auto more = report.rejected - static_cast<std::int64_t>(outcome.first_rejects.size());
    if (more > 0 && !dry_run) {
        fmt::print(stderr, "rejected: {} more; all of them: underpin rejects {}\n", more,
                   report.run);
    }
    for (const auto& warning : outcome.warnings) fmt::print(stderr, "warning: {}\n", warning);
}

int queue_import(Workbench& bench, const std::string& source, const std::string& file) {
    ImportOrder order;
    order.source = source;
    if (!file.empty()) {
        auto upload = store_upload(bench.context(), file);
        order.upload = require(std::move(upload));
    }
    const auto job = require(order_import(bench.context(), order));
    if (bench.options().output == OutputFormat::json) {
        fmt::print("{}\n", job_json(job).dump(2));
    } else {
        fmt::print("{}: queued as job {} (underpin jobs show {})\n", source, job.id, job.id);
    }
    return 0;
}

Command import_command(CLI::App& app) {
    auto* command = app.add_subcommand("import", "Import a source's evidence through its plugin");
    command->footer(
        "Examples:\n"
        "  underpin import acme-tickets\n"
        "  underpin import acme-tickets --file ~/Downloads/export.csv\n"
        "  underpin import acme-tickets --dry-run\n"
        "  underpin import acme-tickets --file export.csv --queue    for the server to do");
    struct Arguments {
        std::string source, file;
        bool dry_run = false, queue = false;
    };
    auto arguments = std::make_shared<Arguments>();
    command->add_option("source", arguments->source, "The source's id")->required();
    command->add_option("--file", arguments->file, "Read this file instead of the configured path");
    command->add_flag("--dry-run", arguments->dry_run, "Read and check; keep nothing");
    command
        ->add_flag("--queue", arguments->queue,
                   "Only keep the file and queue a job, which a server does (underpin jobs list)")
        ->excludes("--dry-run");
    return {command,
            [arguments](Workbench& bench) {
                if (arguments->queue)
                    return queue_import(bench, arguments->source, arguments->file);
                ImportRequest request;
                request.source = arguments->source;
                request.dry_run = arguments->dry_run;
                if (!arguments->file.empty()) request.file = arguments->file;
                Result<ImportOutcome> outcome = Error{};
                {
                    Progress progress("importing " + arguments->source);
                    request.progress = [&](std::uint64_t done, std::uint64_t total) {
                        progress.update(done, total, "bytes");
                    };
                    outcome = import_source(bench.context(), request);
                }
                if (!outcome) throw Failure(outcome.error());
                if (!request.dry_run) static_cast<void>(seal_journal(bench.database()));
                if (bench.options().output == OutputFormat::json) {
                    fmt::print("{}\n", import_json(outcome->report).dump(2));
                } else {
                    print_outcome(*outcome, request.dry_run);
                }
                return 0;
            },
            true};
}

nlohmann::ordered_json run_json(const RunInfo& run) {
    nlohmann::ordered_json json{{"run", run.id},
                                {"source", run.source},
                                {"status", run_status_name(run.status)},
                                {"started", format_instant(run.started)}};
    json["finished"] = run.finished ? nlohmann::ordered_json(format_instant(*run.finished))
                                    : nlohmann::ordered_json();
    json["created"] = run.created;
    json["changed"] = run.changed;
    json["unchanged"] = run.unchanged;
    json["rejected"] = run.rejected;
    json["warnings"] = run.warnings;
    json["actor"] = run.actor;
    json["message"] = run.message;
    return json;
}

Command runs_command(CLI::App& app) {
    auto* command = app.add_subcommand("runs", "List import runs, the newest first");
    command->footer("Examples:\n  underpin runs\n  underpin runs acme-tickets");
    auto source = std::make_shared<std::string>();
    command->add_option("source", *source, "Only runs of this source");
    return {command,
            [source](Workbench& bench) {
                const auto runs = bench.database().read(
                    [&](Session& session) { return list_runs(session, *source); });
                if (bench.options().output == OutputFormat::json) {
                    auto all = nlohmann::ordered_json::array();
                    for (const auto& run : runs) all.push_back(run_json(run));
                    fmt::print("{}\n", all.dump(2));
                    return 0;
                }
                Table table({{"Run", Align::right},
                             {"Source"},
                             {"Started (UTC)"},
                             {"Status"},
                             {"Created", Align::right},
                             {"Changed", Align::right},
                             {"Rejected", Align::right},
                             {"Message", Align::left, true}});
                for (const auto& run : runs) {
                    const auto tone = run.status == RunStatus::failed ? Tone::bad : Tone::plain;
                    table.add({std::to_string(run.id), run.source, format_instant(run.started),
                               run.lost ? "died" : run_status_name(run.status),
                               std::to_string(run.created), std::to_string(run.changed),
                               std::to_string(run.rejected), run.message},
                              {Tone::plain, Tone::plain, Tone::plain, tone, Tone::plain,
                               Tone::plain, Tone::plain, Tone::plain});
                }
                if (bench.options().output == OutputFormat::csv) {
                    fmt::print("{}", table.csv());
                } else if (table.empty()) {
                    fmt::print("No import has run yet: underpin import SOURCE\n");
                } else {
                    fmt::print("{}", table.text(bench.options().render()));
                }
                return 0;
            },
            true};
}

Command rejects_command(CLI::App& app) {
    auto* command =
        app.add_subcommand("rejects", "List what an import run set aside, with the reasons");
    command->footer("Example:\n  underpin rejects 12 --output csv > rejects.csv");
    auto id = std::make_shared<std::int64_t>(0);
    command->add_option("run", *id, "The run's number (underpin runs)")->required();
    return {command,
            [id](Workbench& bench) {
                auto rejects =
                    bench.database().read([&](Session& session) -> Result<std::vector<Reject>> {
                        if (!run_info(session, *id)) {
                            return Error{ErrorClass::not_found,
                                         fmt::format("there is no run {}", *id),
                                         "underpin runs lists them",
                                         {}};
                        }
                        return load_rejects(session, *id);
                    });
                if (!rejects) throw Failure(rejects.error());
                // Rows are set aside by the plugin, and later by the host: not in their order.
                std::ranges::stable_sort(*rejects, {}, [](const Reject& reject) {
                    return std::tie(reject.file, reject.place);
                });
                if (bench.options().output == OutputFormat::json) {
                    auto all = nlohmann::ordered_json::array();
                    for (const auto& reject : *rejects) {
                        all.push_back({{"file", reject.file},
                                       {"place", reject.place},
                                       {"column", reject.column},
                                       {"text", reject.text},
                                       {"reason", reject.reason}});
                    }
                    fmt::print("{}\n", all.dump(2));
                    return 0;
                }
                Table table({{"File", Align::left, true},
                             {"Line", Align::right},
                             {"Column"},
                             {"Text", Align::left, true},
                             {"Reason", Align::left, true}});
                for (const auto& reject : *rejects) {
                    table.add({reject.file, std::to_string(reject.place), reject.column,
                               reject.text, reject.reason});
                }
                if (bench.options().output == OutputFormat::csv) {
                    fmt::print("{}", table.csv());
                } else if (table.empty()) {
                    fmt::print("Run {} rejected nothing.\n", *id);
                } else {
                    fmt::print("{}", table.text(bench.options().render()));
                }
                return 0;
            },
            true};
}

}  // namespace

std::vector<Command> evidence_commands(CLI::App& app) {
    return {import_command(app), runs_command(app), rejects_command(app)};
}

}  // namespace underpin

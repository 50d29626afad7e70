// apply, export, diff, schema: documents in and out.
#include <fmt/format.h>
#include <fstream>
#include <nlohmann/json.hpp>
#include <unistd.h>

#include "base/text.h"
#include "cli/options.h"
#include "documents/schema.h"
#include "documents/write.h"
#include "store/journal.h"
#include "work/apply.h"
#include "work/export.h"

namespace underpin {

namespace {

std::string shown_name(const DocumentName& name) {
    return name.effective_from
               ? fmt::format("{} (from {})", name.id, format_date(*name.effective_from))
               : name.id;
}

void print_difference(const Difference& difference) {
    const auto before = difference.before.value_or("");
    const auto after = difference.after.value_or("");
    if (!difference.before) {
        fmt::print("    + {}: {}\n", difference.field, after);
    } else if (!difference.after) {
        fmt::print("    - {}: {}\n", difference.field, before);
    } else {
        fmt::print("    ~ {}: {} -> {}\n", difference.field, before, after);
    }
}

nlohmann::ordered_json lines_json(const ApplyOutcome& outcome, bool dry_run) {
    auto lines = nlohmann::ordered_json::array();
    for (const auto& line : outcome.lines) {
        nlohmann::ordered_json entry{
            {"kind", line.name.kind}, {"id", line.name.id}, {"result", outcome_name(line.outcome)}};
        if (line.name.effective_from) {
            entry["effective_from"] = format_date(*line.name.effective_from);
        }
        if (dry_run) {
            auto& differences = entry["differences"] = nlohmann::ordered_json::array();
            for (const auto& difference : line.differences) {
                nlohmann::ordered_json one{{"field", difference.field}};
                one["before"] = difference.before
                                    ? nlohmann::ordered_json::parse(*difference.before)
                                    : nlohmann::ordered_json();
                one["after"] = difference.after ? nlohmann::ordered_json::parse(*difference.after)
                                                : nlohmann::ordered_json();
                differences.push_back(std::move(one));
            }
        }
        lines.push_back(std::move(entry));
    }
    return lines;
}

void print_applied(const ApplyOutcome& outcome, const ApplyRequest& request,
                   const GlobalOptions& options) {
    if (options.output == OutputFormat::json) {
        fmt::print("{}\n", lines_json(outcome, request.dry_run).dump(2));
        return;
    }
    if (options.output == OutputFormat::csv) {
        fmt::print("{}", csv_line({"kind", "id", "result"}));
        for (const auto& line : outcome.lines) {
            fmt::print("{}", csv_line({line.name.kind, line.name.id, outcome_name(line.outcome)}));
        }
        return;
    }
    for (const auto& line : outcome.lines) {
        fmt::print("{:<10} {:<10} {}\n", outcome_name(line.outcome), line.name.kind,
                   shown_name(line.name));
        if (request.dry_run) {
            for (const auto& difference : line.differences) print_difference(difference);
        }
    }
    if (!request.dry_run) return;
    std::size_t cells = 0;
    for (const auto& [agreement, count] : outcome.due) cells += count;
    fmt::print("dry run: nothing was applied; {} measurement{} would be made again\n", cells,
               cells == 1 ? "" : "s");
    for (const auto& [agreement, count] : outcome.due) {
        fmt::print("    {:>6}  {}\n", count, agreement);
    }
}

Command apply_command(CLI::App& app) {
    auto* command = app.add_subcommand("apply", "Apply documents: all of them, or none");
    command->footer(
        "Examples:\n"
        "  underpin apply -f contracts/\n"
        "  underpin apply -f acme.yaml --dry-run\n"
        "  underpin apply -f acme.yaml --reason \"amendment 2 signed\" --actor person:jo");
    auto request = std::make_shared<ApplyRequest>();
    command->add_option("-f,--file", request->paths, "YAML or JSON file, or a folder of them")
        ->required()
        ->type_name("PATH");
    command->add_option("--reason", request->reason, "Why, for the record");
    command->add_flag("--dry-run", request->dry_run,
                      "Show the difference and what would be measured again; change nothing");
    return {command, [request](Workbench& bench) {
                const auto answer = apply(bench.context(), *request);
                print_warnings(answer.outcome.warnings);
                if (!answer.errors.empty()) return report_errors(answer.errors);
                if (!request->dry_run) static_cast<void>(seal_journal(bench.database()));
                print_applied(answer.outcome, *request, bench.options());
                return 0;
            }};
}

Command export_command(CLI::App& app) {
    auto* command = app.add_subcommand("export", "Write the stored documents as YAML (or JSON)");
    command->footer(
        "Examples:\n"
        "  underpin export > all.yaml\n"
        "  underpin export --kind Agreement acme-hosting\n"
        "  underpin export --output json --to documents.json");
    auto request = std::make_shared<ExportRequest>();
    auto to = std::make_shared<std::string>();
    command->add_option("ids", request->ids, "Only documents with these ids");
    command->add_option("--kind", request->kind, "Only documents of this kind");
    command->add_flag("--retired", request->retired, "Retired documents as well");
    command->add_option("--to", *to, "Write to this file instead of standard output");
    return {command,
            [request, to](Workbench& bench) {
                const auto documents = export_documents(bench.context(), *request);
                if (!documents) throw Failure(documents.error());
                const auto text = bench.options().output == OutputFormat::json
                                      ? to_pretty_json(*documents) + "\n"
                                      : to_yaml(*documents);
                if (to->empty()) {
                    fmt::print("{}", text);
                    return 0;
                }
                std::ofstream file(*to, std::ios::binary | std::ios::trunc);
                file << text;
                file.close();
                if (!file) {
                    throw Failure({ErrorClass::input,
                                   "cannot write " + *to,
                                   "is the folder there, and may you write to it?",
                                   {}});
                }
                fmt::print(stderr, "wrote {} documents to {}\n", documents->size(), *to);
                return 0;
            },
            true};
}

Command diff_command(CLI::App& app) {
    auto* command = app.add_subcommand("diff", "Compare files with what is stored, field by field");
    command->footer("Example:\n  underpin diff -f contracts/");
    auto request = std::make_shared<ApplyRequest>();
    request->dry_run = true;
    command->add_option("-f,--file", request->paths, "YAML or JSON file, or a folder of them")
        ->required()
        ->type_name("PATH");
    return {command, [request](Workbench& bench) {
                const auto answer = compare_documents(bench.context(), *request);
                if (!answer.errors.empty()) return report_errors(answer.errors);
                if (bench.options().output == OutputFormat::json) {
                    fmt::print("{}\n", lines_json(answer.outcome, true).dump(2));
                    return 0;
                }
                std::size_t differing = 0;
                for (const auto& line : answer.outcome.lines) {
                    if (line.outcome == DocumentOutcome::unchanged) continue;
                    ++differing;
                    fmt::print("{} {}{}\n", line.name.kind, shown_name(line.name),
                               line.outcome == DocumentOutcome::created ? ": not stored yet" : "");
                    for (const auto& difference : line.differences) print_difference(difference);
                }
                if (differing == 0) {
                    fmt::print("no difference: {} documents are as stored\n",
                               answer.outcome.lines.size());
                }
                return 0;
            }};
}

Command schema_command(CLI::App& app) {
    auto* command = app.add_subcommand("schema", "Print the JSON Schema of a kind of document");
    command->footer("Example:\n  underpin schema Agreement > agreement.schema.json");
    auto kind = std::make_shared<std::string>();
    command->add_option("kind", *kind, "Supplier, Service, Calendar, Contract, ...")->required();
    return {command, [kind](Workbench&) {
                const auto named = kind_named(*kind);
                if (!named) {
                    std::vector<std::string> known;
                    for (int i = 0; i < kind_count; ++i) {
                        known.emplace_back(kind_name(static_cast<Kind>(i)));
                    }
                    const auto near = nearest_word(*kind, known);
                    throw Failure(
                        {ErrorClass::input,
                         "there is no kind '" + *kind + "'",
                         near ? "did you mean " + *near + "?" : "known are: " + join(known, ", "),
                         {}});
                }
                fmt::print("{}\n", schema_text(*named));
                return 0;
            }};
}

}  // namespace

std::vector<Command> document_commands(CLI::App& app) {
    return {apply_command(app), export_command(app), diff_command(app), schema_command(app)};
}

}  // namespace underpin

// score, scorecard, credits, explain: what was measured and what it means.
#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <unistd.h>

#include "cli/measuring.h"
#include "cli/options.h"
#include "cli/progress.h"
#include "cli/render_comparison.h"
#include "cli/render_credits.h"
#include "cli/render_explain.h"
#include "cli/render_portfolio.h"
#include "cli/render_scorecard.h"
#include "cli/show_statements.h"
#include "documents/output_credits.h"
#include "documents/output_explain.h"
#include "documents/output_scorecard.h"
#include "work/claim_standing.h"
#include "work/claims.h"
#include "work/explain.h"
#include "work/scorecards.h"
#include "work/what_if.h"

namespace underpin {

namespace {

constexpr auto as_of_help = "Look at this instant (2024-05-01T00:00:00Z); computed, not stored";

struct ScoreOptions {
    std::string supplier, from, to, as_of;
};

std::optional<std::string> given(const std::string& text) {
    return text.empty() ? std::nullopt : std::optional(text);
}

Command score_command(CLI::App& app) {
    auto* command =
        app.add_subcommand("score", "Measure what is due and show the scorecards of all suppliers");
    command->footer(
        "Examples:\n"
        "  underpin score\n"
        "  underpin score --supplier acme --from 2024-01 --to 2024-12\n"
        "  underpin score --output json --as-of 2024-05-01T00:00:00Z");
    auto options = std::make_shared<ScoreOptions>();
    command->add_option("--supplier", options->supplier, "Only this supplier");
    command->add_option("--from", options->from, "First period (2024-01)");
    command->add_option("--to", options->to, "Last period (2024-12)");
    command->add_option("--as-of", options->as_of, as_of_help);
    return {command,
            [options](Workbench& bench) {
                const ScorecardsRequest request{given(options->supplier), given(options->from),
                                                given(options->to)};
                if (const auto days = days_of(request); !days) throw WrongUsage{days.error()};
                const auto outcome = measured(bench, request.supplier, options->as_of);
                if (options->as_of.empty()) require(keep_claims(bench.context(), request.supplier));
                if (isatty(STDERR_FILENO) != 0) {
                    fmt::print(stderr, "measured {} cells, {} still hold\n", outcome.measured,
                               outcome.reused);
                }
                print_notes(outcome.notes);
                if (bench.options().output == OutputFormat::json) {
                    auto all = nlohmann::ordered_json::array();
                    for (const auto& card : require(scorecards_of(outcome, request))) {
                        all.push_back(scorecard_json(card));
                    }
                    fmt::print("{}\n", all.dump(2));
                } else if (bench.options().output == OutputFormat::csv) {
                    fmt::print("{}", scorecards_csv(require(scorecards_of(outcome, request))));
                } else {
                    const auto which =
                        request.from || request.to ? ShownPeriods::all : ShownPeriods::latest;
                    fmt::print("{}", render_portfolio(require(monthly_scorecards(outcome, request)),
                                                      which, bench.options().render()));
                }
                return 0;
            },
            true};
}

struct CardOptions {
    std::string supplier, period, as_of;
    int version = 0;  // 0: the latest, with what passes with time
    bool history = false;
};

// What was frozen, as it was frozen.
int show_frozen(Workbench& bench, const CardOptions& options) {
    // First what is due: evidence of today may make a version of its own.
    print_notes(measured(bench, options.supplier, "").notes);
    const auto context = bench.context();
    if (options.history) {
        show_history(bench, require(statement_history(context, options.supplier, options.period)));
        return 0;
    }
    show_version(bench, require(statement_version(
                            context, {options.supplier, options.period, options.version})));
    return 0;
}

// The newest version of the closed period; none: it is open or not closed.
std::optional<StoredStatement> closed_as(Workbench& bench, const CardOptions& options) {
    if (!options.as_of.empty()) return std::nullopt;
    for (auto& statement : closed_statements(bench.context(), options.supplier)) {
        if (statement.name.period == options.period) return std::move(statement);
    }
    return std::nullopt;
}

int show_card(Workbench& bench, const CardOptions& options) {
    const auto outcome = measured(bench, options.supplier, options.as_of);
    const auto card = require(scorecard_of(outcome, options.supplier, options.period));
    const auto closed = closed_as(bench, options);
    if (bench.options().output == OutputFormat::json) {
        print_notes(card.notes);
        auto json = scorecard_json(card);
        if (closed) json["statement"] = statement_json(*closed);
        fmt::print("{}\n", json.dump(2));
    } else if (bench.options().output == OutputFormat::csv) {
        print_notes(card.notes);
        fmt::print("{}", scorecard_csv(card));
    } else {
        fmt::print("{}", render_scorecard(card, bench.options().render()));
        if (closed) {
            fmt::print("\n{}",
                       paragraph("Closed: " + statement_title(*closed), bench.options().render()));
        }
    }
    return 0;
}

Command scorecard_command(CLI::App& app) {
    auto* command = app.add_subcommand("scorecard", "Show a supplier's scorecard for a period");
    command->footer(
        "Examples:\n"
        "  underpin scorecard acme --period 2024-03\n"
        "  underpin scorecard acme --period 2024-Q1 --output csv\n"
        "  underpin scorecard acme --period 2024-03 --version 1\n"
        "  underpin scorecard acme --period 2024-03 --history");
    auto options = std::make_shared<CardOptions>();
    command->add_option("supplier", options->supplier, "The supplier's (or a customer's) id")
        ->required();
    command->add_option("--period", options->period, "2024-03, 2024-Q1, 2024 or 2024-W09")
        ->required();
    auto* as_of = command->add_option("--as-of", options->as_of, as_of_help);
    auto* version = command
                        ->add_option("--version", options->version,
                                     "Of a closed period: this version, as it was frozen")
                        ->check(CLI::PositiveNumber)
                        ->excludes(as_of);
    command
        ->add_flag("--history", options->history,
                   "Of a closed period: its versions, what changed and why")
        ->excludes(as_of)
        ->excludes(version);
    return {command,
            [options](Workbench& bench) {
                return options->history || options->version > 0 ? show_frozen(bench, *options)
                                                                : show_card(bench, *options);
            },
            true};
}

struct CreditsOptions : CardOptions {
    std::vector<std::filesystem::path> with;
    std::string from, to;
};

// History under proposed documents.
int show_what_if(Workbench& bench, const CreditsOptions& options) {
    Progress progress("measuring");
    WhatIfRequest request;
    request.supplier = options.supplier;
    request.proposed.paths = options.with;
    request.from = given(options.from);
    request.to = given(options.to);
    request.as_of = parse_as_of(options.as_of);
    request.progress = [&](std::size_t done, std::size_t total) {
        progress.update(done, total, "measurements");
    };
    const auto context = bench.context();
    if (!request.as_of) request.as_of = context.clock.now();
    const auto answer = require(what_if(context, request));
    print_warnings(answer.warnings);
    if (!answer.errors.empty()) return report_errors(answer.errors);
    const auto& comparison = answer.comparison;
    if (bench.options().output == OutputFormat::table) {
        fmt::print("{}", render_comparison(comparison, *request.as_of, bench.options().render()));
        return 0;
    }
    print_notes(comparison.notes);
    if (bench.options().output == OutputFormat::json) {
        fmt::print("{}\n", comparison_json(comparison).dump(2));
    } else {
        fmt::print("{}", comparison_csv(comparison));
    }
    return 0;
}

// What closing froze of the credits that are shown.
std::vector<CreditEntry> entries_shown(Workbench& bench, const CreditsOptions& options,
                                       const MeasureOutcome& outcome) {
    if (!options.as_of.empty()) return {};
    auto entries = closed_credit_entries(bench.context(), {options.supplier, {}, {}, {}});
    if (options.period.empty()) return entries;
    const auto card = require(scorecard_of(outcome, options.supplier, options.period));
    const auto keys = credit_keys(card.agreements);
    std::erase_if(entries, [&](const CreditEntry& entry) {
        return !keys.contains({entry.line.agreement, entry.line.period});
    });
    return entries;
}

int show_credits(Workbench& bench, const CreditsOptions& options) {
    if (!options.from.empty() || !options.to.empty()) {
        throw WrongUsage{{ErrorClass::input,
                          "--from and --to go with --with",
                          "one period is --period 2024-03",
                          {}}};
    }
    const auto outcome = measured(bench, options.supplier, options.as_of);
    auto credits = require(supplier_credits(outcome, options.supplier, given(options.period)));
    if (options.as_of.empty()) require(keep_claims(bench.context(), options.supplier));
    put_claims(bench.context(), options.as_of.empty() ? bench.clock().now() : outcome.as_of,
               credits);
    const auto entries = entries_shown(bench, options, outcome);
    print_notes(outcome.notes);
    if (bench.options().output == OutputFormat::table) {
        fmt::print("{}", render_credits(credits, outcome.as_of, bench.options().render()));
        fmt::print("{}", adjustments_text(entries, bench.options().render()));
        return 0;
    }
    print_notes(credits.notes);
    if (bench.options().output == OutputFormat::json) {
        fmt::print("{}\n", credits_with_entries(credits, entries).dump(2));
    } else {
        fmt::print("{}", credits_csv(credits));
    }
    return 0;
}

Command credits_command(CLI::App& app) {
    auto* command = app.add_subcommand("credits", "Show the service credits that a supplier owes");
    command->footer(
        "Examples:\n"
        "  underpin credits acme\n"
        "  underpin credits acme --period 2024-02 --output json\n"
        "  underpin credits acme --with proposed.yaml --from 2024-01 --to 2024-12");
    auto options = std::make_shared<CreditsOptions>();
    command->add_option("supplier", options->supplier, "The supplier's (or a customer's) id")
        ->required();
    auto* period = command->add_option("--period", options->period, "Only this period (2024-03)");
    command->add_option("--as-of", options->as_of, as_of_help);
    command
        ->add_option("--with", options->with,
                     "What if: replay history under these documents and show the difference")
        ->type_name("PATH")
        ->excludes(period);
    command->add_option("--from", options->from, "What if: first period (2024-01)");
    command->add_option("--to", options->to, "What if: last period (2024-12)");
    return {command,
            [options](Workbench& bench) {
                return options->with.empty() ? show_credits(bench, *options)
                                             : show_what_if(bench, *options);
            },
            true};
}

struct ExplainOptions {
    ExplainRequest request;
    std::string as_of;
};

Command explain_command(CLI::App& app) {
    auto* command =
        app.add_subcommand("explain", "Show how a number came about, down to each record");
    command->footer(
        "Examples:\n"
        "  underpin explain acme-hosting availability --period 2024-03\n"
        "  underpin explain acme-hosting p1-resolution --period 2024-03 --output csv > "
        "records.csv");
    auto options = std::make_shared<ExplainOptions>();
    command->add_option("agreement", options->request.agreement, "The agreement's id")->required();
    command->add_option("objective", options->request.objective, "The objective's id")->required();
    command->add_option("--period", options->request.period, "The agreement's period (2024-03)")
        ->required();
    command->add_option("--as-of", options->as_of, as_of_help);
    return {command,
            [options](Workbench& bench) {
                auto request = options->request;
                request.as_of = parse_as_of(options->as_of);
                const auto explanation = require(explain(bench.context(), request));
                if (bench.options().output == OutputFormat::json) {
                    fmt::print("{}\n", explanation_json(explanation).dump(2));
                } else if (bench.options().output == OutputFormat::csv) {
                    fmt::print("{}", explanation_csv(explanation));
                } else {
                    fmt::print("{}", render_explanation(explanation, bench.options().render()));
                }
                return 0;
            },
            true};
}

}  // namespace

std::vector<Command> result_commands(CLI::App& app) {
    return {score_command(app), scorecard_command(app), credits_command(app), explain_command(app)};
}

}  // namespace underpin

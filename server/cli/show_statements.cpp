#include "cli/show_statements.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/text.h"
#include "cli/render_scorecard.h"
#include "cli/render_value.h"
#include "documents/output_scorecard.h"

namespace underpin {

namespace {

using Json = nlohmann::ordered_json;

std::string money_text(const std::vector<CreditTotal>& credits) {
    std::vector<std::string> texts;
    for (const auto& credit : credits) {
        texts.push_back(credit.total.to_string() + " " + credit.total.currency.code);
    }
    return texts.empty() ? "-" : join(texts, ", ");
}

Table history_table(const std::vector<StatementVersion>& versions) {
    Table table({{"Version", Align::right},
                 {"Written (UTC)"},
                 {"By"},
                 {"As of"},
                 {"Score", Align::right},
                 {"Credits", Align::right},
                 {"Why", Align::left, true}});
    for (const auto& [statement, card, credits] : versions) {
        table.add({std::to_string(statement.name.version), format_instant(statement.at),
                   statement.actor, format_instant(statement.as_of), score_text(card.score),
                   money_text(card.credits), statement.reason});
    }
    return table;
}

std::string text_of(const Json& json) {
    if (json.is_null()) return "-";
    return json.is_string() ? json.get<std::string>() : json.dump();
}

std::string numbers_of(const Json& json) {
    if (json.is_null()) return "nothing";
    return text_of(json["status"]) + " " + text_of(json["value"]) + " (version " +
           text_of(json["version"]) + ")";
}

// What each restatement moved, number by number.
std::string changes_text(const StatementVersion& version, const RenderOptions& options) {
    const auto changed = Json::parse(version.statement.changed);
    std::string text;
    for (const auto& one : changed["objectives"]) {
        text += paragraph(fmt::format("{} {}, {}: {} became {}", text_of(one["agreement"]),
                                      text_of(one["objective"]), text_of(one["period"]),
                                      numbers_of(one["from"]), numbers_of(one["to"])),
                          options, 2, 2);
    }
    for (const auto& one : changed["credits"]) {
        text += paragraph(
            fmt::format("credit for {} {}, {}: {} became {} {}", text_of(one["agreement"]),
                        text_of(one["objective"]), text_of(one["period"]), text_of(one["from"]),
                        text_of(one["to"]), text_of(one["currency"])),
            options, 2, 2);
    }
    if (text.empty()) return "";
    return "\nVersion " + std::to_string(version.statement.name.version) + "\n" + text;
}

Table closed_table(const CloseOutcome& outcome, bool dry_run) {
    Table table({{"Period"},
                 {"Version", Align::right},
                 {"Score", Align::right},
                 {"Credits", Align::right},
                 {"Result"}});
    for (const auto& one : outcome.statements) {
        table.add({one.statement.name.period, std::to_string(one.statement.name.version),
                   score_text(one.card.score), money_text(one.card.credits),
                   one.already ? "already closed"
                   : dry_run   ? "would be closed"
                               : "closed"});
    }
    return table;
}

Json closed_json(const ClosedStatement& one, bool dry_run) {
    return {{"supplier", one.statement.name.supplier},
            {"period", one.statement.name.period},
            {"version", one.statement.name.version},
            {"result", one.already ? "already closed"
                       : dry_run   ? "would be closed"
                                   : "closed"},
            {"scorecard", scorecard_json(one.card)}};
}

Json recomputed_json(const RecomputeReport& report) {
    Json statements = Json::array();
    for (const auto& one : report.statements) {
        Json differences = Json::array();
        for (const auto& difference : one.differences) {
            differences.push_back({{"where", difference.where},
                                   {"frozen", difference.frozen},
                                   {"recomputed", difference.recomputed}});
        }
        statements.push_back({{"supplier", one.name.supplier},
                              {"period", one.name.period},
                              {"version", one.name.version},
                              {"equal", one.differences.empty()},
                              {"differences", std::move(differences)},
                              {"notes", one.notes}});
    }
    return {{"ok", report.ok()}, {"numbers", report.numbers}, {"statements", statements}};
}

Table recomputed_table(const RecomputeReport& report) {
    Table table({{"Supplier"},
                 {"Period"},
                 {"Version", Align::right},
                 {"Result"},
                 {"Where", Align::left, true},
                 {"Frozen", Align::left, true},
                 {"Recomputed", Align::left, true}});
    for (const auto& one : report.statements) {
        const auto version = std::to_string(one.name.version);
        if (one.differences.empty()) {
            table.add({one.name.supplier, one.name.period, version, "equal", "", "", ""});
        }
        for (const auto& difference : one.differences) {
            table.add({one.name.supplier, one.name.period, version, "DIFFERS", difference.where,
                       difference.frozen, difference.recomputed},
                      {Tone::plain, Tone::plain, Tone::plain, Tone::bad, Tone::plain, Tone::plain,
                       Tone::plain});
        }
    }
    return table;
}

}  // namespace

std::string statement_title(const StoredStatement& statement) {
    return fmt::format("version {} of {}, {} {} by {}{}", statement.name.version,
                       statement.name.period, statement.name.version == 1 ? "closed" : "restated",
                       format_instant(statement.at), statement.actor,
                       statement.reason.empty() ? "" : ": " + statement.reason);
}

void show_version(Workbench& bench, const StatementVersion& version) {
    if (bench.options().output == OutputFormat::json) {
        auto json = scorecard_json(version.card);
        json["statement"] = statement_json(version.statement);
        fmt::print("{}\n", json.dump(2));
    } else if (bench.options().output == OutputFormat::csv) {
        fmt::print("{}", scorecard_csv(version.card));
    } else {
        fmt::print(
            "{}\n{}", render_scorecard(version.card, bench.options().render()),
            paragraph("Frozen: " + statement_title(version.statement), bench.options().render()));
    }
}

void show_history(Workbench& bench, const std::vector<StatementVersion>& versions) {
    if (bench.options().output == OutputFormat::json) {
        fmt::print("{}\n", history_json(versions).dump(2));
        return;
    }
    const auto table = history_table(versions);
    if (bench.options().output == OutputFormat::csv) {
        fmt::print("{}", table.csv());
        return;
    }
    const auto options = bench.options().render();
    fmt::print("{}", table.text(options));
    for (const auto& version : versions) fmt::print("{}", changes_text(version, options));
}

void show_closed(Workbench& bench, const CloseOutcome& outcome, bool dry_run) {
    if (bench.options().output == OutputFormat::json) {
        auto all = Json::array();
        for (const auto& one : outcome.statements) all.push_back(closed_json(one, dry_run));
        fmt::print("{}\n", all.dump(2));
        return;
    }
    const auto table = closed_table(outcome, dry_run);
    fmt::print("{}", bench.options().output == OutputFormat::csv
                         ? table.csv()
                         : table.text(bench.options().render()));
}

void show_recomputed(Workbench& bench, const RecomputeReport& report) {
    if (bench.options().output == OutputFormat::json) {
        fmt::print("{}\n", recomputed_json(report).dump(2));
        return;
    }
    if (bench.options().output == OutputFormat::csv) {
        fmt::print("{}", recomputed_table(report).csv());
        return;
    }
    if (report.statements.empty()) {
        fmt::print("Nothing is closed.\n");
        return;
    }
    fmt::print("{}", recomputed_table(report).text(bench.options().render()));
    fmt::print("{} statements, {} measurements recomputed: {}\n", report.statements.size(),
               report.numbers, report.ok() ? "all equal" : "NOT all equal");
    for (const auto& one : report.statements) {
        for (const auto& note : one.notes) {
            fmt::print("{}",
                       paragraph(fmt::format("{} {}: {}", one.name.supplier, one.name.period, note),
                                 bench.options().render()));
        }
    }
}

std::string adjustments_text(const std::vector<CreditEntry>& entries,
                             const RenderOptions& options) {
    Table table({{"Agreement"},
                 {"Objective"},
                 {"Period"},
                 {"Version", Align::right},
                 {"Difference", Align::right},
                 {"Why", Align::left, true}});
    for (const auto& entry : entries) {
        if (!entry.is_adjustment()) continue;
        table.add({entry.line.agreement, entry.line.objective, entry.line.period,
                   std::to_string(entry.version),
                   entry.amount.to_string() + " " + entry.amount.currency.code, entry.reason});
    }
    return table.empty() ? "" : "\nAdjustments of closed periods\n" + table.text(options, indent);
}

}  // namespace underpin

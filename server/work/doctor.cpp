#include "work/doctor.h"

#include <algorithm>
#include <fmt/format.h>

#include "base/time_zone.h"
#include "store/integrity.h"
#include "store/runs.h"
#include "work/portfolio.h"
#include "work/recheck.h"
#include "work/statement_check.h"

namespace underpin {

namespace {

DoctorCheck check_database(const IntegrityReport& report, const Database& database) {
    std::int64_t rows = 0;
    for (const auto& [table, count] : report.rows) rows += count;
    return {"database",
            fmt::format("{}, schema version {}, {} rows", database.url().to_string(),
                        database.schema_version(), rows),
            report.faults};
}

DoctorCheck check_journal(const JournalReport& journal) {
    auto detail = fmt::format("{} entries sealed", journal.sealed);
    if (journal.last_seal) {
        detail += fmt::format(", last seal {} at {}", journal.last_seal->number,
                              format_instant(journal.last_seal->at));
    }
    if (journal.unsealed > 0) detail += fmt::format(", {} not sealed yet", journal.unsealed);
    return {"journal", detail, journal.faults};
}

DoctorCheck check_claims_of(const ClaimsReport& claims) {
    return {"claims",
            fmt::format("{} claims, {} entries played again", claims.claims, claims.entries),
            claims.faults};
}

DoctorCheck check_documents(const Context& context) {
    DoctorCheck check{"documents", "", {}};
    const auto portfolio = load_portfolio(context, Retired::keep);
    if (!portfolio) {
        check.faults.push_back(portfolio.error().to_string());
        return check;
    }
    check.detail = fmt::format("{} suppliers, {} contracts, {} agreements, {} sources",
                               portfolio->suppliers.size(), portfolio->contracts.size(),
                               portfolio->agreements.size(), portfolio->sources.size());
    for (const auto& [id, amended] : portfolio->agreements) {
        for (const auto& version : amended.versions) {
            for (const auto& objective : version.document.as<Agreement>().objectives) {
                if (context.scorers.find(objective.metric) != nullptr) continue;
                check.faults.push_back(
                    fmt::format("agreement {}, objective {}: no scorer plugin is called '{}'", id,
                                objective.id, objective.metric));
            }
        }
    }
    for (const auto& [id, revised] : portfolio->sources) {
        const auto& name = revised.document.as<Source>().plugin;
        if (const auto info = context.plugins.info(name); !info) {
            check.faults.push_back("source " + id + ": " + info.error().message);
        }
    }
    return check;
}

DoctorCheck check_plugins(const Context& context) {
    DoctorCheck check{"plugins", "", {}};
    const auto plugins = context.plugins.list();
    for (const auto& plugin : plugins) {
        if (!plugin.info) check.faults.push_back(plugin.path.string() + ": " + plugin.fault);
    }
    check.detail = fmt::format("{} found", plugins.size());
    return check;
}

DoctorCheck check_imports(const Context& context) {
    DoctorCheck check{"imports", "", {}};
    const auto runs =
        context.database.read([](Session& session) { return list_runs(session, "", 1000); });
    std::size_t failed = 0;
    for (const auto& run : runs) {
        if (run.status == RunStatus::failed) ++failed;
        if (run.lost) {
            check.faults.push_back(
                fmt::format("run {} of {} has died; it goes on with: underpin import {}", run.id,
                            run.source, run.source));
        }
    }
    check.detail = fmt::format("{} runs, {} of them failed", runs.size(), failed);
    return check;
}

// Some hundred take a second or two.
constexpr std::size_t sampled_measurements = 200;

DoctorCheck check_measurements(const Context& context, const DoctorOptions& options) {
    DoctorCheck check{"measurements", "", {}};
    const bool deep = options.depth == DoctorDepth::deep;
    auto repeated =
        recheck_measurements(context, {deep ? 0 : sampled_measurements, options.progress});
    if (!repeated) {
        check.faults.push_back(repeated.error().to_string());
        return check;
    }
    check.detail = fmt::format(
        "{} stored, {} computed again{}, {} due", repeated->stored, repeated->repeated,
        deep || repeated->stored <= sampled_measurements ? "" : " (all: underpin doctor --deep)",
        repeated->due);
    check.faults = std::move(repeated->faults);
    return check;
}

DoctorCheck check_closed(const Database& database) {
    const auto check = check_statements(database);
    return {"statements",
            check.statements == 0
                ? "nothing is closed"
                : fmt::format("{} of closed periods; underpin recompute --check proves their "
                              "numbers",
                              check.statements),
            check.faults};
}

}  // namespace

std::optional<DoctorDepth> doctor_depth(std::string_view name) {
    if (name == "quick") return DoctorDepth::quick;
    if (name == "sample") return DoctorDepth::sample;
    return name == "deep" ? std::optional(DoctorDepth::deep) : std::nullopt;
}

bool DoctorReport::ok() const {
    return std::ranges::all_of(checks, [](const auto& check) { return check.faults.empty(); });
}

DoctorReport examine(const Context& context, const DoctorOptions& options) {
    static_cast<void>(seal_journal(context.database));
    const bool quick = options.depth == DoctorDepth::quick;
    const auto integrity = check_integrity(context.database, {!quick});
    DoctorReport report;
    report.checks.push_back(check_database(integrity, context.database));
    report.checks.push_back(check_journal(integrity.journal));
    report.checks.push_back(check_claims_of(integrity.claims));
    report.checks.push_back(check_documents(context));
    report.checks.push_back(check_plugins(context));
    report.checks.push_back(check_imports(context));
    if (!quick) report.checks.push_back(check_measurements(context, options));
    report.checks.push_back(check_closed(context.database));
    report.checks.push_back({"time zones", "data version " + tz_data_version(), {}});
    return report;
}

}  // namespace underpin

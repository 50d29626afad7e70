// demo: a portfolio of believable suppliers, going in the way everybody's data does.
#include <algorithm>
#include <fmt/format.h>

#include "cli/options.h"
#include "cli/progress.h"
#include "cli/render_portfolio.h"
#include "cli/render_scorecard.h"
#include "store/documents.h"
#include "work/apply.h"
#include "work/demo/demo.h"
#include "work/import.h"
#include "work/scorecards.h"

namespace underpin {

namespace {

void import_all(Workbench& bench, const std::vector<DemoImport>& imports) {
    Progress progress("importing");
    std::uint64_t done = 0;
    for (const auto& one : imports) {
        ImportRequest request;
        request.source = one.source;
        request.file = one.file;
        static_cast<void>(require(import_source(bench.context(), request)));
        progress.update(++done, imports.size(), "sources");
    }
}

MeasureOutcome measure_all(Workbench& bench) {
    Progress progress("measuring");
    MeasureRequest request;
    request.progress = [&](std::size_t done, std::size_t total) {
        progress.update(done, total, "measurements");
    };
    return require(measure(bench.context(), request));
}

void print_next_steps(const DemoFiles& demo) {
    fmt::print(
        "\nThe documents and exports lie in {0}; read its README.md to see how it is done.\n"
        "Try next:\n"
        "  underpin scorecard {1} --period {2}\n"
        "  underpin credits {1}\n"
        "  underpin score --from {3} --to {2}\n"
        "  underpin runs\n",
        demo.folder.string(), demo.supplier, demo.period, demo.correction_period);
}

constexpr auto reason = "the demonstration";

// A person's own documents shall not end up among invented suppliers by a slip.
Result<void> check_database(Workbench& bench) {
    if (bench.options().database != GlobalOptions{}.database) return {};
    const auto picture =
        bench.database().read([](Session& session) { return load_documents(session); });
    const auto own = std::ranges::find_if(
        picture.documents, [](const auto& document) { return document.reason != reason; });
    if (own == picture.documents.end()) return {};
    return Error{ErrorClass::conflict,
                 "the database holds documents that are not the demonstration's, such as " +
                     own->name.kind + " " + own->name.id,
                 "give it a database of its own: underpin demo --database sqlite://demo.db",
                 {}};
}

int run_demo(Workbench& bench, const std::string& folder) {
    require(check_database(bench));
    const auto demo = require(write_demo(folder, bench.clock().now()));
    const auto applied = apply(bench.context(), {{demo.documents}, reason, false});
    if (!applied.errors.empty()) {
        for (const auto& error : applied.errors) print_error(error);
        return 1;
    }
    fmt::print("Applied {} documents from {}.\n", applied.outcome.lines.size(),
               demo.documents.string());
    import_all(bench, demo.imports);
    fmt::print("Imported {} sources.\n", demo.imports.size());
    static_cast<void>(measure_all(bench));
    // A corrected export arrives after the numbers were made: its periods are measured again.
    import_all(bench, {demo.correction});
    const auto outcome = measure_all(bench);
    fmt::print("A corrected export of {} changed {} of {} measurements.\n\n",
               demo.corrected_supplier, outcome.measured, outcome.measured + outcome.reused);

    const auto options = bench.options().render();
    const auto cards = require(monthly_scorecards(outcome, {}));
    fmt::print("{}\n", render_portfolio(cards, ShownPeriods::latest, options));
    const auto card = require(scorecard_of(outcome, demo.supplier, demo.period));
    fmt::print("{}", render_scorecard(card, options));
    print_next_steps(demo);
    return 0;
}

}  // namespace

std::vector<Command> demo_commands(CLI::App& app) {
    auto* command = app.add_subcommand(
        "demo", "Make a portfolio of twelve suppliers with two years of evidence, and show it");
    command->footer(
        "Examples:\n"
        "  underpin demo\n"
        "  underpin demo --to /tmp/demo --database sqlite:///tmp/demo.db");
    auto folder = std::make_shared<std::string>("underpin-data/demo");
    command->add_option("--to", *folder, "Where the documents and exports are written")
        ->capture_default_str();
    return {{command, [folder](Workbench& bench) { return run_demo(bench, *folder); }}};
}

}  // namespace underpin

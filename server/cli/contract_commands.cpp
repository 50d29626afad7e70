// notices: what a contract asks of us, and by when.
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "cli/options.h"
#include "cli/render_notices.h"
#include "documents/output_notices.h"

namespace underpin {

namespace {

struct NoticesOptions {
    std::string supplier, as_of, within = "180d";
};

NoticesRequest request_of(const NoticesOptions& options) {
    NoticesRequest request;
    if (!options.supplier.empty()) request.supplier = options.supplier;
    request.as_of = parse_as_of(options.as_of);
    request.within = require(parse_duration(options.within));
    return request;
}

Command notices_command(CLI::App& app) {
    auto* command = app.add_subcommand(
        "notices", "Show by when notice must be sent: renewals, options and breaks");
    command->footer(
        "Examples:\n"
        "  underpin notices\n"
        "  underpin notices --within 365d --supplier acme\n"
        "  underpin notices --output csv > notices.csv");
    auto options = std::make_shared<NoticesOptions>();
    command->add_option("--within", options->within, "How far ahead to look")
        ->capture_default_str()
        ->type_name("DURATION");
    command->add_option("--supplier", options->supplier, "Only this supplier's contracts");
    command->add_option("--as-of", options->as_of, "Count from this instant");
    return {command, [options](Workbench& bench) {
                const auto request = request_of(*options);
                const auto notices = require(find_notices(bench.context(), request));
                if (bench.options().output == OutputFormat::json) {
                    auto all = nlohmann::ordered_json::array();
                    for (const auto& [notice, time_zone, left] : notices) {
                        all.push_back(notice_json(notice, time_zone, left));
                    }
                    fmt::print("{}\n", all.dump(2));
                } else if (bench.options().output == OutputFormat::csv) {
                    fmt::print("{}", notices_csv(notices));
                } else {
                    fmt::print("{}",
                               render_notices(notices, static_cast<int>(request.within.ms / day.ms),
                                              bench.options().render()));
                }
                return 0;
            }};
}

}  // namespace

std::vector<Command> contract_commands(CLI::App& app) { return {notices_command(app)}; }

}  // namespace underpin

// claims: what is asked of suppliers, and each step of it.
#include <fmt/format.h>
#include <fstream>
#include <nlohmann/json.hpp>

#include "cli/measuring.h"
#include "cli/options.h"
#include "cli/render_claims.h"
#include "documents/output_claims.h"
#include "http/configuration.h"
#include "work/claims.h"
#include "work/claims_due.h"
#include "work/pack/claim_pack.h"

namespace underpin {

namespace {

using Json = nlohmann::ordered_json;

struct ClaimArguments {
    std::string config;
    std::string supplier, state, due;             // list
    std::string contract;                         // propose
    std::vector<std::string> periods;             // propose
    std::int64_t id = 0;                          // the rest
    std::string amount, tax, note, date, reason;  // steps
    std::string key;
    std::int64_t version = -1;
};

ClaimRules rules_of(const ClaimArguments& arguments) {
    const auto reading = read_configuration(
        arguments.config.empty() ? std::nullopt
                                 : std::optional<std::filesystem::path>(arguments.config));
    if (!reading.errors.empty()) throw Failure(reading.errors.front());
    return reading.configuration.claims;
}

void print(const Json& json) { fmt::print("{}\n", json.dump(2)); }

int show_list(Workbench& bench, const ClaimArguments& arguments) {
    ClaimFilter filter{arguments.supplier, std::nullopt};
    if (!arguments.state.empty()) filter.state = claim_state_of(arguments.state);
    const auto claims = require(find_claims(bench.context(), filter));
    if (bench.options().output == OutputFormat::json) {
        auto all = Json::array();
        for (const auto& claim : claims) all.push_back(claim_json(claim));
        print(all);
    } else if (bench.options().output == OutputFormat::csv) {
        fmt::print("{}", claims_csv(claims));
    } else {
        fmt::print("{}", render_claims(claims, bench.options().render()));
    }
    return 0;
}

Json due_json(const DueClaims& due) {
    auto lines = Json::array();
    for (const auto& line : due.lines) {
        lines.push_back({{"last_day", format_date(line.last_day)},
                         {"days_left", line.days_left},
                         {"supplier", line.supplier},
                         {"contract", line.contract},
                         {"agreement", line.key.agreement},
                         {"objective", line.key.objective ? Json(*line.key.objective) : Json()},
                         {"period", line.key.period},
                         {"mode", claim_mode_name(line.mode)},
                         {"worth", line.worth.to_string()},
                         {"currency", line.worth.currency.code},
                         {"stands", line.stands},
                         {"claim", line.claim ? Json(*line.claim) : Json()}});
    }
    auto worth = Json::array();
    for (const auto& [code, sum] : due.worth) {
        worth.push_back({{"currency", code}, {"total", sum.to_string()}});
    }
    return {{"as_of", format_instant(due.as_of)}, {"lines", lines}, {"worth", worth}};
}

int show_due(Workbench& bench, const ClaimArguments& arguments, const std::string& as_of) {
    DueRequest request;
    if (!arguments.supplier.empty()) request.supplier = arguments.supplier;
    request.within = require(parse_duration(arguments.due));
    const auto context = bench.context();
    require(keep_claims(context, request.supplier));
    const auto outcome = measured(bench, request.supplier, as_of);
    print_notes(outcome.notes);
    const auto due = require(find_due_claims(context, outcome, request));
    if (bench.options().output == OutputFormat::json) {
        print(due_json(due));
    } else if (bench.options().output == OutputFormat::csv) {
        fmt::print("{}", due_claims_csv(due));
    } else {
        fmt::print("{}", render_due_claims(due, static_cast<int>(request.within.ms / day.ms),
                                           bench.options().render()));
    }
    return 0;
}

int show_claim(Workbench& bench, const Claim& claim) {
    if (bench.options().output == OutputFormat::json) {
        print(whole_claim_json(claim));
    } else if (bench.options().output == OutputFormat::csv) {
        fmt::print("{}", claim_csv(claim));
    } else {
        fmt::print("{}", render_claim(claim, bench.options().render()));
    }
    return 0;
}

// What a step has made of the claim: a line for people, the whole of it for programs.
int show_outcome(Workbench& bench, const Claim& claim) {
    if (bench.options().output != OutputFormat::table) return show_claim(bench, claim);
    fmt::print("{}", claim_line(claim));
    return 0;
}

int propose(Workbench& bench, const ClaimArguments& arguments) {
    return show_outcome(
        bench, require(propose_claim(bench.context(),
                                     {arguments.supplier, arguments.contract, arguments.periods,
                                      arguments.reason, arguments.key})));
}

int take(Workbench& bench, const ClaimArguments& arguments, ClaimStep step) {
    ClaimStepRequest request;
    request.claim = arguments.id;
    request.step = step;
    request.net = arguments.amount;
    request.tax = arguments.tax;
    request.note = arguments.note;
    request.reason = arguments.reason;
    request.request_key = arguments.key;
    if (!arguments.date.empty()) request.date = require(parse_date(arguments.date));
    if (arguments.version >= 0) request.expected = arguments.version;
    return show_outcome(bench, require(step_claim(bench.context(), rules_of(arguments), request)));
}

// A subcommand of `claims` and what runs it.
using Arguments = std::shared_ptr<ClaimArguments>;
struct Part {
    CLI::App* app = nullptr;
    RunCommand run;
};

struct StepText {
    ClaimStep step;
    const char* name;
    const char* what;
    const char* example;
    bool amount, tax, note, reason;
};

constexpr StepText steps[] = {
    {ClaimStep::approve, "approve", "Agree that a proposed claim may be sent",
     "underpin claims approve 7 --actor person:jo", false, false, false, false},
    {ClaimStep::claim, "claim", "Record that it was sent to the supplier",
     "underpin claims claim 7 --date 2024-04-20 --tax 240.00", false, true, false, false},
    {ClaimStep::acknowledge, "acknowledge", "Record that the supplier has received it",
     "underpin claims acknowledge 7", false, false, false, false},
    {ClaimStep::dispute, "dispute",
     "Record what the supplier contests; all that is open by default",
     "underpin claims dispute 7 --amount 400.00 --reason \"says INC-12 was ours\"", true, true,
     false, true},
    {ClaimStep::concede, "concede",
     "Record that the supplier no longer contests; all of it by default",
     "underpin claims concede 7 --amount 150.00 --reason \"letter of 2 May\"", true, true, false,
     true},
    {ClaimStep::credit, "credit", "Record a credit note",
     "underpin claims credit 7 --amount 1200.00 --tax 240.00 --credit-note CN-881 --date "
     "2024-05-02",
     true, true, true, false},
    {ClaimStep::waive, "waive", "Give up a claim that was not sent",
     "underpin claims waive 7 --reason \"settled in the renewal\"", false, false, false, true},
    {ClaimStep::write_off, "write-off", "Give up what is outstanding of one that was",
     "underpin claims write-off 7 --amount 250.00 --reason \"not worth a dispute\"", true, true,
     false, true},
    {ClaimStep::repay, "repay", "Record that what a restatement made too much was given back",
     "underpin claims repay 7 --reason \"paid with invoice 31\"", true, true, false, true},
};

void add_config(CLI::App& app, const Arguments& arguments) {
    app.add_option("--config", arguments->config,
                   "The configuration with the rules for claims (config/underpin.yaml)")
        ->envname("UNDERPIN_CONFIG")
        ->type_name("FILE");
}

Part step_part(CLI::App& command, const StepText& text, const Arguments& arguments) {
    auto* app = command.add_subcommand(text.name, text.what);
    app->footer(std::string("Example:\n  ") + text.example);
    app->add_option("claim", arguments->id, "The claim's number")->required();
    if (text.amount) {
        auto* amount = app->add_option("--amount", arguments->amount, "Net, in its currency");
        if (text.note) amount->required();
    }
    if (text.tax) app->add_option("--tax", arguments->tax, "The tax on it");
    if (text.note) {
        app->add_option("--credit-note", arguments->note, "Its number")->required();
    }
    auto* date = app->add_option("--date", arguments->date,
                                 text.note ? "The date on it" : "When it happened; default: today");
    date->type_name("DATE");
    if (text.note) date->required();
    auto* reason = app->add_option("--reason", arguments->reason, "Why, for the record");
    if (text.reason) reason->required();
    app->add_option("--key", arguments->key,
                    "Any text of yours: the same step with the same key is done once");
    app->add_option("--if-version", arguments->version,
                    "Only if the claim is still at this version");
    add_config(*app, arguments);
    const auto step = text.step;
    return {app, [arguments, step](Workbench& bench) { return take(bench, *arguments, step); }};
}

Part propose_part(CLI::App& command, const Arguments& arguments) {
    auto* app =
        command.add_subcommand("propose", "Put the credits of closed periods together as a claim");
    app->footer(
        "Examples:\n"
        "  underpin claims propose acme --period 2024-02 --period 2024-03\n"
        "  underpin claims propose acme --contract acme-msa\n"
        "A period has to be closed before (underpin close).");
    app->add_option("supplier", arguments->supplier, "The supplier's id")->required();
    app->add_option("--contract", arguments->contract,
                    "Which contract, where there are several that owe something");
    app->add_option("--period", arguments->periods,
                    "A period (2024-03), several times; default: all with something to claim");
    app->add_option("--reason", arguments->reason, "Why, for the record");
    app->add_option("--key", arguments->key,
                    "Any text of yours: the same proposal with the same key is made once");
    return {app, [arguments](Workbench& bench) { return propose(bench, *arguments); }};
}

Part show_part(CLI::App& command, const Arguments& arguments) {
    auto* app = command.add_subcommand("show", "Show a claim with its lines, entries and balances");
    app->footer("Example:\n  underpin claims show 7 --output json");
    app->add_option("claim", arguments->id, "The claim's number")->required();
    return {app, [arguments](Workbench& bench) {
                return show_claim(bench, require(get_claim(bench.context(), arguments->id)));
            }};
}

int pack(Workbench& bench, std::int64_t id, const std::filesystem::path& to) {
    const auto files = require(make_claim_pack(bench.context(), id));
    if (to.extension() == ".zip") {
        if (std::filesystem::exists(to)) {
            throw Failure({ErrorClass::conflict,
                           to.string() + " is there already",
                           "name another file, or remove it",
                           {}});
        }
        std::ofstream out(to, std::ios::binary);
        out << to_zip(files);
        if (!out.flush()) {
            throw Failure({ErrorClass::input,
                           to.string() + " cannot be written",
                           "is there space, and may you write there?",
                           {}});
        }
    } else {
        require(write_folder(files, to));
    }
    if (bench.options().output == OutputFormat::json) {
        auto names = Json::array();
        for (const auto& [name, content] : files) names.push_back(name);
        print({{"claim", id}, {"to", to.string()}, {"files", names}});
    } else {
        fmt::print("wrote {} files to {}\n", files.size(), to.string());
    }
    return 0;
}

Json verdict_json(const PackVerdict& verdict) {
    Json json{{"claim", verdict.claim},       {"supplier", verdict.supplier},
              {"contract", verdict.contract}, {"as_of", format_instant(verdict.as_of)},
              {"equal", verdict.equal()},     {"lines", Json::array()},
              {"faults", verdict.faults},     {"notes", verdict.notes}};
    for (const auto& line : verdict.lines) {
        json["lines"].push_back(
            {{"agreement", line.key.agreement},
             {"objective", line.key.objective ? Json(*line.key.objective) : Json()},
             {"period", line.key.period},
             {"claimed", line.claimed.to_string()},
             {"recomputed", line.recomputed ? Json(line.recomputed->to_string()) : Json()},
             {"equal", line.equal()}});
    }
    return json;
}

int verify(Workbench& bench, const std::filesystem::path& file) {
    const auto verdict =
        require(verify_claim_pack({bench.clock(), bench.plugins(), bench.scorers()}, file));
    if (bench.options().output == OutputFormat::json) {
        print(verdict_json(verdict));
    } else {
        for (const auto& line : verdict.lines) {
            fmt::print("{:<8} {}: claimed {}, recomputed {}\n", line.equal() ? "equal" : "DIFFERS",
                       line.key.to_string(), line.claimed.to_string(),
                       line.recomputed ? line.recomputed->to_string() : "nothing");
        }
        for (const auto& fault : verdict.faults) fmt::print("FAULT    {}\n", fault);
        print_notes(verdict.notes);
    }
    if (verdict.equal()) return 0;
    print_error({ErrorClass::data,
                 "the pack does not hold what it claims",
                 "the lines above say where; ask whoever sent it",
                 {}});
    return 1;
}

Part pack_part(CLI::App& command, const Arguments& arguments) {
    auto* app = command.add_subcommand(
        "pack", "Write the letter and all that the supplier needs to check a claim");
    app->footer(
        "Examples:\n"
        "  underpin claims pack 7 --to claim-7.zip\n"
        "  underpin claims pack 7 --to claim-7/");
    app->add_option("claim", arguments->id, "The claim's number")->required();
    auto to = std::make_shared<std::filesystem::path>();
    app->add_option("--to", *to, "A folder, or a file that ends in .zip")->required();
    return {app, [arguments, to](Workbench& bench) { return pack(bench, arguments->id, *to); }};
}

Part verify_part(CLI::App& command) {
    auto* app = command.add_subcommand(
        "verify", "Compute the credits of a claim pack again, from the pack alone");
    app->footer("Example:\n  underpin claims verify claim-7.zip");
    auto file = std::make_shared<std::filesystem::path>();
    app->add_option("pack", *file, "The .zip")->required();
    return {app, [file](Workbench& bench) { return verify(bench, *file); }};
}

std::vector<std::string> state_names() {
    std::vector<std::string> names;
    for (int i = 0; i < claim_state_count; ++i) {
        names.emplace_back(claim_state_name(static_cast<ClaimState>(i)));
    }
    return names;
}

}  // namespace

std::vector<Command> claim_commands(CLI::App& app) {
    auto* command = app.add_subcommand(
        "claims", "List claims for service credits, what is about to lapse, and take steps");
    command->footer(
        "Examples:\n"
        "  underpin claims\n"
        "  underpin claims --supplier acme --state disputed\n"
        "  underpin claims --due 30d\n"
        "  underpin claims propose acme --period 2024-03\n"
        "A claim goes from proposed to approved, claimed, acknowledged and credited.");
    command->require_subcommand(0, 1);
    auto arguments = std::make_shared<ClaimArguments>();
    auto as_of = std::make_shared<std::string>();
    command->add_option("--supplier", arguments->supplier, "Only of this supplier");
    command->add_option("--state", arguments->state, "Only in this state")
        ->check(CLI::IsMember(state_names()))
        ->type_name("STATE");
    command
        ->add_option("--due", arguments->due,
                     "Instead: credits whose last day comes within that time")
        ->type_name("DURATION");
    command->add_option("--as-of", *as_of, "With --due: count from this instant");
    std::vector<Part> parts{propose_part(*command, arguments), show_part(*command, arguments)};
    for (const auto& text : steps) parts.push_back(step_part(*command, text, arguments));
    parts.push_back(pack_part(*command, arguments));
    parts.push_back(verify_part(*command));
    return {{command,
             [arguments, as_of, parts](Workbench& bench) {
                 for (const auto& part : parts) {
                     if (part.app->parsed()) return part.run(bench);
                 }
                 return arguments->due.empty() ? show_list(bench, *arguments)
                                               : show_due(bench, *arguments, *as_of);
             },
             true}};
}

}  // namespace underpin

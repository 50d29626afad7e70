#include "cli/program.h"

#include <algorithm>
#include <cstdio>
#include <fmt/format.h>

#include "base/text.h"
#include "cli/completion.h"
#include "cli/options.h"

namespace underpin {

namespace {

void add_global_options(CLI::App& app, GlobalOptions& options) {
    app.add_option("--database", options.database,
                   "sqlite://PATH or mysql://USER:PASSWORD@HOST:PORT/NAME")
        ->envname("UNDERPIN_DATABASE")
        ->capture_default_str()
        ->type_name("URL");
    static const std::map<std::string, OutputFormat> formats{
        {"table", OutputFormat::table}, {"json", OutputFormat::json}, {"csv", OutputFormat::csv}};
    app.add_option_function<std::string>(
           "--output", [&](const std::string& name) { options.output = formats.at(name); },
           "How to print it: for people (table), as json, or as csv")
        ->check(CLI::IsMember({"table", "json", "csv"}))
        ->type_name("FORMAT");
    app.add_option("--actor", options.actor, "Who does this, for the record (person:jo)")
        ->envname("UNDERPIN_ACTOR");
    app.add_option("--plugins", options.plugin_folders, "More folders with plugins")
        ->type_name("FOLDER");
    app.add_option("--threads", options.threads, "For measuring; default: one a core");
    app.add_flag("--color", options.color, "Colours also where the output is no terminal");
}

int run_chosen(const std::vector<Command>& commands, const GlobalOptions& options,
               const Installation& installation, const Clock& clock) {
    for (const auto& command : commands) {
        if (!command.app->parsed()) continue;
        Workbench bench(options, installation, clock);
        if (command.needs_database) bench.expect_database();
        return command.run(bench);
    }
    return 2;
}

std::vector<std::string> names_of_commands(const CLI::App& group) {
    std::vector<std::string> names;
    for (const auto* command : group.get_subcommands([](const CLI::App*) { return true; })) {
        names.push_back(command->get_name());
    }
    return names;
}

// Of a command line that lacks something: the first word that is no option and names no command
// where one is due was meant to be one.
Error lacking(const CLI::App& app, const std::vector<std::string>& arguments,
              const std::string& what) {
    const auto* group = &app;
    std::string path;  // of commands so far, " plugin"
    auto word = arguments.begin();
    while (true) {
        const auto known = names_of_commands(*group);
        for (; word != arguments.end() && word->starts_with("-"); ++word) {
            const bool takes_next = word->starts_with("--") && word->find('=') == std::string::npos;
            if (takes_next && std::next(word) != arguments.end()) ++word;
        }
        if (known.empty() || word == arguments.end()) break;
        if (std::ranges::find(known, *word) == known.end()) {
            const auto near = nearest_word(*word, known);
            return {ErrorClass::input,
                    "there is no command '" + path.substr(path.empty() ? 0 : 1) +
                        (path.empty() ? "" : " ") + *word + "'",
                    near ? "did you mean" + (path.empty() ? " " : path + " ") + *near + "?"
                         : "underpin" + path + " --help lists them",
                    {}};
        }
        group = group->get_subcommand(*word);
        path += " " + *word++;
    }
    return {ErrorClass::input, what, "see underpin" + path + " --help", {}};
}

}  // namespace

int run_program(const std::vector<std::string>& arguments, const Installation& installation,
                const Clock& clock) {
    CLI::App app{
        "Underpin measures what suppliers promised: contracts in, vendor data in, exact "
        "scorecards and credits out.",
        "underpin"};
    app.footer(
        "First steps:\n"
        "  underpin demo                              a portfolio of believable suppliers\n"
        "  underpin apply -f contracts/               your own documents\n"
        "  underpin import SOURCE                     what the vendor's portal says\n"
        "  underpin scorecard SUPPLIER --period 2024-03\n"
        "Every command has examples: underpin COMMAND --help");
    app.set_version_flag("--version", UNDERPIN_VERSION);
    app.require_subcommand(1);
    app.fallthrough();
    GlobalOptions options;
    add_global_options(app, options);

    std::vector<Command> commands;
    for (auto* group :
         {document_commands, evidence_commands, job_commands, result_commands, closing_commands,
          contract_commands, claim_commands, operation_commands, serve_commands, demo_commands}) {
        for (auto& command : group(app)) commands.push_back(std::move(command));
    }
    commands.push_back(completion_command(app));

    try {
        // CLI11 takes the arguments from the back.
        app.parse(std::vector<std::string>(arguments.rbegin(), arguments.rend()));
    } catch (const CLI::Success& asked) {  // --help, --version
        app.exit(asked);
        return 0;
    } catch (const CLI::RequiredError& wrong) {
        // Without a command, the first word that is no option was meant to be one.
        print_error(lacking(app, arguments, wrong.what()));
        return 2;
    } catch (const CLI::ParseError& wrong) {
        fmt::print(
            stderr, "underpin: {}\n  hint: see underpin{} --help\n", wrong.what(),
            app.get_subcommands().empty() ? "" : " " + app.get_subcommands().front()->get_name());
        return 2;
    }
    try {
        const auto status = run_chosen(commands, options, installation, clock);
        // A full disk or a closed pipe must not look like success.
        if (std::fflush(stdout) != 0) {
            fmt::print(stderr, "underpin: cannot write the output\n");
            return 1;
        }
        return status;
    } catch (const WrongUsage& wrong) {
        print_error(wrong.error);
        return 2;
    } catch (const Failure& failure) {
        print_error(failure.error());
    } catch (const std::exception& error) {
        fmt::print(stderr, "underpin: {}\n  hint: this looks like a bug; please report it\n",
                   error.what());
    }
    return 1;
}

}  // namespace underpin

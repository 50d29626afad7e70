// What all commands take, and what they are given to work with.
#pragma once

#include <CLI/CLI.hpp>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "cli/program.h"
#include "cli/render_table.h"
#include "work/context.h"

namespace underpin {

enum class OutputFormat { table, json, csv };

struct GlobalOptions {
    std::string database = "sqlite://underpin-data/underpin.db";
    OutputFormat output = OutputFormat::table;
    std::string actor;
    std::vector<std::string> plugin_folders;  // beside the one of the installation
    unsigned threads = 0;
    bool color = false;

    [[nodiscard]] RenderOptions render() const;
};

// What a command is run with. Things are opened when they are first asked for, so that `schema`
// and `--help` need no database.
class Workbench {
  public:
    Workbench(const GlobalOptions& options, const Installation& installation, const Clock& clock);
    ~Workbench();

    [[nodiscard]] const GlobalOptions& options() const { return options_; }
    [[nodiscard]] const Clock& clock() const { return clock_; }
    [[nodiscard]] const PluginRegistry& plugins();
    [[nodiscard]] const ScorerLibrary& scorers();
    [[nodiscard]] Database& database();  // a Failure where it cannot be opened
    // From now on a database that is not there is an error; otherwise it is made.
    void expect_database() { expect_database_ = true; }
    [[nodiscard]] Context context();
    // Where the pages of this installation lie.
    [[nodiscard]] const std::filesystem::path& web_folder() const { return web_folder_; }

  private:
    [[nodiscard]] std::vector<std::filesystem::path> plugin_folders() const;

    const GlobalOptions& options_;
    std::filesystem::path plugin_folder_, plugin_host_, web_folder_;
    const Clock& clock_;
    bool expect_database_ = false;
    std::unique_ptr<PluginRegistry> plugins_;
    std::unique_ptr<ScorerLibrary> scorers_;
    std::unique_ptr<Database> database_;
};

// A command: adds itself to the parser; the returned function runs it and gives the exit status.
using RunCommand = std::function<int(Workbench&)>;
struct Command {
    CLI::App* app = nullptr;
    RunCommand run;
    bool needs_database = false;  // only reads: one that is not there is an error, and not made
};

// Commands, by the file that holds them.
std::vector<Command> document_commands(CLI::App& app);   // apply export diff schema
std::vector<Command> evidence_commands(CLI::App& app);   // import
std::vector<Command> job_commands(CLI::App& app);        // jobs
std::vector<Command> result_commands(CLI::App& app);     // score scorecard credits explain
std::vector<Command> closing_commands(CLI::App& app);    // close recompute
std::vector<Command> contract_commands(CLI::App& app);   // notices
std::vector<Command> claim_commands(CLI::App& app);      // claims
std::vector<Command> operation_commands(CLI::App& app);  // migrate backup restore doctor plugin
std::vector<Command> serve_commands(CLI::App& app);      // serve
std::vector<Command> demo_commands(CLI::App& app);       // demo completion

// `--as-of`, `--period` and the like.
[[nodiscard]] std::optional<Instant> parse_as_of(const std::string& text);  // a Failure if wrong

// Thrown for options that cannot be meant: exit status 2.
struct WrongUsage {
    Error error;
};

// Prints warnings to standard error, one line each.
void print_warnings(const Warnings& warnings);
// Every error on standard error; the exit status.
int report_errors(const Errors& errors);
void print_notes(const std::vector<std::string>& notes);
// Prints an error as "underpin: REASON" and its hint on a line of its own.
void print_error(const Error& error);

}  // namespace underpin

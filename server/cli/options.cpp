#include "cli/options.h"

#include <fmt/format.h>
#include <pwd.h>
#include <sys/ioctl.h>
#include <unistd.h>

namespace underpin {

namespace {

std::string default_actor() {
    const auto* user = getpwuid(geteuid());
    return "command:" + (user != nullptr ? std::string(user->pw_name) : std::to_string(geteuid()));
}

// Asking a file that is not there would make an empty one, and answer "nothing".
Result<void> is_there(const std::string& database) {
    const auto url = DatabaseUrl::parse(database);
    if (!url) return url.error();
    if (url->backend != Backend::sqlite || std::filesystem::exists(url->path)) return {};
    return Error{ErrorClass::not_found,
                 "there is no database " + url->path,
                 "name another one with --database; underpin apply -f FILE begins it, and underpin "
                 "demo shows one",
                 {}};
}

}  // namespace

RenderOptions GlobalOptions::render() const {
    RenderOptions options;
    winsize size{};
    const bool on_terminal = isatty(STDOUT_FILENO) != 0;
    if (on_terminal && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col >= 60) {
        options.width = size.ws_col;
    }
    const auto* no_color = getenv("NO_COLOR");
    options.color = color || (on_terminal && (no_color == nullptr || *no_color == '\0'));
    return options;
}

Workbench::Workbench(const GlobalOptions& options, const Installation& installation,
                     const Clock& clock)
    : options_(options),
      plugin_folder_(installation.plugin_folder),
      plugin_host_(installation.plugin_host),
      web_folder_(installation.web_folder),
      clock_(clock) {}

Workbench::~Workbench() = default;

std::vector<std::filesystem::path> Workbench::plugin_folders() const {
    std::vector<std::filesystem::path> folders(options_.plugin_folders.begin(),
                                               options_.plugin_folders.end());
    folders.push_back(plugin_folder_);
    return folders;
}

const PluginRegistry& Workbench::plugins() {
    if (!plugins_) plugins_ = std::make_unique<PluginRegistry>(plugin_folders(), plugin_host_);
    return *plugins_;
}

const ScorerLibrary& Workbench::scorers() {
    if (!scorers_) scorers_ = std::make_unique<ScorerLibrary>(plugin_folders());
    return *scorers_;
}

Database& Workbench::database() {
    if (database_) return *database_;
    if (expect_database_) require(is_there(options_.database));
    database_ = require(Database::open(options_.database, clock_));
    return *database_;
}

Context Workbench::context() {
    return {database(),
            clock_,
            plugins(),
            scorers(),
            options_.actor.empty() ? default_actor() : options_.actor,
            options_.threads,
            {}};
}

std::optional<Instant> parse_as_of(const std::string& text) {
    if (text.empty()) return std::nullopt;
    return require(parse_instant(text));
}

void print_warnings(const Warnings& warnings) {
    for (const auto& warning : warnings) {
        fmt::print(stderr, "warning: {}\n", warning.to_string());
    }
}

void print_notes(const std::vector<std::string>& notes) {
    for (const auto& note : notes) fmt::print(stderr, "note: {}\n", note);
}

void print_error(const Error& error) {
    const auto place = error.place.to_string();
    fmt::print(stderr, "underpin: {}{}{}\n", place, place.empty() ? "" : ": ", error.message);
    if (!error.hint.empty()) fmt::print(stderr, "  hint: {}\n", error.hint);
}

int report_errors(const Errors& errors) {
    for (const auto& error : errors) print_error(error);
    if (errors.size() > 1) {
        fmt::print(stderr, "underpin: {} errors; nothing was applied\n", errors.size());
    }
    return 1;
}

}  // namespace underpin

#include "plugin/plugin_registry.h"

#include <algorithm>
#include <fstream>
#include <set>

#include "base/text.h"
#include "plugin/import_session.h"

namespace underpin {
namespace {

namespace fs = std::filesystem;

constexpr std::int64_t describe_deadline_ms = 10'000;

std::string sha256_of_file(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    Sha256Stream hash;
    std::string buffer(std::size_t{1} << 20, '\0');
    while (in) {
        in.read(buffer.data(), static_cast<std::streamsize>(buffer.size()));
        hash.update(buffer.data(), static_cast<std::size_t>(in.gcount()));
    }
    return to_hex(hash.finish());
}

bool is_library(const fs::path& path) {
    std::error_code failed;
    return path.extension() == ".so" && fs::is_regular_file(path, failed);
}

}  // namespace

Result<PluginInfo> describe_plugin(const fs::path& host_program, const fs::path& file) {
    ImportJob job;
    job.host_program = host_program;
    job.plugin = fs::absolute(file);
    job.limits.deadline_ms = describe_deadline_ms;
    job.limits.cpu_seconds = 10;
    NoEvents none;
    ImportSession session(job, wire::Command::describe, none);
    if (const auto outcome = session.run(); !outcome) {
        Error error = outcome.error();
        error.place.file = file.string();
        return error;
    }
    if (!session.description()) {
        return Error{ErrorClass::internal,
                     "the plugin host did not describe it",
                     {},
                     {file.string(), 0, 0, {}}};
    }
    const wire::Description& about = *session.description();
    PluginInfo info;
    info.name = about.name;
    info.version = about.version;
    info.title = about.title;
    info.description = about.description;
    info.kind = about.kind == "scorer" ? PluginKind::scorer : PluginKind::importer;
    info.config_schema = about.schema;
    info.abi = std::to_string(about.abi_major) + "." + std::to_string(about.abi_minor);
    info.path = file;
    info.sha256 = sha256_of_file(file);
    return info;
}

PluginRegistry::PluginRegistry(std::vector<fs::path> folders, fs::path host_program)
    : folders_(std::move(folders)), host_program_(std::move(host_program)) {}

fs::path PluginRegistry::program_folder() {
    std::error_code failed;
    const fs::path program = fs::read_symlink("/proc/self/exe", failed);
    return failed ? fs::current_path() : program.parent_path();
}

PluginRegistry PluginRegistry::beside_program() {
    const fs::path folder = program_folder();
    return {{folder.parent_path() / "plugins"}, folder / "underpin-plugin-host"};
}

PluginRegistry::PluginRegistry(PluginRegistry&& other) noexcept
    : folders_(std::move(other.folders_)), host_program_(std::move(other.host_program_)) {}

std::vector<std::string> PluginRegistry::names() const {
    std::set<std::string> names;
    for (const fs::path& folder : folders_) {
        std::error_code failed;
        for (fs::directory_iterator entry(folder, failed), end; !failed && entry != end;
             entry.increment(failed)) {
            if (is_library(entry->path())) names.insert(entry->path().stem().string());
        }
    }
    return {names.begin(), names.end()};
}

std::optional<fs::path> PluginRegistry::path_of(const std::string& name) const {
    // A name is no path: "../x" is nobody's.
    if (name.empty() || name.find('/') != std::string::npos) return std::nullopt;
    for (const fs::path& folder : folders_) {
        const fs::path path = folder / (name + ".so");
        if (is_library(path)) return path;
    }
    return std::nullopt;
}

Result<PluginInfo> PluginRegistry::info_of(const fs::path& file) const {
    std::error_code failed;
    const auto written = fs::last_write_time(file, failed);
    const auto size = fs::file_size(file, failed);
    {
        const std::lock_guard lock(mutex_);
        const auto known = known_.find(file);
        if (known != known_.end() && known->second.written == written &&
            known->second.size == size) {
            return known->second.info;
        }
    }
    auto info = describe_plugin(host_program_, file);
    // A machine that is short of processes says nothing about the file: ask again next time.
    const bool lasting = info.ok() || info.error().error_class != ErrorClass::transient;
    if (lasting) {
        const std::lock_guard lock(mutex_);
        known_.insert_or_assign(file, Known{written, size, info});
    }
    return info;
}

std::vector<PluginListing> PluginRegistry::list() const {
    std::vector<PluginListing> listings;
    for (const std::string& name : names()) {
        PluginListing listing;
        listing.path = *path_of(name);
        const auto info = info_of(listing.path);
        if (info) {
            listing.info = *info;
        } else {
            listing.fault = info.error().message;
            if (!info.error().hint.empty()) listing.fault += " (" + info.error().hint + ")";
        }
        listings.push_back(std::move(listing));
    }
    return listings;
}

Result<PluginInfo> PluginRegistry::info(const std::string& name) const {
    if (const auto path = path_of(name)) return info_of(*path);
    const std::vector<std::string> all = names();
    std::vector<std::string> shown;
    for (const fs::path& folder : folders_) shown.push_back(folder.string());
    const auto near = nearest_word(name, all);
    return Error{ErrorClass::not_found,
                 "there is no plugin \"" + name + "\"",
                 near ? "did you mean \"" + *near + "\"?"
                      : "installed: " + (all.empty() ? "none" : join(all, ", ")) + ", in " +
                            join(shown, ", "),
                 {}};
}

}  // namespace underpin

#include "plugin/file_access.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <fnmatch.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/text.h"

namespace underpin {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t max_open_files = 16;
constexpr std::size_t max_names = 200'000;

bool is_pattern(const std::string& part) { return part.find_first_of("*?[") != std::string::npos; }

// A name with the signs of a pattern, as browsers give it ("export[1].csv"): it is there, and as a
// pattern it would not find itself.
bool is_literal(const fs::path& base, const std::string& part) {
    std::error_code failed;
    return ::fnmatch(part.c_str(), part.c_str(), FNM_PERIOD) != 0 &&
           fs::exists(base / part, failed);
}

// Adds what matches the parts from `at` on; folders and files that cannot be read match nothing.
// `budget` is how many names may be looked at: a pattern must not walk a whole disk.
void expand(const fs::path& base, const std::vector<std::string>& parts, std::size_t at,
            std::size_t& budget, std::vector<fs::path>& found) {
    std::error_code failed;
    if (at == parts.size()) {
        if (fs::is_regular_file(base, failed)) found.push_back(base);
        return;
    }
    if (!is_pattern(parts[at]) || is_literal(base, parts[at])) {
        return expand(base / parts[at], parts, at + 1, budget, found);
    }
    for (fs::directory_iterator entry(base.empty() ? "." : base, failed), end;
         !failed && entry != end && budget != 0; entry.increment(failed)) {
        --budget;
        const std::string name = entry->path().filename().string();
        if (::fnmatch(parts[at].c_str(), name.c_str(), FNM_PERIOD) == 0) {
            expand(base / name, parts, at + 1, budget, found);
        }
    }
}

Error cannot_open(const fs::path& path, int number) {
    const bool missing = number == ENOENT || number == ENOTDIR;
    return {ErrorClass::configuration,
            path.string() + ": " + std::strerror(number),
            missing ? "has the file been moved?" : "may the server's user read it?",
            {}};
}

}  // namespace

FileAccess::FileAccess(fs::path folder, std::vector<fs::path> roots) : folder_(std::move(folder)) {
    if (folder_.empty() && !roots.empty()) folder_ = roots.front();
    if (!folder_.empty()) roots.push_back(folder_);
    for (const fs::path& root : roots) {
        std::error_code failed;
        const fs::path real = fs::canonical(root, failed);
        if (!failed) roots_.push_back(real);
    }
}

FileAccess FileAccess::only(fs::path file, std::string name) {
    FileAccess access(file.parent_path(), {});
    access.only_name_ = name.empty() ? file.filename().string() : std::move(name);
    access.only_file_ = std::move(file);
    return access;
}

bool FileAccess::inside(const fs::path& real) const {
    return std::ranges::any_of(roots_, [&](const fs::path& root) {
        return std::mismatch(root.begin(), root.end(), real.begin(), real.end()).first ==
               root.end();
    });
}

fs::path FileAccess::resolve(std::string_view name) const { return folder_ / fs::path(name); }

// What was opened is judged, not what was named: nobody can swap a link in between.
Result<wire::Descriptor> FileAccess::open_inside(const fs::path& path) const {
    wire::Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
    if (!file.open()) return cannot_open(path, errno);
    struct stat status {};
    if (::fstat(file.get(), &status) != 0) return cannot_open(path, errno);
    if (!S_ISREG(status.st_mode)) {
        return Error{ErrorClass::configuration, path.string() + " is not a file", {}, {}};
    }
    if (only_file_) return file;
    std::error_code failed;
    const fs::path real = fs::read_symlink("/proc/self/fd/" + std::to_string(file.get()), failed);
    if (failed || !inside(real)) {
        std::vector<std::string> names;
        for (const fs::path& root : roots_) names.push_back(root.string());
        return Error{ErrorClass::configuration,
                     path.string() + " lies outside of the folders that may be imported from",
                     "allowed: " + (names.empty() ? "none" : join(names, ", ")) +
                         "; add its folder to import.roots, or give the file with --file",
                     {}};
    }
    return file;
}

Result<std::vector<FoundFile>> FileAccess::list(std::string_view pattern) const {
    std::vector<fs::path> paths;
    if (only_file_) {
        paths.push_back(*only_file_);
    } else {
        const fs::path path(pattern);
        std::vector<std::string> parts;
        for (const fs::path& part : path.relative_path()) parts.push_back(part.string());
        std::size_t budget = max_names;
        expand(path.is_absolute() ? path.root_path() : folder_, parts, 0, budget, paths);
        if (budget == 0) {
            return Error{ErrorClass::configuration,
                         std::string(pattern) + " looks through more than " +
                             std::to_string(max_names) + " names",
                         "name the folder",
                         {}};
        }
    }
    std::vector<FoundFile> found;
    for (const fs::path& path : paths) {
        const auto file = open_inside(path);
        if (!file) return file.error();
        struct stat status {};
        ::fstat(file->get(), &status);
        const std::string shown = path.string(), base = (folder_ / "").string();
        const bool below = shown.starts_with(base) && base != "/";
        found.push_back({only_file_ ? only_name_
                         : below    ? shown.substr(base.size())
                                    : shown,
                         static_cast<std::uint64_t>(status.st_size)});
    }
    std::ranges::sort(found, {}, &FoundFile::name);
    return found;
}

Result<std::int64_t> FileAccess::open(std::string_view name) {
    if (open_.size() >= max_open_files) {
        return Error{ErrorClass::internal, "the plugin has too many files open", {}, {}};
    }
    if (only_file_ && name != only_name_) {
        return Error{ErrorClass::configuration, std::string(name) + " was not given", {}, {}};
    }
    auto file = open_inside(only_file_ ? *only_file_ : resolve(name));
    if (!file) return file.error();
    open_.emplace(next_handle_, Open{std::string(name), std::move(*file)});
    return next_handle_++;
}

Result<std::string_view> FileAccess::read(std::int64_t handle, std::size_t capacity) {
    const auto open = open_.find(handle);
    if (open == open_.end()) {
        return Error{ErrorClass::internal, "the plugin reads a file that is not open", {}, {}};
    }
    buffer_.resize(std::min(capacity, wire::max_read));
    ssize_t got = -1;
    do {
        got = ::read(open->second.descriptor.get(), buffer_.data(), buffer_.size());
    } while (got < 0 && errno == EINTR);
    if (got < 0) {
        return Error{ErrorClass::transient,
                     open->second.name + " cannot be read: " + std::strerror(errno),
                     {},
                     {}};
    }
    return std::string_view(buffer_).substr(0, static_cast<std::size_t>(got));
}

std::optional<std::string> FileAccess::close(std::int64_t handle) {
    const auto open = open_.find(handle);
    if (open == open_.end()) return std::nullopt;
    std::string name = std::move(open->second.name);
    open_.erase(open);
    return name;
}

const std::string* FileAccess::name_of(std::int64_t handle) const {
    const auto open = open_.find(handle);
    return open == open_.end() ? nullptr : &open->second.name;
}

}  // namespace underpin

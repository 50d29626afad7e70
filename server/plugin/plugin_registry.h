// Which plugins there are: the libraries in the plugin folders, and what each says about itself.
// A library is asked in the child program, so that a bad one cannot hurt this process.
// Safe from any thread; answers are kept until the file changes.
#pragma once

#include <filesystem>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "base/digest.h"
#include "base/result.h"

namespace underpin {

enum class PluginKind { importer, scorer };

struct PluginInfo {
    std::string name, version, title, description;
    PluginKind kind = PluginKind::importer;
    std::string config_schema;  // JSON Schema
    std::string abi;            // "1.0"
    std::filesystem::path path;
    std::string sha256;  // of the file, in hexadecimal
};

// One file of a plugin folder: its info, or why it cannot be used.
struct PluginListing {
    std::filesystem::path path;
    std::optional<PluginInfo> info;
    std::string fault;  // where info is absent
};

// What the library says about itself, asked in a child.
[[nodiscard]] Result<PluginInfo> describe_plugin(const std::filesystem::path& host_program,
                                                 const std::filesystem::path& file);

class PluginRegistry {
  public:
    // The first folder that has a plugin of a name wins.
    PluginRegistry(std::vector<std::filesystem::path> folders, std::filesystem::path host_program);

    PluginRegistry(PluginRegistry&& other) noexcept;  // what is known is asked again

    // `../plugins` beside this program's folder, and the program that stands in it.
    [[nodiscard]] static PluginRegistry beside_program();
    [[nodiscard]] static std::filesystem::path program_folder();

    [[nodiscard]] const std::vector<std::filesystem::path>& folders() const { return folders_; }
    [[nodiscard]] const std::filesystem::path& host_program() const { return host_program_; }

    // Names of the libraries that are there, usable or not, in order; loads nothing.
    [[nodiscard]] std::vector<std::string> names() const;
    // Every library in the folders, in order of name.
    [[nodiscard]] std::vector<PluginListing> list() const;
    // not_found with the nearest name, or the reason why the library cannot be used.
    [[nodiscard]] Result<PluginInfo> info(const std::string& name) const;
    [[nodiscard]] std::optional<std::filesystem::path> path_of(const std::string& name) const;

  private:
    struct Known {
        std::filesystem::file_time_type written;
        std::uintmax_t size = 0;
        Result<PluginInfo> info;
    };

    [[nodiscard]] Result<PluginInfo> info_of(const std::filesystem::path& file) const;

    std::vector<std::filesystem::path> folders_;
    std::filesystem::path host_program_;
    mutable std::mutex mutex_;
    mutable std::map<std::filesystem::path, Known> known_;
};

}  // namespace underpin

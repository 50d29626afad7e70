// Files by name, as a zip archive or a folder. Any thread.
#pragma once

#include <filesystem>
#include <map>
#include <string>

#include "base/result.h"

namespace underpin {

// Name ("raw/log.csv") to content, ordered, so that equal packs are equal bytes.
using PackFiles = std::map<std::string, std::string>;

[[nodiscard]] std::string to_zip(const PackFiles& files);
// An error where it is no archive, has names that lead out of it, or unpacks to too much.
[[nodiscard]] Result<PackFiles> read_zip(const std::filesystem::path& file);
// The folder is made; a file that is there already is an error.
[[nodiscard]] Result<void> write_folder(const PackFiles& files,
                                        const std::filesystem::path& folder);

}  // namespace underpin

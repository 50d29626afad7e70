// The functions that a shared library exports, read from the file without loading it (loading runs
// its code). Any bytes may come in. Safe from any thread.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "base/result.h"

namespace underpin {

[[nodiscard]] Result<std::vector<std::string>> exported_functions(
    const std::filesystem::path& file);

}  // namespace underpin

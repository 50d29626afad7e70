// Where the tree and what was built of it lie. In a library of their own, so that no other test is
// compiled with a path in its command line: the compiler cache then serves every clone.
#pragma once

#include <filesystem>

namespace underpin {

[[nodiscard]] std::filesystem::path source_dir();
[[nodiscard]] std::filesystem::path binary_dir();

}  // namespace underpin

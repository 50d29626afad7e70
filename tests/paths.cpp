#include "paths.h"

namespace underpin {

std::filesystem::path source_dir() { return UNDERPIN_SOURCE_DIR; }
std::filesystem::path binary_dir() { return UNDERPIN_BINARY_DIR; }

}  // namespace underpin

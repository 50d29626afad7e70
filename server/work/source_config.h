// A look into a source's configuration, which belongs to its plugin, for what the host must know.
#pragma once

#include <optional>
#include <string>

#include "domain/document.h"

namespace underpin {

// The text at a top-level key; none where there is no such text.
[[nodiscard]] std::optional<std::string> config_text(const Source& source, const std::string& key);

}  // namespace underpin

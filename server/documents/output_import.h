// The JSON of an import run's result. Pure; any thread.
#pragma once

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>

#include "domain/spans.h"

namespace underpin {

// What one import run did.
struct ImportReport {
    std::string source;
    std::int64_t run = 0;
    // Rows of the input: read is the sum of all the others but warnings.
    std::int64_t read = 0, superseded = 0, created = 0, changed = 0, unchanged = 0, rejected = 0,
                 warnings = 0;
    std::optional<Span> covered;  // from the first to the last instant of what the run covered
    Duration took;
};

[[nodiscard]] nlohmann::ordered_json import_json(const ImportReport& report);

}  // namespace underpin

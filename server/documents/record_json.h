// Records of evidence as JSON, whole and exact: how they travel in a claim pack. Pure; any thread.
#pragma once

#include <string>
#include <string_view>

#include "domain/evidence.h"

namespace underpin {

// One line, without its end. Reading it gives an equal record, and so an equal content hash.
[[nodiscard]] std::string record_to_json(const Record& record);
[[nodiscard]] Result<Record> record_from_json(std::string_view text);

}  // namespace underpin

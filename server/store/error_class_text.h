// Inside of the store: an ErrorClass as the database spells it.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace underpin {

[[nodiscard]] std::string error_class_text(ErrorClass value);
[[nodiscard]] ErrorClass error_class_of(std::string_view text);  // unknown: internal

}  // namespace underpin

// JSON as text: quoting, number grammar and the two layouts that we write. Pure; any thread.
#pragma once

#include <string>
#include <string_view>

#include "documents/node.h"

namespace underpin {

[[nodiscard]] std::string json_quoted(std::string_view text);  // with quotes; UTF-8 stays as it is
// -? (0 | [1-9][0-9]*) (. [0-9]+)? ([eE] [+-]? [0-9]+)?
[[nodiscard]] bool is_json_number(std::string_view text);
[[nodiscard]] std::string pretty_json(const Node& node);  // two blanks a level, order kept
// In the order given, no blanks: for showing a value in one line.
[[nodiscard]] std::string compact_json(const Node& node);

}  // namespace underpin

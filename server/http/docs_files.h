// docs.html and docs.js, as the program carries them.
#pragma once

#include <string_view>

namespace underpin {

[[nodiscard]] std::string_view docs_html();
[[nodiscard]] std::string_view docs_js();

}  // namespace underpin

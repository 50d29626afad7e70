// Text cases of scorer plugins: plugins/<name>/cases/<case>.yaml holds a configuration, evidence
// and periods; <case>.txt beside it the page that the scorer's answer makes. All times are UTC.
#pragma once

#include <filesystem>
#include <string>

namespace underpin::bench {

// Measures a case, explained, and writes the answer as text. Throws std::runtime_error, with the
// file's name, on a case that cannot be read.
std::string play(const std::filesystem::path& yaml, const std::string& scorer);

}  // namespace underpin::bench

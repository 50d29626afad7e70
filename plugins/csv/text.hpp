// Small text helpers of the CSV importer. Pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace csv {

[[nodiscard]] bool is_utf8(std::string_view text);
// Without blanks and tabulators at its ends.
[[nodiscard]] std::string_view trim(std::string_view text);
// "did you mean ...?" for the candidate that a slip of the pen would make of the word, or "".
[[nodiscard]] std::string did_you_mean(std::string_view word,
                                       const std::vector<std::string>& candidates);
[[nodiscard]] std::string join(const std::vector<std::string>& parts);
// Appends the UTF-8 of a byte of Windows' latin1.
void append_latin1(unsigned char byte, std::string& out);

}  // namespace csv

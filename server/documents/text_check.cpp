#include "documents/text_check.h"

#include <algorithm>

#include "base/text.h"

namespace underpin {
namespace {

// The place of a byte of the text; the text up to it must be UTF-8.
Place place_of(std::string_view text, std::size_t at, const std::string& file) {
    const std::string_view before = text.substr(0, at);
    const auto lines = std::count(before.begin(), before.end(), '\n');
    const std::size_t line_start = before.rfind('\n') + 1;  // npos + 1 is 0
    const auto characters =
        std::count_if(before.begin() + static_cast<std::ptrdiff_t>(line_start), before.end(),
                      [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; });
    return {file, static_cast<int>(lines) + 1, static_cast<int>(characters) + 1, ""};
}

bool forbidden(char c) {
    const auto code = static_cast<unsigned char>(c);
    return (code < 0x20 && c != '\t' && c != '\n' && c != '\r') || code == 0x7f;
}

// The first line that is not UTF-8: found by halving lines, since is_utf8 says only yes or no.
std::size_t first_bad_line(std::string_view text) {
    std::size_t at = 0;
    while (at < text.size()) {
        const std::size_t end = std::min(text.find('\n', at), text.size());
        if (!is_utf8(text.substr(at, end - at))) return at;
        at = end + 1;
    }
    return text.size();
}

}  // namespace

std::string_view without_byte_order_mark(std::string_view text) {
    constexpr std::string_view mark = "\xEF\xBB\xBF";
    return text.starts_with(mark) ? text.substr(mark.size()) : text;
}

std::optional<Error> unreadable(std::string_view text, const std::string& file) {
    if (text.size() > max_file_bytes) {
        return Error{
            ErrorClass::input, "the file is larger than 64 MiB", "split it", {file, 0, 0, {}}};
    }
    if (!is_utf8(text)) {
        return Error{ErrorClass::input, "the text is not UTF-8", "save the file as UTF-8",
                     place_of(text, first_bad_line(text), file)};
    }
    const auto found = std::find_if(text.begin(), text.end(), forbidden);
    if (found != text.end()) {
        return Error{ErrorClass::input, "a control character", "remove it",
                     place_of(text, static_cast<std::size_t>(found - text.begin()), file)};
    }
    return std::nullopt;
}

Columns::Columns(std::string_view text) : text_(text), starts_{0} {
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '\n') starts_.push_back(i + 1);
    }
}

std::size_t Columns::offset(int line, int byte) const {
    const auto row = static_cast<std::size_t>(line);
    if (line < 0 || byte < 0 || row >= starts_.size()) return text_.size();
    return std::min(starts_[row] + static_cast<std::size_t>(byte), text_.size());
}

int Columns::of(int line, int byte) {
    const auto row = static_cast<std::size_t>(line);
    if (line < 0 || byte < 0 || row >= starts_.size()) return byte + 1;
    const std::size_t at = offset(line, byte);
    if (row != last_line_ || at < last_) {
        last_line_ = row;
        last_ = starts_[row];
        last_characters_ = 0;
    }
    for (; last_ < at; ++last_) {
        if ((static_cast<unsigned char>(text_[last_]) & 0xC0U) != 0x80U) ++last_characters_;
    }
    return last_characters_ + 1;
}

}  // namespace underpin

#include "store/evidence_text.h"

#include <array>
#include <charconv>

namespace underpin {
namespace {

void append_json_string(std::string& out, std::string_view value) {
    constexpr std::string_view digits = "0123456789abcdef";
    out += '"';
    for (const char c : value) {
        const auto byte = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\') {
            out += '\\';
            out += c;
        } else if (byte < 0x20) {
            out += "\\u00";
            out += digits[byte >> 4U];
            out += digits[byte & 15U];
        } else {
            out += c;
        }
    }
    out += '"';
}

}  // namespace

std::string pauses_text(const std::vector<Pause>& pauses) {
    std::string out;
    for (const auto& pause : pauses) {
        if (!out.empty()) out += ';';
        out += std::to_string(pause.from.ms) + '/';
        if (pause.to) out += std::to_string(pause.to->ms);
    }
    return out;
}

std::string attributes_text(const std::map<std::string, std::string>& attributes) {
    std::string out = "{";
    for (const auto& [name, value] : attributes) {
        if (out.size() > 1) out += ',';
        append_json_string(out, name);
        out += ':';
        append_json_string(out, value);
    }
    out += '}';
    return out;
}

std::string int128_text(Int128 value) {
    const bool negative = value < 0;
    auto rest =
        negative ? -static_cast<unsigned __int128>(value) : static_cast<unsigned __int128>(value);
    std::array<char, 41> digits{};
    std::size_t at = digits.size();
    do {
        digits[--at] = static_cast<char>('0' + static_cast<int>(rest % 10));
        rest /= 10;
    } while (rest != 0);
    if (negative) digits[--at] = '-';
    return {digits.data() + at, digits.size() - at};
}

Int128 int128_of(std::string_view digits) {
    const bool negative = digits.starts_with('-');
    unsigned __int128 value = 0;
    for (const char c : digits.substr(negative ? 1 : 0)) {
        value = value * 10 + static_cast<unsigned>(c - '0');
    }
    return static_cast<Int128>(negative ? -value : value);
}

namespace evidence_text {

std::int64_t take_number(std::string_view& text) {
    std::int64_t value = 0;
    const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (fault != std::errc()) {
        throw Failure({ErrorClass::data,
                       "the pauses of a stored record are damaged: " + std::string(text),
                       "run `underpin doctor`",
                       {}});
    }
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    return value;
}

std::string_view take_string(std::string_view& text, std::string& buffer) {
    const auto damaged = [&] {
        return Failure({ErrorClass::data,
                        "the attributes of a stored record are damaged",
                        "run `underpin doctor`",
                        {}});
    };
    if (!text.starts_with('"')) throw damaged();
    std::size_t at = text.find_first_of("\"\\", 1);
    if (at == std::string_view::npos) throw damaged();
    if (text[at] == '"') {
        const auto value = text.substr(1, at - 1);
        text.remove_prefix(at + 1);
        return value;
    }
    buffer.assign(text.substr(1, at - 1));
    while (at < text.size() && text[at] != '"') {
        if (text[at] != '\\') {
            buffer += text[at++];
        } else if (at + 1 < text.size() && text[at + 1] != 'u') {
            buffer += text[at + 1];
            at += 2;
        } else {  // \u00XY, the only such escape that is written
            int code = 0;
            if (at + 6 > text.size()) throw damaged();
            std::from_chars(text.data() + at + 2, text.data() + at + 6, code, 16);
            buffer += static_cast<char>(code);
            at += 6;
        }
    }
    if (at >= text.size()) throw damaged();
    text.remove_prefix(at + 1);
    return buffer;
}

}  // namespace evidence_text

}  // namespace underpin

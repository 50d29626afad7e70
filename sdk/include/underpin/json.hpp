// underpin/json.hpp - reads JSON: the configuration that the host hands over, and what portals
// answer. Objects keep their order, numbers stay the text that was written (so that they can be
// read exactly). Values are immutable once parsed; safe to read from any thread. What is not JSON
// is a PluginError: UNDERPIN_CONFIGURATION for a configuration, UNDERPIN_DATA for an answer.
#ifndef UNDERPIN_JSON_HPP
#define UNDERPIN_JSON_HPP

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "underpin/numbers.hpp"

namespace underpin {
inline namespace sdk {

class Json {
  public:
    enum class Type { null, boolean, number, text, list, map };
    using Member = std::pair<std::string, Json>;

    [[nodiscard]] static Json parse(std::string_view text);
    // What a portal answered; `what` begins the sentence of an error: "incidents.json".
    [[nodiscard]] static Json parse_answer(std::string_view text, std::string_view what);

    [[nodiscard]] Type type() const { return type_; }
    [[nodiscard]] bool is(Type type) const { return type_ == type; }
    [[nodiscard]] bool boolean() const { return text_ == "true"; }
    // The string's content; of a number or a boolean the text as written.
    [[nodiscard]] const std::string& text() const { return text_; }
    [[nodiscard]] const std::vector<Json>& list() const { return list_; }
    [[nodiscard]] const std::vector<Member>& map() const { return map_; }

    // The member of that name, or nullptr.
    [[nodiscard]] const Json* find(std::string_view name) const {
        for (const Member& member : map_) {
            if (member.first == name) return &member.second;
        }
        return nullptr;
    }

    // The value at a JSON pointer ("/columns/key", "" is this one), or nullptr.
    [[nodiscard]] const Json* at(std::string_view pointer) const;

  private:
    friend class JsonReader;
    Type type_ = Type::null;
    std::string text_;
    std::vector<Json> list_;
    std::vector<Member> map_;
};

// The parser behind Json::parse and Json::parse_answer.
class JsonReader {
  public:
    JsonReader(std::string_view text, std::string_view what, underpin_result failure)
        : text_(text), what_(what), failure_(failure) {}

    Json document() {
        Json value = read(0);
        blanks();
        if (at_ != text_.size()) fail();
        return value;
    }

  private:
    static constexpr int max_depth = 64;

    [[noreturn]] void fail() const {
        const char* how = at_ >= text_.size() ? " ends in the middle of a value, at byte "
                                              : " is not JSON at byte ";
        throw PluginError(failure_, std::string(what_) + how + std::to_string(at_));
    }

    [[nodiscard]] char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }

    void blanks() {
        while (at_ < text_.size() &&
               std::string_view(" \t\r\n").find(text_[at_]) != std::string_view::npos) {
            ++at_;
        }
    }

    void expect(std::string_view word) {
        if (text_.substr(at_, word.size()) != word) fail();
        at_ += word.size();
    }

    Json read(int depth) {
        if (depth > max_depth) fail();
        blanks();
        Json value;
        switch (peek()) {
            case '{': read_map(value, depth); break;
            case '[': read_list(value, depth); break;
            case '"':
                value.type_ = Json::Type::text;
                value.text_ = string();
                break;
            case 't': read_word(value, Json::Type::boolean, "true"); break;
            case 'f': read_word(value, Json::Type::boolean, "false"); break;
            case 'n': read_word(value, Json::Type::null, "null"); break;
            default: read_number(value);
        }
        return value;
    }

    void read_word(Json& value, Json::Type type, std::string_view word) {
        expect(word);
        value.type_ = type;
        value.text_ = word;
    }

    void read_number(Json& value) {
        const std::size_t start = at_;
        while (at_ < text_.size() &&
               std::string_view("+-.0123456789eE").find(text_[at_]) != std::string_view::npos) {
            ++at_;
        }
        if (at_ == start) fail();
        value.type_ = Json::Type::number;
        value.text_ = text_.substr(start, at_ - start);
    }

    void read_list(Json& value, int depth) {
        value.type_ = Json::Type::list;
        expect("[");
        blanks();
        while (peek() != ']') {
            if (!value.list_.empty()) expect(",");
            value.list_.push_back(read(depth + 1));
            blanks();
        }
        ++at_;
    }

    void read_map(Json& value, int depth) {
        value.type_ = Json::Type::map;
        expect("{");
        blanks();
        while (peek() != '}') {
            if (!value.map_.empty()) expect(",");
            blanks();
            std::string name = string();
            blanks();
            expect(":");
            value.map_.emplace_back(std::move(name), read(depth + 1));
            blanks();
        }
        ++at_;
    }

    unsigned hex4() {
        unsigned code = 0;
        for (int i = 0; i < 4; ++i, ++at_) {
            const char c = peek();
            if (c >= '0' && c <= '9')
                code = code * 16 + static_cast<unsigned>(c - '0');
            else if (c >= 'a' && c <= 'f')
                code = code * 16 + static_cast<unsigned>(c - 'a' + 10);
            else if (c >= 'A' && c <= 'F')
                code = code * 16 + static_cast<unsigned>(c - 'A' + 10);
            else
                fail();
        }
        return code;
    }

    static void append_utf8(std::string& out, unsigned code) {
        const auto byte = [&out](unsigned value) { out += static_cast<char>(value); };
        if (code < 0x80) {
            byte(code);
        } else if (code < 0x800) {
            byte(0xC0 | (code >> 6)), byte(0x80 | (code & 0x3F));
        } else if (code < 0x10000) {
            byte(0xE0 | (code >> 12)), byte(0x80 | ((code >> 6) & 0x3F)),
                byte(0x80 | (code & 0x3F));
        } else {
            byte(0xF0 | (code >> 18)), byte(0x80 | ((code >> 12) & 0x3F));
            byte(0x80 | ((code >> 6) & 0x3F)), byte(0x80 | (code & 0x3F));
        }
    }

    void escape(std::string& out) {
        const char c = peek();
        ++at_;
        constexpr std::string_view from = "\"\\/bfnrt", to = "\"\\/\b\f\n\r\t";
        if (const auto which = from.find(c); which != std::string_view::npos && c != '\0') {
            out += to[which];
            return;
        }
        if (c != 'u') fail();
        unsigned code = hex4();
        if (code >= 0xD800 && code < 0xDC00) {  // the first half of a surrogate pair
            expect("\\u");
            const unsigned low = hex4();
            if (low < 0xDC00 || low > 0xDFFF) fail();
            code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
        } else if (code >= 0xDC00 && code < 0xE000) {
            fail();
        }
        append_utf8(out, code);
    }

    std::string string() {
        expect("\"");
        std::string out;
        while (peek() != '"') {
            if (at_ >= text_.size() || static_cast<unsigned char>(text_[at_]) < 0x20) fail();
            const char c = text_[at_++];
            if (c == '\\')
                escape(out);
            else
                out += c;
        }
        ++at_;
        return out;
    }

    std::string_view text_, what_;
    underpin_result failure_;
    std::size_t at_ = 0;
};

inline Json Json::parse(std::string_view text) {
    return JsonReader(text, "the configuration", UNDERPIN_CONFIGURATION).document();
}

inline Json Json::parse_answer(std::string_view text, std::string_view what) {
    return JsonReader(text, what, UNDERPIN_DATA).document();
}

inline const Json* Json::at(std::string_view pointer) const {
    const Json* value = this;
    while (!pointer.empty() && value != nullptr) {
        if (pointer.front() != '/') return nullptr;
        pointer.remove_prefix(1);
        const auto end = pointer.find('/');
        std::string name(pointer.substr(0, end));
        pointer = end == std::string_view::npos ? std::string_view{} : pointer.substr(end);
        for (const auto& [from, to] : {std::pair{"~1", "/"}, std::pair{"~0", "~"}}) {
            for (auto hit = name.find(from); hit != std::string::npos;
                 hit = name.find(from, hit + 1)) {
                name.replace(hit, 2, to);
            }
        }
        if (value->is(Type::list)) {
            const auto index = parse_integer(name);
            const bool inside =
                index && *index >= 0 && *index < static_cast<std::int64_t>(value->list_.size());
            value = inside ? &value->list_[static_cast<std::size_t>(*index)] : nullptr;
        } else {
            value = value->find(name);
        }
    }
    return value;
}

}  // namespace sdk
}  // namespace underpin

#endif  // UNDERPIN_JSON_HPP

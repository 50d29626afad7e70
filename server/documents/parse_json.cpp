// JSON through nlohmann's SAX parser. It says no positions for values, so the input is handed to it
// by an iterator that remembers where the token under way began: the first character since the
// last event that is no blank, comma or colon.
#include <iterator>
#include <memory>
#include <nlohmann/json.hpp>

#include "documents/json_text.h"
#include "documents/node.h"
#include "documents/text_check.h"
#include "documents/tree_builder.h"

namespace underpin {
namespace {

constexpr std::size_t nowhere = std::string_view::npos;

struct Input {
    std::string_view text;
    std::size_t at = 0;
    std::size_t token = nowhere;

    void consume() {
        constexpr std::string_view between = " \t\r\n,:";
        if (token == nowhere && between.find(text[at]) == std::string_view::npos) token = at;
        ++at;
    }
};

class CountingIterator {
  public:
    using iterator_category = std::input_iterator_tag;
    using value_type = char;
    using difference_type = std::ptrdiff_t;
    using pointer = const char*;
    using reference = const char&;

    CountingIterator() = default;
    explicit CountingIterator(Input* input) : input_(input) {}
    reference operator*() const { return input_->text[input_->at]; }
    CountingIterator& operator++() {
        input_->consume();
        return *this;
    }
    void operator++(int) { input_->consume(); }
    // Only ever compared with the end.
    friend bool operator==(const CountingIterator& a, const CountingIterator& b) {
        return a.ended() == b.ended();
    }
    friend bool operator!=(const CountingIterator& a, const CountingIterator& b) {
        return !(a == b);
    }

  private:
    [[nodiscard]] bool ended() const {
        return input_ == nullptr || input_->at >= input_->text.size();
    }
    Input* input_ = nullptr;
};

// "[json.exception.parse_error.101] parse error at line 1, column 2: syntax error while ..." from
// "syntax error" on: the place is ours to say.
std::string plain_message(const std::string& what) {
    const std::size_t from = what.find(": ");
    std::string message = from == std::string::npos ? what : what.substr(from + 2);
    if (const std::size_t last = message.find("; last read: "); last != std::string::npos) {
        message.erase(last);
    }
    return message;
}

class JsonHandler {
  public:
    JsonHandler(const std::string& file, Input& input, Errors& errors)
        : builder_(file, errors), input_(input), columns_(input.text) {}

    [[nodiscard]] Node take_root() { return builder_.take_root(); }

    bool null() { return add({}); }
    bool boolean(bool value) { return add(Node::of_boolean(value)); }
    bool number_integer(std::int64_t) { return add(Node::of_number(number_text())); }
    bool number_unsigned(std::uint64_t) { return add(Node::of_number(number_text())); }
    bool number_float(double, const std::string&) { return add(Node::of_number(number_text())); }
    bool string(std::string& value) { return add(Node::of_text(std::move(value))); }
    bool binary(nlohmann::json::binary_t&) { return false; }
    bool key(std::string& value) { return add(Node::of_text(std::move(value))); }
    bool start_object(std::size_t) { return open(Node::of_map()); }
    bool start_array(std::size_t) { return open(Node::of_list()); }
    bool end_object() { return close(); }
    bool end_array() { return close(); }

    bool parse_error(std::size_t, const std::string&, const nlohmann::detail::exception& problem) {
        // The character that it stumbled over is the last one read.
        const std::size_t at = input_.at == 0 ? 0 : input_.at - 1;
        const Node here = placed({}, std::min(at, input_.text.size()));
        throw StopReading{{ErrorClass::input, "this is not JSON: " + plain_message(problem.what()),
                           "check commas, quotes and brackets here and before", here.place("")}};
    }

  private:
    [[nodiscard]] std::string number_text() const {
        constexpr std::string_view digits = "+-.0123456789eE";
        const std::size_t end = input_.text.find_first_not_of(digits, input_.token);
        return std::string(input_.text.substr(input_.token, end - input_.token));
    }

    // Tokens come in order, so lines are counted on from the last one.
    [[nodiscard]] Node placed(Node node, std::size_t offset) {
        for (; counted_ < offset; ++counted_) {
            if (input_.text[counted_] == '\n') {
                ++line_;
                line_start_ = counted_ + 1;
            }
        }
        const int column = columns_.of(line_ - 1, static_cast<int>(offset - line_start_));
        return builder_.at(std::move(node), line_, column);
    }

    bool add(Node node) {
        builder_.add(placed(std::move(node), input_.token));
        input_.token = nowhere;
        return true;
    }

    bool open(Node container) {
        builder_.open(placed(std::move(container), input_.token));
        input_.token = nowhere;
        return true;
    }

    bool close() {
        builder_.add(builder_.close());
        input_.token = nowhere;
        return true;
    }

    TreeBuilder builder_;
    Input& input_;
    Columns columns_;
    std::size_t counted_ = 0;
    std::size_t line_start_ = 0;
    int line_ = 1;
};

// Every top-level value of the text, of any type.
Parsed parse_values(std::string_view raw, const std::string& file) {
    Parsed parsed;
    Input input{without_byte_order_mark(raw)};
    if (auto error = unreadable(input.text, file)) {
        parsed.errors.push_back(std::move(*error));
        return parsed;
    }
    JsonHandler handler(file, input, parsed.errors);
    try {
        while (input.text.find_first_not_of(" \t\r\n", input.at) != std::string_view::npos) {
            input.token = nowhere;
            nlohmann::json::sax_parse(CountingIterator(&input), CountingIterator(), &handler,
                                      nlohmann::json::input_format_t::json, false);
            parsed.documents.push_back(handler.take_root());
        }
    } catch (const StopReading& stop) {
        parsed.errors.push_back(stop.error);
    }
    return parsed;
}

}  // namespace

Parsed parse_json(std::string_view text, const std::string& file) {
    Parsed values = parse_values(text, file);
    Parsed parsed;
    parsed.errors = std::move(values.errors);
    for (Node& value : values.documents) {
        if (value.is(Node::Type::list)) {
            for (Node& item : value.items) parsed.documents.push_back(std::move(item));
        } else {
            parsed.documents.push_back(std::move(value));
        }
    }
    return parsed;
}

Result<Node> parse_json_value(std::string_view text, const std::string& file) {
    Parsed parsed = parse_values(text, file);
    if (!parsed.errors.empty()) return parsed.errors.front();
    if (parsed.documents.size() != 1) {
        return Error{ErrorClass::input, "expected one JSON value", "", {file, 0, 0, ""}};
    }
    return std::move(parsed.documents.front());
}

}  // namespace underpin

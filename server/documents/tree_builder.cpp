#include "documents/tree_builder.h"

#include <algorithm>

#include "documents/text_check.h"

namespace underpin {
namespace {

constexpr std::size_t max_key_bytes = 500;

// JSON's escapes can say what the check of the raw text has refused.
bool has_control(const std::string& text) {
    return std::any_of(text.begin(), text.end(), [](char c) {
        const auto code = static_cast<unsigned char>(c);
        return (code < 0x20 && c != '\t' && c != '\n' && c != '\r') || code == 0x7f;
    });
}

}  // namespace

TreeBuilder::TreeBuilder(std::string file, Errors& errors)
    : file_(std::make_shared<const std::string>(std::move(file))), errors_(errors) {}

Node TreeBuilder::at(Node node, int line, int column) const {
    node.file = file_;
    node.line = line;
    node.column = column;
    return node;
}

void TreeBuilder::open(Node container) {
    if (wants_key()) {
        throw StopReading{{ErrorClass::input,
                           "a field's name must be text, not " + describe(container),
                           "put quotes around it if it is a text", container.place("")}};
    }
    if (stack_.size() >= static_cast<std::size_t>(max_depth)) {
        throw StopReading{{ErrorClass::input,
                           "lists and maps are more than " + std::to_string(max_depth) +
                               " deep inside of one another",
                           "no document needs that; is it the right file?", container.place("")}};
    }
    stack_.push_back({std::move(container), std::nullopt});
}

Node TreeBuilder::close() {
    Node done = std::move(stack_.back().container);
    stack_.pop_back();
    return done;
}

bool TreeBuilder::wants_key() const {
    return !stack_.empty() && stack_.back().container.is(Node::Type::map) && !stack_.back().pending;
}

void TreeBuilder::add_key(Node key) {
    if (key.is(Node::Type::list) || key.is(Node::Type::map) || key.is(Node::Type::null)) {
        throw StopReading{{ErrorClass::input, "a field's name must be text, not " + describe(key),
                           "put quotes around it if it is a text", key.place("")}};
    }
    if (key.text.size() > max_key_bytes) {
        throw StopReading{{ErrorClass::input, "a field's name is longer than 500 bytes",
                           "shorten it", key.place("")}};
    }
    stack_.back().pending = NodeEntry{std::move(key.text), key.line, key.column, {}};
}

void TreeBuilder::add_entry(Frame& frame, Node value) {
    constexpr std::size_t max_fields = 10'000;  // names are compared one by one
    NodeEntry entry = std::move(*frame.pending);
    frame.pending.reset();
    if (frame.container.entries.size() >= max_fields) {
        throw StopReading{{ErrorClass::input,
                           "more than 10,000 fields in one map",
                           "split it",
                           {*file_, entry.line, entry.column, {}}}};
    }
    if (const NodeEntry* first = frame.container.entry(entry.key)) {
        errors_.push_back(
            {ErrorClass::input,
             "\"" + entry.key + "\" is written twice, first in line " + std::to_string(first->line),
             "remove one of the two",
             {*file_, entry.line, entry.column, entry.key}});
        return;
    }
    entry.value = std::move(value);
    frame.container.entries.push_back(std::move(entry));
}

void TreeBuilder::add(Node value) {
    if (value.text.size() > max_scalar_bytes) {
        throw StopReading{
            {ErrorClass::input, "a text is longer than 64 KiB", "shorten it", value.place("")}};
    }
    if (has_control(value.text)) {
        throw StopReading{
            {ErrorClass::input, "a control character in a text", "remove it", value.place("")}};
    }
    if (stack_.empty()) {
        root_ = std::move(value);
    } else if (wants_key()) {
        add_key(std::move(value));
    } else if (stack_.back().container.is(Node::Type::map)) {
        add_entry(stack_.back(), std::move(value));
    } else {
        stack_.back().container.items.push_back(std::move(value));
    }
}

Node TreeBuilder::take_root() { return std::exchange(root_, Node{}); }

}  // namespace underpin

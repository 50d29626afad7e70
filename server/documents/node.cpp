#include "documents/node.h"

#include <algorithm>
#include <cctype>

#include "documents/json_text.h"

namespace underpin {
namespace {

// Keys that a path can show without quotes.
bool plain_key(const std::string& key) {
    const auto plain = [](char c) {
        return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '-' || c == ':';
    };
    return !key.empty() && std::all_of(key.begin(), key.end(), plain);
}

std::string shortened(const std::string& text) {
    constexpr std::size_t shown = 60;
    if (text.size() <= shown) return json_quoted(text);
    std::size_t end = shown;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
    return json_quoted(text.substr(0, end) + "...");
}

}  // namespace

const NodeEntry* Node::entry(std::string_view key) const {
    const auto found = std::find_if(entries.begin(), entries.end(),
                                    [&](const NodeEntry& e) { return e.key == key; });
    return found == entries.end() ? nullptr : &*found;
}

const Node* Node::find(std::string_view key) const {
    const NodeEntry* found = entry(key);
    return found == nullptr ? nullptr : &found->value;
}

Place Node::place(std::string field) const {
    return {file ? *file : std::string(), line, column, std::move(field)};
}

Node Node::of_text(std::string text) {
    Node node;
    node.type = Type::text;
    node.text = std::move(text);
    return node;
}

Node Node::of_number(std::string text) {
    Node node = of_text(std::move(text));
    node.type = Type::number;
    return node;
}

Node Node::of_boolean(bool value) {
    Node node = of_text(value ? "true" : "false");
    node.type = Type::boolean;
    return node;
}

Node Node::of_list() {
    Node node;
    node.type = Type::list;
    return node;
}

Node Node::of_map() {
    Node node;
    node.type = Type::map;
    return node;
}

void Node::put(std::string key, Node value) {
    for (NodeEntry& existing : entries) {
        if (existing.key == key) {
            existing.value = std::move(value);
            return;
        }
    }
    entries.push_back({std::move(key), value.line, value.column, std::move(value)});
}

void Node::erase(std::string_view key) {
    std::erase_if(entries, [&](const NodeEntry& e) { return e.key == key; });
}

std::string describe(const Node& node) {
    switch (node.type) {
        case Node::Type::null: return "nothing";
        case Node::Type::boolean: return node.text;
        case Node::Type::number: return "the number " + node.text;
        case Node::Type::text: return shortened(node.text);
        case Node::Type::list: return "a list";
        case Node::Type::map: return "a map of fields";
    }
    return "";
}

std::string to_string(const Path& path) {
    std::string text;
    for (const Step& step : path) {
        if (step.index >= 0) {
            text += "[" + std::to_string(step.index) + "]";
        } else if (plain_key(step.key)) {
            text += (text.empty() ? "" : ".") + step.key;
        } else {
            text += "[" + json_quoted(step.key) + "]";
        }
    }
    return text;
}

Path operator/(Path path, Step step) {
    path.push_back(std::move(step));
    return path;
}

Place place_at(const Node& root, const Path& path) {
    const Node* node = &root;
    for (const Step& step : path) {
        const Node* next = nullptr;
        if (step.index < 0) {
            next = node->find(step.key);
        } else if (static_cast<std::size_t>(step.index) < node->items.size()) {
            next = &node->items[static_cast<std::size_t>(step.index)];
        }
        if (next == nullptr) break;
        node = next;
    }
    return node->place(to_string(path));
}

const Node* node_at(const Node& root, const Path& path) {
    const Node* node = &root;
    for (const Step& step : path) {
        if (step.index < 0) {
            node = node->find(step.key);
        } else if (static_cast<std::size_t>(step.index) < node->items.size()) {
            node = &node->items[static_cast<std::size_t>(step.index)];
        } else {
            node = nullptr;
        }
        if (node == nullptr) return nullptr;
    }
    return node;
}

}  // namespace underpin

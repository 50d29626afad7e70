// A document as it was written: a tree of values that know the file, line and column they stand
// at. YAML and JSON both become this tree; nothing is rounded (a number keeps its text).
// Plain values without hidden state: a tree may be read from any thread, and copied freely.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace underpin {

struct NodeEntry;

struct Node {
    enum class Type { null, boolean, number, text, list, map };

    Type type = Type::null;
    std::string text;                // text; number as written (JSON's grammar); "true" or "false"
    std::vector<Node> items;         // of a list
    std::vector<NodeEntry> entries;  // of a map, in the order written, no key twice
    std::shared_ptr<const std::string> file;
    int line = 0;  // from 1; 0 is unknown
    int column = 0;

    [[nodiscard]] const Node* find(std::string_view key) const;  // of a map; null without
    [[nodiscard]] const NodeEntry* entry(std::string_view key) const;
    [[nodiscard]] Place place(std::string field) const;
    [[nodiscard]] bool is(Type other) const { return type == other; }

    [[nodiscard]] static Node of_text(std::string text);
    [[nodiscard]] static Node of_number(std::string text);
    [[nodiscard]] static Node of_boolean(bool value);
    [[nodiscard]] static Node of_list();
    [[nodiscard]] static Node of_map();
    void put(std::string key, Node value);  // into a map: replaces, or appends
    void erase(std::string_view key);
};

struct NodeEntry {
    std::string key;
    int line = 0;
    int column = 0;
    Node value;
};

// "a list", "the text \"abc\"", "the number 5": how an error names what was found.
[[nodiscard]] std::string describe(const Node& node);

// One step down a tree: a key or an index.
struct Step {
    Step(const char* k) : key(k) {}                       // NOLINT(google-explicit-constructor)
    Step(std::string k) : key(std::move(k)) {}            // NOLINT(google-explicit-constructor)
    Step(std::size_t i) : index(static_cast<long>(i)) {}  // NOLINT(google-explicit-constructor)
    std::string key;
    long index = -1;
};
using Path = std::vector<Step>;

[[nodiscard]] std::string to_string(const Path& path);  // spec.objectives[0].target
[[nodiscard]] Path operator/(Path path, Step step);
// Where the path leads, or the deepest place on the way that exists.
[[nodiscard]] Place place_at(const Node& root, const Path& path);
[[nodiscard]] const Node* node_at(const Node& root, const Path& path);

// What a file holds: its documents in order, or everything that is wrong with its syntax.
struct Parsed {
    std::vector<Node> documents;
    Errors errors;
};

// YAML 1.2 with the core's null, booleans and JSON's numbers; everything else is text. Several
// documents a file; a key written twice is an error; aliases are expanded up to a bound.
[[nodiscard]] Parsed parse_yaml(std::string_view text, const std::string& file);
// An object, an array of documents, or several of them one after the other.
[[nodiscard]] Parsed parse_json(std::string_view text, const std::string& file);
// One JSON value of any type.
[[nodiscard]] Result<Node> parse_json_value(std::string_view text, const std::string& file);

// JSON with sorted keys and no blanks; numbers by their text.
[[nodiscard]] std::string canonical_json(const Node& node);

}  // namespace underpin

// A schema as data and in words: references, patterns, what it expects.
#include <algorithm>

#include "base/text.h"
#include "documents/json_text.h"
#include "documents/schema_check.h"

namespace underpin {
namespace {

Error unusable(const std::string& why) {
    return {ErrorClass::configuration,
            "the JSON Schema cannot be used: " + why,
            "tell the author of the plugin",
            {}};
}

std::string with_article(const std::string& noun) {
    const bool vowel = std::string_view("aeiou").find(noun.front()) != std::string_view::npos;
    return (vowel ? "an " : "a ") + noun;
}

std::string shown(const Node& value) {
    return value.is(Node::Type::text) ? value.text : compact_json(value);
}

std::string type_in_words(const std::string& type) {
    if (type == "string") return "text";
    if (type == "integer") return "a whole number";
    if (type == "number") return "a number";
    if (type == "boolean") return "true or false";
    if (type == "array") return "a list";
    if (type == "object") return "a map of fields";
    return "nothing";
}

std::string range_in_words(const Node& schema) {
    const Node* low = schema.find("minimum");
    const Node* high = schema.find("maximum");
    if (low != nullptr && high != nullptr) return " from " + low->text + " to " + high->text;
    if (low != nullptr) return ", " + low->text + " or more";
    if (high != nullptr) return ", " + high->text + " at most";
    return "";
}

std::vector<std::string> texts_of(const Node& list) {
    std::vector<std::string> texts;
    for (const Node& item : list.items) texts.push_back(shown(item));
    return texts;
}

std::string with_example(std::string words, const Node& schema) {
    const Node* examples = schema.find("examples");
    if (examples != nullptr && !examples->items.empty()) {
        words += " such as " + compact_json(examples->items.front());
    }
    return words;
}

// Our schemas' titles are words for a sentence ("decimal number"); those of plugins are mostly
// labels of a form ("Limit by"), which say nothing about what is expected.
bool is_noun(const Node& title) {
    return !title.text.empty() && title.text.front() >= 'a' && title.text.front() <= 'z';
}

}  // namespace

Result<CompiledSchema> CompiledSchema::parse(std::string_view text) {
    Result<Node> root = parse_json_value(text, "schema");
    if (!root) return unusable(root.error().message);
    if (!root->is(Node::Type::map)) return unusable("it is no JSON object");
    CompiledSchema compiled;
    compiled.root_ = std::move(*root);
    if (auto ready = compiled.prepare(compiled.root_); !ready) return ready.error();
    return compiled;
}

Result<void> CompiledSchema::prepare(const Node& schema) {
    for (const Node& item : schema.items) {
        if (auto ready = prepare(item); !ready) return ready;
    }
    for (const NodeEntry& entry : schema.entries) {
        const bool text = entry.value.is(Node::Type::text);
        if (entry.key == "$ref" && text && target(entry.value.text) == nullptr) {
            return unusable("$ref " + entry.value.text + " leads nowhere");
        }
        std::vector<std::string> patterns;
        if (entry.key == "pattern" && text) patterns.push_back(entry.value.text);
        if (entry.key == "patternProperties") {
            for (const NodeEntry& property : entry.value.entries) patterns.push_back(property.key);
        }
        for (const std::string& pattern : patterns) {
            try {
                patterns_.emplace(pattern, std::regex(pattern));
            } catch (const std::regex_error&) {
                return unusable("the pattern " + pattern + " is no regular expression");
            }
        }
        if (auto ready = prepare(entry.value); !ready) return ready;
    }
    return {};
}

const Node* CompiledSchema::target(const std::string& reference) const {
    if (!reference.starts_with('#')) return nullptr;
    const Node* node = &root_;
    std::size_t at = 1;
    while (at < reference.size() && node != nullptr) {
        const std::size_t end = std::min(reference.find('/', at + 1), reference.size());
        node = node->find(reference.substr(at + 1, end - at - 1));
        at = end;
    }
    return node;
}

const Node& CompiledSchema::resolve(const Node& schema) const {
    const Node* at = &schema;
    for (int hops = 0; hops < 32; ++hops) {
        const Node* reference = at->find("$ref");
        if (reference == nullptr) return *at;
        const Node* next = target(reference->text);
        if (next == nullptr) return *at;
        at = next;
    }
    return *at;
}

const std::regex& CompiledSchema::pattern(const std::string& text) const {
    return patterns_.at(text);
}

namespace {

// Plugins write durations as texts with a pattern of their own making.
bool asks_for_duration(const CompiledSchema& compiled, const Node& schema) {
    const Node* pattern = schema.find("pattern");
    if (pattern == nullptr) return false;
    const auto accepts = [&](const char* text) {
        return std::regex_search(text, compiled.pattern(pattern->text));
    };
    return accepts("4h") && accepts("1h30m") && !accepts("4") && !accepts("h");
}

}  // namespace

std::string expectation(const CompiledSchema& compiled, const Node& unresolved) {
    const Node& schema = compiled.resolve(unresolved);
    if (const Node* title = schema.find("title"); title != nullptr && is_noun(*title)) {
        return with_example(with_article(title->text), schema) + range_in_words(schema);
    }
    if (const Node* values = schema.find("enum")) return "one of " + join(texts_of(*values), ", ");
    if (const Node* value = schema.find("const")) return shown(*value);
    if (const Node* all = schema.find("allOf"); all != nullptr && !all->items.empty()) {
        return expectation(compiled, all->items.front());
    }
    for (const char* keyword : {"oneOf", "anyOf"}) {
        const Node* branches = schema.find(keyword);
        if (branches == nullptr) continue;
        std::vector<std::string> words;
        for (const Node& branch : branches->items) words.push_back(expectation(compiled, branch));
        return join(words, " or ");
    }
    if (asks_for_duration(compiled, schema)) return "a duration such as 4h or 1h30m";
    const Node* type = schema.find("type");
    if (type == nullptr) return "something else";
    if (type->is(Node::Type::text)) {
        return with_example(type_in_words(type->text), schema) + range_in_words(schema);
    }
    std::vector<std::string> words;
    for (const Node& item : type->items) words.push_back(type_in_words(item.text));
    return join(words, " or ");
}

Branches discriminated(const CompiledSchema& compiled, const Node& branches) {
    Branches found;
    if (branches.items.empty()) return found;
    const Node* properties = compiled.resolve(branches.items.front()).find("properties");
    if (properties == nullptr) return found;
    for (const NodeEntry& candidate : properties->entries) {
        if (candidate.value.find("const") == nullptr) continue;
        found.by_value.clear();
        for (const Node& branch : branches.items) {
            const Node* all = compiled.resolve(branch).find("properties");
            const Node* property = all == nullptr ? nullptr : all->find(candidate.key);
            const Node* value = property == nullptr ? nullptr : property->find("const");
            if (value != nullptr) found.by_value[value->text] = &branch;
        }
        if (found.by_value.size() == branches.items.size()) {
            found.field = candidate.key;
            return found;
        }
    }
    found.by_value.clear();
    return found;
}

}  // namespace underpin

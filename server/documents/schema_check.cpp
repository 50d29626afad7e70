#include "documents/schema_check.h"

#include <algorithm>
#include <set>

#include "base/exact.h"
#include "base/text.h"
#include "documents/json_text.h"

namespace underpin {
namespace {

constexpr std::size_t max_pattern_text = 1000;  // std::regex recurses by the character
constexpr int max_schema_depth = 200;           // a schema that refers to itself in circles

bool is_integer(const Node& node) {
    return node.is(Node::Type::number) && node.text.find_first_of(".eE") == std::string::npos;
}

bool fits_type(const std::string& type, const Node& node) {
    switch (node.type) {
        case Node::Type::null: return type == "null";
        case Node::Type::boolean: return type == "boolean";
        case Node::Type::number: return type == "number" || (type == "integer" && is_integer(node));
        case Node::Type::text: return type == "string";
        case Node::Type::list: return type == "array";
        case Node::Type::map: return type == "object";
    }
    return false;
}

// The types that a schema names by itself; empty: any.
std::vector<std::string> types_of(const Node& schema) {
    std::vector<std::string> types;
    const Node* type = schema.find("type");
    if (type == nullptr) return types;
    if (type->is(Node::Type::text)) return {type->text};
    for (const Node& item : type->items) types.push_back(item.text);
    return types;
}

bool has(const std::vector<std::string>& words, const std::string& word) {
    return std::find(words.begin(), words.end(), word) != words.end();
}

// A decimal as a fraction; exponents only within reason, else none.
std::optional<Rational> value_of(const std::string& text) {
    const std::size_t e = text.find_first_of("eE");
    const Result<Decimal> digits = Decimal::parse(text.substr(0, e));
    if (!digits) return std::nullopt;
    Rational value = digits->to_rational();
    if (e == std::string::npos) return value;
    const std::string exponent = text.substr(e + 1);
    if (exponent.size() > 3) return std::nullopt;
    const int power = std::stoi(exponent);
    for (int i = 0; i < std::abs(power); ++i)
        value = power > 0 ? Rational(value * 10) : Rational(value / 10);
    return value;
}

bool same_value(const Node& a, const Node& b) { return canonical_json(a) == canonical_json(b); }

bool accepts_null(const CompiledSchema& compiled, const Node& unresolved) {
    const Node& schema = compiled.resolve(unresolved);
    const auto types = types_of(schema);
    if (!types.empty()) return has(types, "null");
    if (const Node* all = schema.find("allOf")) {
        return std::all_of(all->items.begin(), all->items.end(),
                           [&](const Node& part) { return accepts_null(compiled, part); });
    }
    for (const char* keyword : {"oneOf", "anyOf"}) {
        if (const Node* any = schema.find(keyword)) {
            return std::any_of(any->items.begin(), any->items.end(),
                               [&](const Node& part) { return accepts_null(compiled, part); });
        }
    }
    if (const Node* values = schema.find("enum")) {
        return std::any_of(values->items.begin(), values->items.end(),
                           [](const Node& value) { return value.is(Node::Type::null); });
    }
    return schema.find("const") == nullptr;
}

class Checker {
  public:
    Checker(const CompiledSchema& compiled, Errors& errors)
        : compiled_(compiled), errors_(errors) {}

    Node check(const Node& unresolved, Node node, const Path& path) {
        if (++depth_ > max_schema_depth) {
            --depth_;
            return node;
        }
        node = check_resolved(compiled_.resolve(unresolved), std::move(node), path);
        --depth_;
        return node;
    }

  private:
    Node check_resolved(const Node& schema, Node node, const Path& path) {
        if (schema.is(Node::Type::boolean)) {
            if (schema.text == "false") fail(node, path, "nothing is allowed here", "remove it");
            return node;
        }
        const std::size_t before = errors_.size();
        if (const Node* all = schema.find("allOf")) {
            for (const Node& part : all->items) node = check(part, std::move(node), path);
        }
        if (errors_.size() > before || !check_type(schema, node, path)) return node;
        check_values(schema, node, path);
        if (errors_.size() > before) return node;
        if (node.is(Node::Type::text)) check_text(schema, node, path);
        if (node.is(Node::Type::number)) check_number(schema, node, path);
        if (node.is(Node::Type::list)) check_list(schema, node, path);
        if (node.is(Node::Type::map)) check_map(schema, node, path);
        for (const char* keyword : {"oneOf", "anyOf"}) {
            if (const Node* branches = schema.find(keyword)) {
                node = check_branches(*branches, std::move(node), path);
            }
        }
        return node;
    }

    void fail(const Node& node, const Path& path, std::string message, std::string hint) {
        errors_.push_back(
            {ErrorClass::input, std::move(message), std::move(hint), node.place(to_string(path))});
    }

    void fail_expected(const Node& schema, const Node& node, const Path& path) {
        fail(node, path, "found " + describe(node) + ", expected " + expectation(compiled_, schema),
             hint_for(schema, node));
    }

    // The slips that people make with YAML's types.
    static std::string hint_for(const Node& schema, const Node& node) {
        const auto types = types_of(schema);
        const bool scalar = !node.is(Node::Type::list) && !node.is(Node::Type::map);
        if (has(types, "boolean") && node.is(Node::Type::text)) return "write true or false";
        if ((has(types, "integer") || has(types, "number")) && node.is(Node::Type::text) &&
            is_json_number(node.text)) {
            return "remove the quotes";
        }
        if (has(types, "string") && node.is(Node::Type::boolean)) {
            return "put quotes around it if it is a text";
        }
        if (has(types, "array") && scalar) {
            return "write [" + (node.is(Node::Type::null) ? std::string() : node.text) + "]";
        }
        return "";
    }

    bool check_type(const Node& schema, Node& node, const Path& path) {
        const auto types = types_of(schema);
        const auto fits = [&](const std::string& type) { return fits_type(type, node); };
        if (types.empty() || std::any_of(types.begin(), types.end(), fits)) return true;
        // A number where text is wanted is the text that it was written with.
        if (node.is(Node::Type::number) && has(types, "string")) {
            node.type = Node::Type::text;
            return true;
        }
        fail_expected(schema, node, path);
        return false;
    }

    void check_values(const Node& schema, Node& node, const Path& path) {
        if (const Node* constant = schema.find("const"); constant && !same_value(*constant, node)) {
            fail_expected(schema, node, path);
        }
        const Node* values = schema.find("enum");
        if (values == nullptr) return;
        std::vector<std::string> words;
        for (const Node& value : values->items) {
            if (same_value(value, node)) return;
            if (node.is(Node::Type::number) && value.is(Node::Type::text) &&
                value.text == node.text) {
                node.type = Node::Type::text;
                return;
            }
            if (value.is(Node::Type::text)) words.push_back(value.text);
        }
        std::string hint;
        if (const auto near = nearest_word(node.text, words)) hint = "did you mean " + *near + "?";
        fail(node, path, "found " + describe(node) + ", expected " + expectation(compiled_, schema),
             hint);
    }

    void check_text(const Node& schema, const Node& node, const Path& path) {
        if (!node.text.empty() && !check_pattern(schema, node, path)) return;
        const auto limit = [&](const char* keyword) -> std::optional<std::size_t> {
            const Node* value = schema.find(keyword);
            if (value == nullptr || !is_integer(*value) || value->text.size() > 9) return {};
            return static_cast<std::size_t>(std::max(0, std::stoi(value->text)));
        };
        const auto characters =
            static_cast<std::size_t>(std::count_if(node.text.begin(), node.text.end(), [](char c) {
                return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
            }));
        if (const auto least = limit("minLength"); least && characters < *least) {
            return fail(node, path, node.text.empty() ? "an empty text" : "the text is too short",
                        "write at least " + std::to_string(*least) + " characters");
        }
        if (const auto most = limit("maxLength"); most && characters > *most) {
            return fail(node, path, "the text is too long",
                        "write at most " + std::to_string(*most) + " characters");
        }
        if (node.text.empty()) check_pattern(schema, node, path);
    }

    bool check_pattern(const Node& schema, const Node& node, const Path& path) {
        const Node* pattern = schema.find("pattern");
        if (pattern == nullptr) return true;
        if (node.text.size() <= max_pattern_text &&
            std::regex_search(node.text, compiled_.pattern(pattern->text))) {
            return true;
        }
        const std::string expected = expectation(compiled_, schema);
        const Node* description = schema.find("description");
        if (expected == "text" && description != nullptr) {
            fail(node, path, describe(node) + " does not fit", description->text);
        } else {
            fail(node, path, "found " + describe(node) + ", expected " + expected, "");
        }
        return false;
    }

    void check_number(const Node& schema, const Node& node, const Path& path) {
        const auto value = value_of(node.text);
        if (!value) return fail(node, path, describe(node) + " is out of reach", "");
        const auto bound = [&](const char* keyword) -> std::optional<Rational> {
            const Node* limit = schema.find(keyword);
            return limit == nullptr ? std::nullopt : value_of(limit->text);
        };
        const auto low = bound("minimum"), above = bound("exclusiveMinimum");
        const auto high = bound("maximum"), below = bound("exclusiveMaximum");
        if ((low && *value < *low) || (high && *value > *high) || (above && *value <= *above) ||
            (below && *value >= *below)) {
            fail_expected(schema, node, path);
        }
    }

    void check_count(const Node& schema, const Node& node, const Path& path, std::size_t count,
                     const char* least, const char* most) {
        const Node* low = schema.find(least);
        const Node* high = schema.find(most);
        const auto number = [](const Node* n) -> std::optional<std::size_t> {
            if (n == nullptr || !is_integer(*n) || n->text.size() > 9) return std::nullopt;
            return static_cast<std::size_t>(std::max(0, std::stoi(n->text)));
        };
        if (number(low) && count < *number(low)) {
            const std::string what = node.is(Node::Type::list) ? "entry" : "field";
            fail(node, path,
                 count == 0 ? describe(node) + " without any " + what
                            : describe(node) + " with too few",
                 "expected " + low->text + " or more");
        }
        if (number(high) && count > *number(high)) {
            fail(node, path, describe(node) + " with too many",
                 "expected " + high->text + " at most");
        }
    }

    void check_list(const Node& schema, Node& node, const Path& path) {
        check_count(schema, node, path, node.items.size(), "minItems", "maxItems");
        if (const Node* items = schema.find("items")) {
            for (std::size_t i = 0; i < node.items.size(); ++i) {
                const bool tuple = items->is(Node::Type::list);
                if (tuple && i >= items->items.size()) break;
                const Node& item = tuple ? items->items[i] : *items;
                node.items[i] = check(item, std::move(node.items[i]), path / i);
            }
        }
        const Node* unique = schema.find("uniqueItems");
        if (unique == nullptr || unique->text != "true") return;
        std::set<std::string> seen;
        for (std::size_t i = 0; i < node.items.size(); ++i) {
            if (!seen.insert(canonical_json(node.items[i])).second) {
                fail(node.items[i], path / i, describe(node.items[i]) + " stands here twice",
                     "remove one of the two");
            }
        }
    }

    void check_map(const Node& schema, Node& node, const Path& path) {
        const std::size_t found = node.entries.size();
        std::vector<NodeEntry> kept;
        std::set<std::string> meant;  // by unknown fields
        for (NodeEntry& entry : node.entries) {
            check_key(schema, entry, path);
            const Node* property = property_of(schema, entry, path);
            if (property == nullptr) {
                if (auto name = meant_by(schema.find("properties"), entry.key)) meant.insert(*name);
                continue;
            }
            if (entry.value.is(Node::Type::null) && !accepts_null(compiled_, *property)) continue;
            entry.value = check(*property, std::move(entry.value), path / entry.key);
            kept.push_back(std::move(entry));
        }
        node.entries = std::move(kept);
        check_required(schema, node, path, meant);
        check_count(schema, node, path, meant.empty() ? node.entries.size() : found,
                    "minProperties", "maxProperties");
    }

    void check_key(const Node& schema, const NodeEntry& entry, const Path& path) {
        const Node* names = schema.find("propertyNames");
        if (names == nullptr) return;
        Node key = Node::of_text(entry.key);
        key.file = entry.value.file;
        key.line = entry.line;
        key.column = entry.column;
        check(*names, key, path / entry.key);
    }

    // The schema of a field; null, with an error, for one that nobody knows.
    const Node* property_of(const Node& schema, const NodeEntry& entry, const Path& path) {
        static const Node anything = Node::of_boolean(true);
        const Node* properties = schema.find("properties");
        if (properties != nullptr) {
            if (const Node* found = properties->find(entry.key)) return found;
        }
        if (const Node* patterns = schema.find("patternProperties")) {
            for (const NodeEntry& pattern : patterns->entries) {
                if (entry.key.size() <= max_pattern_text &&
                    std::regex_search(entry.key, compiled_.pattern(pattern.key))) {
                    return &pattern.value;
                }
            }
        }
        const Node* others = schema.find("additionalProperties");
        if (others == nullptr || others->text == "true") return &anything;
        if (others->is(Node::Type::map)) return others;
        fail_unknown(properties, entry, path);
        return nullptr;
    }

    static std::vector<std::string> names_of(const Node* properties) {
        std::vector<std::string> names;
        if (properties != nullptr) {
            for (const NodeEntry& property : properties->entries) names.push_back(property.key);
        }
        return names;
    }

    static std::optional<std::string> meant_by(const Node* properties, const std::string& key) {
        return nearest_word(key, names_of(properties));
    }

    void fail_unknown(const Node* properties, const NodeEntry& entry, const Path& path) {
        const auto known = names_of(properties);
        const auto near = meant_by(properties, entry.key);
        std::string hint = near ? "did you mean " + *near + "?" : "known are " + join(known, ", ");
        if (known.empty()) hint = "no fields are expected here";
        if (entry.key == "<<") hint = "merge keys are not known; write the fields out";
        Place place = entry.value.place(to_string(path / entry.key));
        place.line = entry.line;
        place.column = entry.column;
        errors_.push_back({ErrorClass::input, "unknown field \"" + entry.key + "\"",
                           std::move(hint), std::move(place)});
    }

    // A field that an unknown one was meant to be is not said to be missing as well.
    void check_required(const Node& schema, const Node& node, const Path& path,
                        const std::set<std::string>& meant) {
        const Node* required = schema.find("required");
        if (required == nullptr) return;
        for (const Node& name : required->items) {
            if (node.find(name.text) != nullptr || meant.contains(name.text)) continue;
            std::string hint;
            const Node* properties = schema.find("properties");
            const Node* property = properties ? properties->find(name.text) : nullptr;
            if (property != nullptr) hint = "expected " + expectation(compiled_, *property);
            fail(node, path / name.text, name.text + " is missing", std::move(hint));
        }
    }

    Node check_branches(const Node& branches, Node node, const Path& path) {
        const Branches by_field = discriminated(compiled_, branches);
        if (!by_field.field.empty() && node.is(Node::Type::map)) {
            return check_discriminated(by_field, std::move(node), path);
        }
        const Node* candidate = nullptr;
        int candidates = 0;
        std::optional<Node> fitting;
        for (const Node& branch : branches.items) {
            Errors scratch;
            Checker trial(compiled_, scratch);
            trial.depth_ = depth_;
            Node normal = trial.check(branch, node, path);
            if (scratch.empty() && same_value(normal, node)) return normal;
            if (scratch.empty() && !fitting) fitting = std::move(normal);
            if (accepts_type(compiled_, branch, node)) {
                candidate = &branch;
                ++candidates;
            }
        }
        if (fitting) return *fitting;
        if (candidates == 1) return check(*candidate, std::move(node), path);
        std::vector<std::string> words;
        for (const Node& branch : branches.items) words.push_back(expectation(compiled_, branch));
        fail(node, path, "found " + describe(node) + ", expected " + join(words, " or "), "");
        return node;
    }

    Node check_discriminated(const Branches& branches, Node node, const Path& path) {
        std::vector<std::string> known;
        for (const auto& [value, branch] : branches.by_value) known.push_back(value);
        const Node* value = node.find(branches.field);
        if (value == nullptr) {
            fail(node, path / branches.field, branches.field + " is missing",
                 "expected one of " + join(known, ", "));
            return node;
        }
        const auto found = branches.by_value.find(value->text);
        if (found != branches.by_value.end()) return check(*found->second, std::move(node), path);
        const auto near = nearest_word(value->text, known);
        fail(*value, path / branches.field,
             "found " + describe(*value) + ", expected one of " + join(known, ", "),
             near ? "did you mean " + *near + "?" : "");
        return node;
    }

    const CompiledSchema& compiled_;
    Errors& errors_;
    int depth_ = 0;
};

}  // namespace

bool accepts_type(const CompiledSchema& compiled, const Node& unresolved, const Node& node) {
    const Node& schema = compiled.resolve(unresolved);
    const auto types = types_of(schema);
    if (types.empty()) {
        const Node* all = schema.find("allOf");
        return all == nullptr || all->items.empty() ||
               accepts_type(compiled, all->items.front(), node);
    }
    return std::any_of(types.begin(), types.end(),
                       [&](const std::string& type) { return fits_type(type, node); });
}

Node check_node(const CompiledSchema& schema, const Node& node, const Path& path, Errors& errors) {
    return Checker(schema, errors).check(schema.root(), node, path);
}

bool fits(const CompiledSchema& compiled, const Node& schema, const Node& node) {
    Errors errors;
    static_cast<void>(Checker(compiled, errors).check(schema, node, {}));
    return errors.empty();
}

}  // namespace underpin

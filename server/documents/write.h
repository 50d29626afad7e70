// Documents written out: the canonical JSON that the store keeps, YAML that people read, and what
// changed between two canonical texts. Pure; any thread.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "documents/node.h"
#include "domain/document.h"

namespace underpin {

// The document as a tree in the field order of the documentation; fields at their default are
// left out.
[[nodiscard]] Node to_node(const Document& document);
// Sorted keys, no blanks: equal documents have equal text.
[[nodiscard]] std::string to_canonical_json(const Document& document);
// One YAML document for people, without the `---` line; reading it gives the same document.
[[nodiscard]] std::string to_yaml(const Document& document);
// Several, separated by `---`.
[[nodiscard]] std::string to_yaml(std::span<const Document> documents);
// Indented JSON: one document an object, several an array.
[[nodiscard]] std::string to_pretty_json(std::span<const Document> documents);

// One field that differs; values as compact JSON, none where there is no such field.
struct Difference {
    std::string field;  // spec.objectives[availability].target.at_least
    std::optional<std::string> before;
    std::optional<std::string> after;
};

// Field by field, in the order of the new text; lists of things with an id or name are compared by
// it, so that an inserted objective is one difference.
[[nodiscard]] std::vector<Difference> diff(std::string_view before_json,
                                           std::string_view after_json);

}  // namespace underpin

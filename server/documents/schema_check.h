// Our own walk of a JSON Schema: the common keywords, with errors that a person can act on.
// Inside of this folder only (see schema.h). Immutable after parse; any thread.
#pragma once

#include <map>
#include <memory>
#include <regex>
#include <string>
#include <string_view>

#include "documents/node.h"

namespace underpin {

class CompiledSchema {
  public:
    CompiledSchema() = default;
    [[nodiscard]] static Result<CompiledSchema> parse(std::string_view text);

    [[nodiscard]] const Node& root() const { return root_; }
    // The schema that a $ref leads to, or the schema itself.
    [[nodiscard]] const Node& resolve(const Node& schema) const;
    [[nodiscard]] const std::regex& pattern(const std::string& text) const;

  private:
    Result<void> prepare(const Node& schema);
    [[nodiscard]] const Node* target(const std::string& reference) const;

    Node root_;
    std::map<std::string, std::regex> patterns_;
};

[[nodiscard]] Node check_node(const CompiledSchema& schema, const Node& node, const Path& path,
                              Errors& errors);
[[nodiscard]] Node put_defaults(const CompiledSchema& schema, const Node& node);

// "a decimal number such as \"99.9\"", "one of a, b": what a schema wants, in words.
[[nodiscard]] std::string expectation(const CompiledSchema& compiled, const Node& schema);
// The branch of a oneOf or anyOf that a constant field of the node selects ("scheme": "tiers").
struct Branches {
    std::string field;  // empty: the branches have none in common
    std::map<std::string, const Node*> by_value;
};
[[nodiscard]] Branches discriminated(const CompiledSchema& compiled, const Node& branches);
[[nodiscard]] bool fits(const CompiledSchema& compiled, const Node& schema, const Node& node);
[[nodiscard]] bool accepts_type(const CompiledSchema& compiled, const Node& schema,
                                const Node& node);

}  // namespace underpin

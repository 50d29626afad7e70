// JSON Schemas (draft-07): the documents' own, and those that plugins bring along. Checks a tree
// and says every error with its place, what was found, what is expected and the nearest known
// word. Immutable; any thread.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "documents/node.h"
#include "domain/document.h"

namespace underpin {

// The published schema of a kind, as in docs/schemas.
[[nodiscard]] std::string_view schema_text(Kind kind);

class Schema {
  public:
    // An error for text that is no JSON or no usable schema (an unknown $ref, a bad pattern).
    [[nodiscard]] static Result<Schema> parse(std::string_view text);
    [[nodiscard]] static const Schema& of(Kind kind);

    // Appends what is wrong with `node` to errors; `path` leads to it from the document's root.
    // The result is the node in its normal form: a number becomes text where the schema wants
    // text, a null that the schema does not want is left out.
    [[nodiscard]] Node check(const Node& node, const Path& path, Errors& errors) const;
    // The same node with the schema's defaults put in. For a node that passed the check.
    [[nodiscard]] Node with_defaults(const Node& node) const;

  private:
    struct Compiled;
    std::shared_ptr<const Compiled> compiled_;
};

// Checks a plugin's configuration that came without a document: canonical JSON with the schema's
// defaults put in.
[[nodiscard]] Result<std::string> complete_config(std::string_view schema, std::string_view json);

}  // namespace underpin

// Reads fields out of a checked tree. Tolerant: what the schema has already refused reads as
// absent, so that one mistake gives one error and the rest of the document is still looked at.
// Inside of this folder only; one thread.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "documents/catalog.h"
#include "documents/node.h"
#include "documents/schema.h"
#include "domain/document.h"

namespace underpin {

// One reading: the catalogs, the plugins' schemas once compiled, and what was found.
struct Conversion {
    const Catalogs& catalogs;
    Errors& errors;
    Warnings& warnings;
    std::map<std::string, Result<Schema>>& plugin_schemas;  // by the schema's text
};

class Fields {
  public:
    // Borrows the node and the conversion.
    Fields(const Node& node, Path path, Conversion& conversion);

    [[nodiscard]] const Node& node() const { return *node_; }
    [[nodiscard]] const Path& path() const { return path_; }
    [[nodiscard]] Conversion& conversion() const { return *conversion_; }
    [[nodiscard]] bool has(const std::string& key) const { return find(key) != nullptr; }
    [[nodiscard]] const Node* find(const std::string& key) const;

    [[nodiscard]] std::string text(const std::string& key, std::string fallback = "") const;
    [[nodiscard]] std::optional<std::string> maybe_text(const std::string& key) const;
    [[nodiscard]] std::optional<int> integer(const std::string& key) const;
    [[nodiscard]] int integer(const std::string& key, int fallback) const;
    [[nodiscard]] bool boolean(const std::string& key, bool fallback) const;
    [[nodiscard]] std::optional<Date> date(const std::string& key) const;
    [[nodiscard]] std::optional<Instant> instant(const std::string& key) const;
    [[nodiscard]] std::optional<Decimal> decimal(const std::string& key) const;
    [[nodiscard]] std::optional<Decimal> percent(const std::string& key) const;  // 0 to 100
    [[nodiscard]] std::optional<Money> money(const std::string& key, const Currency& in) const;
    // Without a currency: empty code, the digits as written (see agreement.h).
    [[nodiscard]] std::optional<Money> amount(const std::string& key) const;
    [[nodiscard]] std::vector<std::string> texts(const std::string& key) const;
    [[nodiscard]] std::map<std::string, std::string> text_map(const std::string& key) const;

    [[nodiscard]] Fields map(const std::string& key) const;                // empty where absent
    [[nodiscard]] std::vector<Fields> list(const std::string& key) const;  // of maps

    // At the field (or where it should be), or at this node with an empty key.
    void fail(const std::string& key, std::string message, std::string hint = "") const;
    void warn(const std::string& key, std::string message, std::string hint = "") const;
    // An error that some parser gave, at the field.
    void fail(const std::string& key, const Error& error) const;

  private:
    [[nodiscard]] Place place(const std::string& key) const;
    [[nodiscard]] const Node* scalar(const std::string& key) const;

    const Node* node_;
    Path path_;
    Conversion* conversion_;
};

[[nodiscard]] std::optional<Term> read_term(const Fields& fields, const std::string& key);
[[nodiscard]] std::optional<Clause> read_clause(const Fields& fields);     // `clause`
[[nodiscard]] std::optional<ClaimTerms> read_claim(const Fields& fields);  // `claim`
[[nodiscard]] std::string read_time_zone(const Fields& fields, std::string fallback);

}  // namespace underpin

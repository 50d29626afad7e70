// Builds the tree of a document field by field and leaves out what is at its default. Inside of
// this folder only; one thread.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "documents/node.h"
#include "domain/document.h"

namespace underpin {

class TreeWriter {
  public:
    void text(const std::string& key, const std::string& value, const std::string& skip = "") {
        if (value != skip) tree_.put(key, Node::of_text(value));
    }
    void maybe(const std::string& key, const std::optional<std::string>& value) {
        if (value) tree_.put(key, Node::of_text(*value));
    }
    void number(const std::string& key, std::int64_t value, std::int64_t skip) {
        if (value != skip) tree_.put(key, Node::of_number(std::to_string(value)));
    }
    void maybe(const std::string& key, const std::optional<int>& value) {
        if (value) tree_.put(key, Node::of_number(std::to_string(*value)));
    }
    void maybe(const std::string& key, const std::optional<Decimal>& value) {
        if (value) tree_.put(key, Node::of_text(value->to_string()));
    }
    void maybe(const std::string& key, const std::optional<Money>& value) {
        if (value) tree_.put(key, Node::of_text(value->to_string()));
    }
    void maybe(const std::string& key, const std::optional<Date>& value) {
        if (value) tree_.put(key, Node::of_text(format_date(*value)));
    }
    void boolean(const std::string& key, bool value) {
        if (value) tree_.put(key, Node::of_boolean(true));
    }
    void texts(const std::string& key, const std::vector<std::string>& values) {
        Node list = Node::of_list();
        for (const std::string& value : values) list.items.push_back(Node::of_text(value));
        node(key, std::move(list));
    }
    void texts(const std::string& key, const std::map<std::string, std::string>& values) {
        Node map = Node::of_map();
        for (const auto& [name, value] : values) map.put(name, Node::of_text(value));
        node(key, std::move(map));
    }
    // A map or list, left out when empty.
    void node(const std::string& key, Node value) {
        if (!value.entries.empty() || !value.items.empty()) tree_.put(key, std::move(value));
    }
    [[nodiscard]] Node take() { return std::move(tree_); }

  private:
    Node tree_ = Node::of_map();
};

[[nodiscard]] Node write_term(const Term& term);
[[nodiscard]] Node write_clause(const std::optional<Clause>& clause);
[[nodiscard]] Node write_claim(const std::optional<ClaimTerms>& claim);
[[nodiscard]] Node write_agreement(const Agreement& agreement);
// A tree from JSON that this program wrote; empty text is an empty map.
[[nodiscard]] Node tree_of(const std::string& json);

}  // namespace underpin

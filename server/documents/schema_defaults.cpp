#include "documents/schema_check.h"

namespace underpin {
namespace {

constexpr int max_depth_of_defaults = 200;  // a schema that refers to itself in circles

// Puts defaults in; the node has passed the check.
class Completer {
  public:
    explicit Completer(const CompiledSchema& compiled) : compiled_(compiled) {}

    Node complete(const Node& unresolved, Node node, int depth) {
        const Node& schema = compiled_.resolve(unresolved);
        if (depth > max_depth_of_defaults) return node;
        if (const Node* all = schema.find("allOf")) {
            for (const Node& part : all->items) node = complete(part, std::move(node), depth + 1);
        }
        if (node.is(Node::Type::map)) complete_map(schema, node, depth);
        const Node* items = schema.find("items");
        if (node.is(Node::Type::list) && items != nullptr && items->is(Node::Type::map)) {
            for (Node& item : node.items) item = complete(*items, std::move(item), depth + 1);
        }
        for (const char* keyword : {"oneOf", "anyOf"}) {
            if (const Node* branches = schema.find(keyword)) {
                if (const Node* branch = branch_of(*branches, node)) {
                    node = complete(*branch, std::move(node), depth + 1);
                }
            }
        }
        return node;
    }

  private:
    void complete_map(const Node& schema, Node& node, int depth) {
        const Node* properties = schema.find("properties");
        const Node* others = schema.find("additionalProperties");
        for (NodeEntry& entry : node.entries) {
            const Node* property = properties ? properties->find(entry.key) : nullptr;
            if (property == nullptr && others != nullptr && others->is(Node::Type::map)) {
                property = others;
            }
            if (property != nullptr) {
                entry.value = complete(*property, std::move(entry.value), depth + 1);
            }
        }
        if (properties == nullptr) return;
        for (const NodeEntry& property : properties->entries) {
            if (node.find(property.key) != nullptr) continue;
            const Node* value = compiled_.resolve(property.value).find("default");
            if (property.value.find("default")) value = property.value.find("default");
            if (value != nullptr)
                node.put(property.key, complete(property.value, *value, depth + 1));
        }
    }

    const Node* branch_of(const Node& branches, const Node& node) {
        for (const Node& branch : branches.items) {
            if (fits(compiled_, branch, node)) return &branch;
        }
        return nullptr;
    }

    const CompiledSchema& compiled_;
};

}  // namespace

Node put_defaults(const CompiledSchema& schema, const Node& node) {
    return Completer(schema).complete(schema.root(), node, 0);
}

}  // namespace underpin

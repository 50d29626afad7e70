#include "documents/convert.h"

namespace underpin {
namespace {

Metadata convert_metadata(const Fields& fields, Kind kind) {
    Metadata metadata;
    metadata.id = fields.text("id");
    metadata.name = fields.text("name");
    metadata.labels = fields.text_map("labels");
    metadata.retired = fields.boolean("retired", false);
    if (kind != Kind::contract && kind != Kind::agreement) return metadata;
    metadata.effective_from = fields.date("effective_from");
    metadata.applies_split = fields.has("applies");
    if (metadata.applies_split && !fields.has("effective_from")) {
        fields.fail("applies", "applies is only for an amendment", "give effective_from too");
    }
    if (metadata.retired && fields.has("effective_from")) {
        fields.fail("retired", "an amendment cannot be retired",
                    "retire the document itself, or end its term");
    }
    return metadata;
}

void lift(Node& objective, const std::string& key, const Path& path, Errors& errors) {
    Node* with = nullptr;
    for (NodeEntry& entry : objective.entries) {
        if (entry.key == "with") with = &entry.value;
    }
    const NodeEntry* inside = with == nullptr ? nullptr : with->entry(key);
    if (inside == nullptr) return;
    NodeEntry moved = *inside;
    with->erase(key);
    if (objective.find(key) != nullptr) {
        Place place = moved.value.place(to_string(path / "with" / key));
        errors.push_back({ErrorClass::input, key + " stands both in with and beside it",
                          "remove one of the two", std::move(place)});
        return;
    }
    objective.entries.push_back(std::move(moved));
}

Node* child(Node& node, const std::string& key) {
    for (NodeEntry& entry : node.entries) {
        if (entry.key == key) return &entry.value;
    }
    return nullptr;
}

}  // namespace

void lift_host_fields(Node& agreement, Errors& errors) {
    Node* spec = child(agreement, "spec");
    Node* objectives = spec == nullptr ? nullptr : child(*spec, "objectives");
    if (objectives == nullptr) return;
    for (std::size_t i = 0; i < objectives->items.size(); ++i) {
        const Path path{"spec", "objectives", i};
        for (const char* key : {"min_coverage", "min_samples", "when_empty", "when_no_data"}) {
            lift(objectives->items[i], key, path, errors);
        }
    }
}

Document convert(const Node& node, Kind kind, Conversion& conversion) {
    const Fields root(node, {}, conversion);
    const Fields spec = root.map("spec");
    Document document;
    document.kind = kind;
    document.metadata = convert_metadata(root.map("metadata"), kind);
    switch (kind) {
        case Kind::supplier: document.spec = convert_supplier(spec); break;
        case Kind::service: document.spec = convert_service(spec); break;
        case Kind::calendar: document.spec = convert_calendar(spec, document.metadata); break;
        case Kind::contract: document.spec = convert_contract(spec); break;
        case Kind::agreement: document.spec = convert_agreement(spec); break;
        case Kind::exclusion: document.spec = convert_exclusion(spec); break;
        case Kind::source: document.spec = convert_source(spec); break;
    }
    if (kind == Kind::calendar && document.metadata.id == Calendar::around_the_clock().id) {
        root.map("metadata")
            .fail("id", "\"always\" is the calendar that is always open", "choose another id");
    }
    return document;
}

}  // namespace underpin

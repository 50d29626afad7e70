#include "documents/schema.h"

#include <array>
#include <optional>

#include "documents/backstop.h"
#include "documents/schema_check.h"

namespace underpin {

struct Schema::Compiled {
    CompiledSchema walk;
    std::shared_ptr<const Backstop> backstop;
};

Result<Schema> Schema::parse(std::string_view text) {
    auto compiled = std::make_shared<Compiled>();
    Result<CompiledSchema> walk = CompiledSchema::parse(text);
    if (!walk) return walk.error();
    compiled->walk = std::move(*walk);
    auto backstop = Backstop::compile(text);
    if (!backstop) return backstop.error();
    compiled->backstop = *backstop;
    Schema schema;
    schema.compiled_ = std::move(compiled);
    return schema;
}

const Schema& Schema::of(Kind kind) {
    static const auto schemas = [] {
        std::array<std::optional<Schema>, kind_count> all;
        for (std::size_t i = 0; i < all.size(); ++i) {
            all[i] = require(parse(schema_text(static_cast<Kind>(i))));
        }
        return all;
    }();
    return *schemas.at(static_cast<std::size_t>(kind));
}

Node Schema::check(const Node& node, const Path& path, Errors& errors) const {
    const std::size_t before = errors.size();
    Node normal = check_node(compiled_->walk, node, path, errors);
    if (errors.size() > before) return normal;
    for (const BackstopFinding& finding : compiled_->backstop->check(normal)) {
        Path full = path;
        full.insert(full.end(), finding.path.begin(), finding.path.end());
        Place place = place_at(node, finding.path);
        place.field = to_string(full);
        errors.push_back({ErrorClass::input, finding.message, "", std::move(place)});
    }
    return normal;
}

Node Schema::with_defaults(const Node& node) const { return put_defaults(compiled_->walk, node); }

Result<std::string> complete_config(std::string_view schema_json, std::string_view json) {
    const Result<Schema> schema = Schema::parse(schema_json);
    if (!schema) return schema.error();
    const Result<Node> node = parse_json_value(json, "");
    if (!node) return node.error();
    Errors errors;
    const Node normal = schema->check(*node, {}, errors);
    if (!errors.empty()) return errors.front();
    return canonical_json(schema->with_defaults(normal));
}

}  // namespace underpin

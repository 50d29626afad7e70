#include "documents/backstop.h"

#include <nlohmann/json.hpp>
#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validation_results.hpp>
#include <valijson/validator.hpp>

#include "documents/json_text.h"

namespace underpin {
namespace {

// The steps from the root, as valijson names them: `[spec]`, `[0]`.
Path path_of(const std::vector<std::string>& context, const Node& root) {
    Path path;
    for (const std::string& part : context) {
        if (part.size() < 3 || part.front() != '[') continue;  // <root>
        const std::string name = part.substr(1, part.size() - 2);
        const Node* here = node_at(root, path);
        const bool index = here != nullptr && here->is(Node::Type::list);
        path.push_back(index ? Step(static_cast<std::size_t>(std::stoul(name))) : Step(name));
    }
    return path;
}

// valijson compares numbers as floating point; the walk has compared them exactly. They stay only
// where the walk does not look.
void leave_bounds_to_the_walk(nlohmann::json& schema) {
    if (!schema.is_structured()) return;
    if (schema.is_object()) {
        for (const char* bound : {"minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"}) {
            const auto found = schema.find(bound);
            if (found != schema.end() && found->is_number()) schema.erase(found);
        }
    }
    for (auto& [key, part] : schema.items()) {
        const bool unseen = key == "not" || key == "if" || key == "then" || key == "else" ||
                            key == "contains" || key == "dependencies";
        if (!unseen) leave_bounds_to_the_walk(part);
    }
}

// What is said of a part is repeated of everything around it.
void keep_deepest(std::vector<BackstopFinding>& found) {
    std::size_t deepest = 0;
    for (const BackstopFinding& finding : found) deepest = std::max(deepest, finding.path.size());
    std::erase_if(found, [&](const BackstopFinding& f) { return f.path.size() < deepest; });
}

// The draft's own name is no address to fetch, and ours is none either.
void forget_addresses(nlohmann::json& schema) {
    if (schema.is_object()) {
        schema.erase("$id");
        schema.erase("$schema");
    }
}

}  // namespace

struct Backstop::State {
    nlohmann::json document;
    valijson::Schema schema;
};

Backstop::Backstop() : state_(std::make_unique<State>()) {}
Backstop::~Backstop() = default;

Result<std::shared_ptr<const Backstop>> Backstop::compile(std::string_view text) {
    const std::shared_ptr<Backstop> backstop(new Backstop());
    try {
        backstop->state_->document = nlohmann::json::parse(text);
        forget_addresses(backstop->state_->document);
        leave_bounds_to_the_walk(backstop->state_->document);
        valijson::SchemaParser parser(valijson::SchemaParser::kDraft7);
        const valijson::adapters::NlohmannJsonAdapter adapter(backstop->state_->document);
        parser.populateSchema(adapter, backstop->state_->schema);
    } catch (const std::exception& problem) {
        return Error{ErrorClass::configuration,
                     std::string("the JSON Schema cannot be used: ") + problem.what(),
                     "tell the author of the plugin",
                     {}};
    }
    return std::shared_ptr<const Backstop>(backstop);
}

std::vector<BackstopFinding> Backstop::check(const Node& node) const {
    const nlohmann::json document = nlohmann::json::parse(canonical_json(node));
    valijson::Validator validator;
    valijson::ValidationResults results;
    const valijson::adapters::NlohmannJsonAdapter adapter(document);
    if (validator.validate(state_->schema, adapter, &results)) return {};
    std::vector<BackstopFinding> found;
    valijson::ValidationResults::Error error;
    while (results.popError(error)) {
        found.push_back(
            {path_of(error.context, node), "does not fit its schema: " + error.description});
    }
    if (found.empty()) found.push_back({{}, "does not fit its schema"});
    keep_deepest(found);
    return found;
}

}  // namespace underpin

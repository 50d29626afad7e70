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

// `["spec"]` or `[0]`, as valijson names its steps.
Step step_of(const std::string& context) {
    if (context.size() >= 4 && context[1] == '"') return context.substr(2, context.size() - 4);
    if (context.size() >= 3 && context.front() == '[') {
        const std::string digits = context.substr(1, context.size() - 2);
        if (!digits.empty() && digits.find_first_not_of("0123456789") == std::string::npos) {
            return static_cast<std::size_t>(std::stoul(digits));
        }
    }
    return context;
}

Path path_of(const std::vector<std::string>& context) {
    Path path;
    for (const std::string& part : context) {
        if (part != "<root>") path.push_back(step_of(part));
    }
    return path;
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
        valijson::SchemaParser parser(valijson::SchemaParser::kDraft7);
        const valijson::adapters::NlohmannJsonAdapter adapter(backstop->state_->document);
        parser.populateSchema(adapter, backstop->state_->schema);
    } catch (const std::exception& problem) {
        return Error{ErrorClass::configuration,
                     std::string("the JSON Schema cannot be used: ") + problem.what(),
                     "tell the author of the plugin", {}};
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
    while (results.popError(error)) found.push_back({path_of(error.context), error.description});
    if (found.empty()) found.push_back({{}, "does not fit its schema"});
    return found;
}

}  // namespace underpin

#include "plugin/scorer_library.h"

#include <algorithm>
#include <boost/dll/shared_library.hpp>
#include <nlohmann/json.hpp>

#include "plugin/abi_values.h"
#include "plugin/scorer_call.h"
#include "underpin/plugin.h"

namespace underpin {

namespace {

const std::vector<std::string>& shipped_plugins() {
    static const std::vector<std::string> names{
#include "shipped_plugins.inc"
    };
    return names;
}

// What the instance asks for while it is created.
struct Wishes {
    std::vector<std::string> calendars, columns;
    std::size_t fixed_columns = 0;
    std::string objective_calendar;
};

underpin_text objective_calendar_of(void* self) {
    return to_text(static_cast<Wishes*>(self)->objective_calendar);
}

underpin_result wish_calendar(void* self, underpin_text id, std::size_t* clock) {
    auto& calendars = static_cast<Wishes*>(self)->calendars;
    const auto name = to_string(id);
    auto at = std::ranges::find(calendars, name);
    if (at == calendars.end()) at = calendars.insert(calendars.end(), name);
    *clock = static_cast<std::size_t>(at - calendars.begin()) + 1;
    return UNDERPIN_OK;
}

underpin_result wish_column(void* self, underpin_text name_text, std::size_t* column) {
    auto* wishes = static_cast<Wishes*>(self);
    const auto name = to_string(name_text);
    auto at = std::ranges::find(wishes->columns, name);
    if (at == wishes->columns.end()) at = wishes->columns.insert(wishes->columns.end(), name);
    *column = wishes->fixed_columns + static_cast<std::size_t>(at - wishes->columns.begin());
    return UNDERPIN_OK;
}

// The schema's top-level defaults for what the configuration leaves out.
std::string with_defaults(const std::string& config_json, const std::string& schema_json) {
    auto config = nlohmann::json::parse(config_json);
    const auto schema = nlohmann::json::parse(schema_json, nullptr, false);
    if (schema.is_object() && schema.contains("properties") && config.is_object()) {
        for (const auto& [name, property] : schema["properties"].items()) {
            if (property.contains("default") && !config.contains(name)) {
                config[name] = property["default"];
            }
        }
    }
    return config.dump();
}

}  // namespace

struct ScorerLibrary::Loaded {
    boost::dll::shared_library library;
    underpin_scorer scorer{};
    ScorerInfo info;
};

ScorerLibrary::ScorerLibrary(const std::vector<std::filesystem::path>& folders) {
    for (const auto& name : shipped_plugins()) {
        for (const auto& folder : folders) {
            const auto path = folder / (name + ".so");
            if (!std::filesystem::exists(path)) continue;
            auto loaded = std::make_unique<Loaded>();
            boost::dll::fs::error_code failed;
            loaded->library.load(
                path, boost::dll::load_mode::rtld_now | boost::dll::load_mode::rtld_local, failed);
            if (failed || !loaded->library.has("underpin_plugin_v1")) break;
            const auto entry =
                loaded->library.get<std::remove_pointer_t<underpin_plugin_v1_function>>(
                    "underpin_plugin_v1");
            const underpin_plugin* table = entry(UNDERPIN_ABI_MAJOR, UNDERPIN_ABI_MINOR);
            if (table == nullptr) break;
            const auto plugin = copy_table(table);
            if (plugin.abi_major != UNDERPIN_ABI_MAJOR || plugin.scorer == nullptr) break;
            loaded->scorer = copy_table(plugin.scorer);
            loaded->info = {to_string(plugin.name),
                            to_string(plugin.version),
                            to_string(plugin.title),
                            to_string(plugin.description),
                            to_string(loaded->scorer.unit),
                            to_string(loaded->scorer.config_schema),
                            path};
            loaded_.push_back(std::move(loaded));
            break;
        }
    }
}

// Libraries are never unloaded: a plugin may have left threads or handlers behind.
ScorerLibrary::~ScorerLibrary() {
    // On the heap and never destroyed, but reachable for ever: no leak.
    static auto* const kept = new std::vector<boost::dll::shared_library>;
    for (auto& loaded : loaded_) kept->push_back(std::move(loaded->library));
}

const ScorerInfo* ScorerLibrary::find(const std::string& name) const {
    for (const auto& loaded : loaded_) {
        if (loaded->info.name == name) return &loaded->info;
    }
    return nullptr;
}

std::vector<std::string> ScorerLibrary::names() const {
    std::vector<std::string> names;
    for (const auto& loaded : loaded_) names.push_back(loaded->info.name);
    return names;
}

Result<std::unique_ptr<ScorerInstance>> ScorerLibrary::create(
    const std::string& name, const std::string& config_json,
    const std::string& objective_calendar) const {
    const auto at = std::ranges::find_if(
        loaded_, [&](const auto& loaded) { return loaded->info.name == name; });
    if (at == loaded_.end()) {
        return Error{ErrorClass::not_found,
                     "no scorer plugin is called '" + name + "'",
                     "see underpin plugin list",
                     {}};
    }
    const auto& scorer = (*at)->scorer;
    std::unique_ptr<ScorerInstance> instance(new ScorerInstance);
    instance->scorer_ = &scorer;
    instance->version_ = (*at)->info.version;
    instance->config_json_ = with_defaults(config_json, (*at)->info.config_schema);

    Wishes wishes;
    wishes.fixed_columns = scorer.column_count;
    wishes.objective_calendar = objective_calendar;
    const underpin_scorer_host scorer_host{sizeof(underpin_scorer_host), &wishes, wish_calendar,
                                           wish_column, objective_calendar_of};
    ScorerCallHost host(instance->config_json_);
    const auto result = scorer.create(host.table(), &scorer_host, &instance->self_);
    if (result != UNDERPIN_OK) {
        instance->self_ = nullptr;
        return host.error(result, name);
    }
    instance->calendars_ = std::move(wishes.calendars);
    instance->columns_ = std::move(wishes.columns);
    instance->unit_ =
        scorer.unit_of != nullptr ? to_string(scorer.unit_of(instance->self_)) : (*at)->info.unit;
    const auto shape = scorer.shape_of != nullptr ? scorer.shape_of(instance->self_) : scorer.shape;
    instance->shape_ = shape == UNDERPIN_SHAPE_SAMPLE ? Shape::sample
                       : shape == UNDERPIN_SHAPE_CASE ? Shape::case_
                                                      : Shape::interval;
    return instance;
}

ScorerInstance::~ScorerInstance() {
    if (self_ != nullptr && scorer_->destroy != nullptr) scorer_->destroy(self_);
}

bool ScorerInstance::coverage_of_service() const { return scorer_->coverage_of_service != 0; }

Result<std::vector<ScorerAnswer>> ScorerInstance::measure(const ScorerEvidence& evidence,
                                                          const std::vector<ScorerCell>& cells,
                                                          ScorerDetail detail) const {
    ScorerCall call(*scorer_, evidence, columns_, cells, detail);
    ScorerCallHost host(config_json_);
    const auto result = scorer_->measure(self_, host.table(), call.evidence(), call.cells(),
                                         cells.size(), call.findings(), call.answers());
    if (result != UNDERPIN_OK) return host.error(result, "scorer");
    return call.take_answers();
}

}  // namespace underpin

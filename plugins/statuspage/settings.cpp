#include "settings.hpp"

#include "underpin/times.hpp"

namespace statuspage {
namespace {

// What the API calls a component's status, and what the product calls that state. Every one counts
// in full until the contract says otherwise.
constexpr std::pair<const char*, const char*> default_states[] = {
    {"major_outage", "outage"},
    {"partial_outage", "outage"},
    {"degraded_performance", "degraded"},
    {"under_maintenance", "maintenance"},
    {"maintenance_overrun", "maintenance_overrun"}};

}  // namespace

Settings Settings::read(const underpin::Config& config) {
    Settings settings;
    settings.page = config.text("/page");
    while (settings.page.ends_with('/')) settings.page.pop_back();
    settings.pages = config.integer("/pages", 1);
    for (const auto& [id, name] : config.map("/components")) settings.components[id] = name;
    for (const auto& [status, state] : default_states) settings.states[status] = state;
    for (const auto& [status, state] : config.map("/states")) settings.states[status] = state;
    constexpr int scale = 6;
    for (const auto& [status, impact] : config.map("/impact")) {
        const underpin::Int128 units = config.decimal("/impact/" + status, scale, 0);
        if (units < 0 || units > 1'000'000) {
            throw underpin::configuration_error("impact." + status + " must be between 0 and 1");
        }
        settings.impacts[status] = units;
    }
    if (const std::string since = config.text("/since", ""); !since.empty()) {
        settings.since = underpin::parse_instant(since);
        if (!settings.since) {
            throw underpin::configuration_error(
                "since must be a time with an offset, such as 2024-01-01T00:00:00Z");
        }
    }
    settings.headers = config.map("/headers");
    return settings;
}

}  // namespace statuspage

#include "windows.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace statuspage {
namespace {

constexpr const char* operational = "operational";
constexpr const char* under_maintenance = "under_maintenance";
constexpr std::int64_t stray_ms = 12 * 3'600'000;

bool is_over(const Incident& incident) {
    return incident.status == "resolved" || incident.status == "postmortem" ||
           incident.status == "completed";
}

// When the incident was over: as it says, or as its last word on that says.
std::optional<std::int64_t> end_of(const Incident& incident) {
    if (incident.resolved_at) return incident.resolved_at;
    if (!is_over(incident) || incident.updates.empty()) return std::nullopt;
    for (const Update& update : incident.updates) {
        if (update.status == "resolved" || update.status == "completed") return update.at;
    }
    return incident.updates.back().at;
}

const char* status_of_impact(const std::string& impact) {
    if (impact == "critical") return "major_outage";
    if (impact == "major") return "partial_outage";
    if (impact == "minor") return "degraded_performance";
    return operational;
}

bool tells_components(const Incident& incident) {
    return std::ranges::any_of(incident.updates,
                               [](const Update& update) { return !update.affected.empty(); });
}

std::vector<Window> from_updates(const Incident& incident) {
    std::vector<Window> windows;
    std::map<std::string, std::size_t> open;  // component id -> its window that goes on
    for (const Update& update : incident.updates) {
        for (const Affected& affected : update.affected) {
            const auto running = open.find(affected.id);
            if (running != open.end()) {
                if (windows[running->second].status == affected.status) continue;
                windows[running->second].to = update.at;
                open.erase(running);
            }
            if (affected.status == operational) continue;
            open[affected.id] = windows.size();
            windows.push_back({incident.id + "/" + affected.id + "/" + update.id, affected.id,
                               affected.name, affected.status, update.at, std::nullopt});
        }
    }
    for (const auto& [id, index] : open) windows[index].to = end_of(incident);
    return windows;
}

std::vector<Window> from_impact(const Incident& incident) {
    const std::string status = status_of_impact(incident.impact);
    std::vector<Window> windows;
    if (status == operational) return windows;
    for (const Component& component : incident.components) {
        windows.push_back({incident.id + "/" + component.id, component.id, component.name, status,
                           incident.started_at, end_of(incident)});
    }
    if (windows.empty()) {
        windows.push_back({incident.id, "", "", status, incident.started_at, end_of(incident)});
    }
    return windows;
}

// The components of a maintenance: those that it lists, and those of which its updates tell.
std::map<std::string, std::string> components_of(const Incident& maintenance) {
    std::map<std::string, std::string> names;
    for (const Component& component : maintenance.components) names[component.id] = component.name;
    for (const Update& update : maintenance.updates) {
        for (const Affected& affected : update.affected) names.emplace(affected.id, affected.name);
    }
    if (names.empty()) names[""] = "";
    return names;
}

}  // namespace

std::vector<Window> incident_windows(const Incident& incident) {
    return tells_components(incident) ? from_updates(incident) : from_impact(incident);
}

std::vector<Window> maintenance_windows(const Incident& incident, std::int64_t now) {
    std::vector<Window> windows;
    const std::int64_t from = incident.scheduled_for.value_or(incident.started_at);
    const auto until = incident.scheduled_until ? incident.scheduled_until : end_of(incident);
    for (const auto& [id, name] : components_of(incident)) {
        windows.push_back({incident.id + "/" + id, id, name, under_maintenance, from, until});
    }
    for (Window& told : from_updates(incident)) {
        if (told.status != under_maintenance) {
            windows.push_back(std::move(told));
        } else if (until && told.to.value_or(now) > *until) {
            told.key += "/overrun";
            told.status = "maintenance_overrun";
            told.from = std::max(told.from, *until);
            windows.push_back(std::move(told));
        }
    }
    return windows;
}

const Window* stray_window(const Incident& incident, const std::vector<Window>& windows) {
    std::optional<std::int64_t> last = end_of(incident);
    for (const Update& update : incident.updates) {
        if (last) last = std::max(*last, update.created_at);
    }
    for (const Window& window : windows) {
        const bool early = window.from < incident.created_at - stray_ms;
        const bool late = last && (window.from > *last + stray_ms ||
                                   (window.to && *window.to > *last + stray_ms));
        if (early || late) return &window;
    }
    return nullptr;
}

}  // namespace statuspage

// Turns an incident's updates into windows: from when to when a component was in which status. Pure
// functions; any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "page.hpp"

namespace statuspage {

// One component in one status, without a break, as one incident tells it.
struct Window {
    std::string key;             // stays the same as long as the update that began it stands
    std::string component_id;    // empty: the incident names none, it is about the whole page
    std::string component_name;  // as the incident has it; may be empty
    std::string status;
    std::int64_t from = 0;
    std::optional<std::int64_t> to;  // none: not over yet
};

// The windows of an incident in which a component was not operational.
//
// A component is in the status that the last update before says. Where no update says anything
// about components, every component that the incident lists (or the page as a whole, where it lists
// none) is in the status that the incident's impact stands for, from its start to its resolution:
// minor is degraded performance, major a partial outage, critical a major one, none operational.
[[nodiscard]] std::vector<Window> incident_windows(const Incident& incident);

// The windows of a scheduled maintenance as it stood at `now`: the announced one for each component
// ("under_maintenance"), what it took longer ("maintenance_overrun"), and outages that its updates
// own up to.
[[nodiscard]] std::vector<Window> maintenance_windows(const Incident& incident, std::int64_t now);

// The first window that lies more than 12 hours outside of the incident's life, which goes from its
// creation to its resolution or last update; nothing where none does. People mistype dates.
[[nodiscard]] const Window* stray_window(const Incident& incident,
                                         const std::vector<Window>& windows);

}  // namespace statuspage

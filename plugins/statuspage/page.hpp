// What a status page answers, read from JSON into plain values. A text that is not what the API
// documents is a PluginError (UNDERPIN_DATA) that names the document and the field. Any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "underpin/json.hpp"

namespace statuspage {

struct Component {
    std::string id, name;
    std::string status;  // operational, degraded_performance, partial_outage, major_outage, ...
    std::int64_t created_at = 0;
    bool is_group = false;
};

// What an update says about one component.
struct Affected {
    std::string id, name, status;
};

struct Update {
    std::string id, status;
    std::int64_t at = 0;  // the time that the page shows, which a person may have set
    std::int64_t created_at = 0;
    std::vector<Affected> affected;
};

struct Incident {
    std::string id, title;
    std::string status;  // investigating ... resolved, postmortem; scheduled ... completed
    std::string impact;  // none, minor, major, critical, maintenance
    std::int64_t created_at = 0, started_at = 0;
    std::optional<std::int64_t> resolved_at;
    std::optional<std::int64_t> scheduled_for, scheduled_until;
    std::vector<Component> components;  // id and name only
    std::vector<Update> updates;        // in order of the time shown
    std::int64_t place = 0;             // in its document, from 1
};

struct Page {
    std::string id;
    std::vector<Component> components;  // of summary.json
    std::vector<Incident> incidents;    // or maintenances, as the list is called
};

// `what` is the document's name for messages, `list` the member that holds the incidents.
[[nodiscard]] Page read_page(const underpin::Json& root, const std::string& what,
                             const std::string& list, bool with_components);

}  // namespace statuspage

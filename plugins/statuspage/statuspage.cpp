// The importer for status pages that speak the Statuspage API, version 2: incidents and scheduled
// maintenances become intervals, one for each component and each stretch of one status.
//
// Order of reading: summary.json (components, what is going on), incidents.json (the latest ones),
// scheduled-maintenances.json. All three must be whole, and of the same page, before anything
// counts as covered.
#include <algorithm>
#include <set>

#include "memory.hpp"
#include "page.hpp"
#include "schema.hpp"
#include "settings.hpp"
#include "underpin/plugin.hpp"
#include "underpin/times.hpp"
#include "windows.hpp"

namespace statuspage {
namespace {

using underpin::Host;
using underpin::Json;
using underpin::Sink;

constexpr std::size_t full_list = 50;  // incidents in one answer, by the API's documentation
constexpr const char* withdrawn = "withdrawn";

// The columns of what is sent.
struct Columns {
    underpin::Batch batch{UNDERPIN_SHAPE_INTERVAL};
    underpin::TextBuilder& key = batch.text("key");
    underpin::InstantBuilder& from = batch.instants("from");
    underpin::InstantBuilder& to = batch.instants("to");
    underpin::TextBuilder& state = batch.text("state");
    underpin::DecimalBuilder& impact = batch.decimals("impact", 6);
    underpin::TextBuilder& component = batch.text("component");
    underpin::TextBuilder& incident = batch.text("incident");
    underpin::TextBuilder& component_id = batch.text("component_id");
    underpin::TextBuilder& status = batch.text("status");
    underpin::TextBuilder& title = batch.text("title");
    underpin::TextBuilder& declared_impact = batch.text("declared_impact");
    underpin::TextBuilder& announced = batch.text("announced");
    underpin::TextBuilder& progress = batch.text("progress");
};

// Asks the page, and remembers when it asked first.
class Portal {
  public:
    Portal(const Host& host, const Settings& settings) : host_(host), settings_(settings) {}

    Page get(const std::string& document, const std::string& list, bool with_components) {
        host_.stop_if_cancelled();
        const std::string name = document.substr(0, document.find('?'));
        auto answer = host_.http({settings_.page + "/api/v2/" + document, headers()});
        see_time(answer);
        const std::string text = answer.text();
        if (text.find_first_not_of(" \t\r\n") == std::string::npos) {
            throw underpin::data_error(name +
                                       " is empty, which says nothing; it does not say that "
                                       "all is well");
        }
        Page page = read_page(Json::parse_answer(text, name), name, list, with_components);
        if (page_id_.empty()) page_id_ = page.id;
        if (page.id != page_id_) {
            throw underpin::data_error(name + " is of page " + page.id + ", and summary.json of " +
                                       page_id_);
        }
        return page;
    }

    // What was read held at this time; UNDERPIN_ABSENT: not known.
    [[nodiscard]] std::int64_t as_of() const { return as_of_; }

  private:
    [[nodiscard]] std::vector<std::pair<std::string, std::string>> headers() const {
        auto headers = settings_.headers;
        headers.emplace_back("Accept", "application/json");
        return headers;
    }

    // A cache on the way may hand out what it has kept for `Age` seconds.
    void see_time(const underpin::HttpAnswer& answer) {
        if (answer.asked_at() == UNDERPIN_ABSENT) return;
        const auto age = underpin::parse_integer(answer.header("age").value_or("0")).value_or(0);
        const std::int64_t at = answer.asked_at() - std::clamp<std::int64_t>(age, 0, 86'400) * 1000;
        as_of_ = as_of_ == UNDERPIN_ABSENT ? at : std::min(as_of_, at);
    }

    const Host& host_;
    const Settings& settings_;
    std::string page_id_;
    std::int64_t as_of_ = UNDERPIN_ABSENT;
};

// What is wrong with the ids of `components`, or nothing.
std::string unknown_components(const Settings& settings, const Page& summary) {
    for (const auto& [id, name] : settings.components) {
        const auto is_it = [&id = id](const Component& component) { return component.id == id; };
        if (std::ranges::any_of(summary.components, is_it)) continue;
        std::string known;
        for (const Component& component : summary.components) {
            known += (known.empty() ? "" : ", ") + component.id + " (" + component.name + ")";
        }
        return "the page has no component " + id + "; it has " + known;
    }
    return {};
}

// One run.
class Run {
  public:
    Run(const Host& host, const Settings& settings, Sink& sink)
        : host_(host), settings_(settings), sink_(sink), portal_(host, settings) {}

    void read(std::string_view state) {
        const Page summary = portal_.get("summary.json", "incidents", true);
        before_ = Memory::read(state);
        if (before_.page != summary.id) before_ = {};
        after_.page = summary.id;
        if (const std::string unknown = unknown_components(settings_, summary); !unknown.empty()) {
            host_.warn(unknown);
        }
        see_names(summary);
        read_incidents(summary);
        read_maintenances();
        warn_of_lost_incidents();
        warn_of_silent_components(summary);
        cover(summary);
        sink_.checkpoint(after_.write());
    }

  private:
    void see_names(const Page& summary) {
        after_.names = before_.names;
        for (const Component& component : summary.components) {
            const auto [known, added] = after_.names.emplace(component.id, component.name);
            if (added || known->second == component.name) continue;
            if (settings_.components.contains(component.id)) continue;
            host_.warn("the page calls component " + known->second + " now " + component.name +
                       "; its records keep " + known->second + " (set components." + component.id +
                       " to choose)");
        }
    }

    void read_incidents(const Page& summary) {
        for (std::int64_t number = 1; number <= settings_.pages; ++number) {
            const std::string query = number == 1 ? "" : "?page=" + std::to_string(number);
            const Page page = portal_.get("incidents.json" + query, "incidents", false);
            complete_ = page.incidents.size() < full_list;
            std::size_t added = 0;
            for (const Incident& incident : page.incidents) {
                oldest_ = std::min(oldest_, incident.created_at);
                if (seen_.contains(incident.id)) continue;
                ++added;
                take(incident, incident_windows(incident));
            }
            sink_.send(columns_.batch);
            host_.progress(static_cast<std::uint64_t>(number),
                           static_cast<std::uint64_t>(settings_.pages));
            // A server that does not know pages answers the first one again.
            if (added == 0 && number > 1) complete_ = page.incidents.empty();
            if (complete_ || added == 0) break;
        }
        // What is still going on may be older than the latest ones.
        for (const Incident& incident : summary.incidents) {
            if (!seen_.contains(incident.id)) take(incident, incident_windows(incident));
        }
        sink_.send(columns_.batch);
    }

    void read_maintenances() {
        const Page page =
            portal_.get("scheduled-maintenances.json", "scheduled_maintenances", false);
        for (const Incident& maintenance : page.incidents) {
            if (seen_.contains(maintenance.id)) continue;
            take(maintenance, maintenance_windows(maintenance, portal_.as_of()));
        }
        sink_.send(columns_.batch);
    }

    void take(const Incident& incident, const std::vector<Window>& windows) {
        seen_.insert(incident.id);
        Memory::Windows sent;
        for (const Window& window : windows) {
            sent[window.key] = window.from;
            send(incident, window,
                 settings_.states.contains(window.status) ? settings_.states.at(window.status)
                                                          : window.status);
            const bool under_way =
                incident.status == "in_progress" || incident.status == "verifying";
            if (!window.to || under_way) affected_now_.insert(window.component_id);
        }
        const auto known = before_.incidents.find(incident.id);
        if (known != before_.incidents.end()) take_back(incident, known->second, sent);
        // What was said of it in an earlier run is not said again.
        if (known == before_.incidents.end() || known->second != sent) remark(incident, windows);
        if (!sent.empty()) after_.incidents[incident.id] = std::move(sent);
    }

    void remark(const Incident& incident, const std::vector<Window>& windows) {
        const std::string what = "incident " + incident.id + " (" + incident.title + ") of " +
                                 underpin::instant_text(incident.created_at);
        if (incident.scheduled_for) return;
        if (const Window* stray = stray_window(incident, windows)) {
            host_.warn(what + " has a window from " + underpin::instant_text(stray->from) + " to " +
                       (stray->to ? underpin::instant_text(*stray->to) : "now") +
                       ", more than 12 h outside of it: a mistyped date? It is taken as published");
        }
        if (windows.size() == 1 && windows[0].component_id.empty()) {
            host_.warn(what +
                       " names no component: an objective that selects by component does "
                       "not see it");
        }
    }

    // Windows that the page told of before and does not any more: the page was edited.
    void take_back(const Incident& incident, const Memory::Windows& before,
                   const Memory::Windows& sent) {
        std::size_t count = 0;
        for (const auto& [key, from] : before) {
            if (sent.contains(key)) continue;
            ++count;
            send(incident, {key, "", "", withdrawn, from, from}, withdrawn);
        }
        if (count == 0) return;
        host_.warn("incident " + incident.id + " (" + incident.title +
                   ") was edited: windows that "
                   "are no longer published: " +
                   std::to_string(count) + "; their earlier revisions are kept");
    }

    void send(const Incident& incident, const Window& window, const std::string& state) {
        columns_.key.set(window.key);
        columns_.from.set(window.from);
        if (window.to) columns_.to.set(*window.to);
        columns_.state.set(state);
        if (const auto impact = settings_.impacts.find(window.status);
            impact != settings_.impacts.end()) {
            columns_.impact.set(impact->second);
        }
        if (!window.component_id.empty()) {
            columns_.component.set(name_of(window));
            columns_.component_id.set(window.component_id);
        }
        columns_.incident.set(incident.id);
        columns_.status.set(window.status);
        if (!incident.title.empty()) columns_.title.set(incident.title);
        columns_.declared_impact.set(incident.impact);
        if (incident.scheduled_for) {
            columns_.announced.set(underpin::instant_text(incident.created_at));
            columns_.progress.set(incident.status);
        }
        columns_.batch.end_row(incident.place);
    }

    std::string name_of(const Window& window) {
        const auto chosen = settings_.components.find(window.component_id);
        if (chosen != settings_.components.end()) return chosen->second;
        // A component that the page has removed is known from its incidents only.
        const std::string& told =
            window.component_name.empty() ? window.component_id : window.component_name;
        return after_.names.emplace(window.component_id, told).first->second;
    }

    // An incident that was there, would have to be there still, and is not.
    void warn_of_lost_incidents() {
        for (const auto& [id, windows] : before_.incidents) {
            if (seen_.contains(id)) continue;
            std::int64_t first = INT64_MAX;
            for (const auto& [key, from] : windows) first = std::min(first, from);
            if (!complete_ && first < oldest_) continue;
            host_.warn("incident " + id + " of " + underpin::instant_text(first) +
                       " is no longer on the page; its records stay as they were last seen");
        }
    }

    // A status without an incident has no history: it cannot be measured, but it must be seen.
    void warn_of_silent_components(const Page& summary) {
        if (affected_now_.contains("")) return;
        for (const Component& component : summary.components) {
            const bool bad = component.status != "operational" && !component.is_group;
            if (!bad || affected_now_.contains(component.id)) continue;
            host_.warn("component " + component.name + " is " + component.status +
                       " without an incident; the page does not say since when, so it is not "
                       "counted");
        }
    }

    // Silence is good news from the oldest incident that the page still lists on, or, where it
    // lists all that it ever had, from its first component on; until the page was asked.
    void cover(const Page& summary) {
        if (portal_.as_of() == UNDERPIN_ABSENT) {
            host_.warn("the host keeps no clock: nothing is covered");
            return;
        }
        std::int64_t from = oldest_;
        if (complete_) {
            for (const Component& component : summary.components) {
                from = std::min(from, component.created_at);
            }
        }
        if (settings_.since) from = std::max(from, *settings_.since);
        if (from < portal_.as_of()) sink_.covered(from, portal_.as_of());
    }

    const Host& host_;
    const Settings& settings_;
    Sink& sink_;
    Portal portal_;
    Columns columns_;
    Memory before_, after_;
    std::set<std::string> seen_;          // incidents and maintenances of this run
    std::set<std::string> affected_now_;  // components with a window that goes on
    std::int64_t oldest_ = INT64_MAX;     // creation of the oldest incident that is listed
    bool complete_ = false;               // the page listed all incidents that it has
};

class Statuspage final : public underpin::Importer {
  public:
    explicit Statuspage(const Host& host) : settings_(Settings::read(host.config())) {}

    void check(const Host& host) override {
        const Page summary = Portal(host, settings_).get("summary.json", "incidents", true);
        const std::string unknown = unknown_components(settings_, summary);
        if (!unknown.empty()) throw underpin::configuration_error(unknown);
    }

    std::vector<underpin::Stream> discover(const Host& host) override {
        static_cast<void>(host);
        return {{"windows", UNDERPIN_SHAPE_INTERVAL, "Incidents and maintenances by component"}};
    }

    void read(const Host& host, std::string_view stream, std::string_view state,
              Sink& sink) override {
        if (!stream.empty() && stream != "windows") {
            throw underpin::configuration_error("there is one stream, windows");
        }
        Run(host, settings_, sink).read(state);
    }

  private:
    Settings settings_;
};

}  // namespace
}  // namespace statuspage

UNDERPIN_PLUGIN_IMPORTER(statuspage::Statuspage, "statuspage", "1.0.0", "Statuspage",
                         "Reads outages and maintenances from a page of the Statuspage API v2.",
                         statuspage::config_schema)

#include "page.hpp"

#include <algorithm>

#include "underpin/times.hpp"

namespace statuspage {
namespace {

using underpin::Json;

// A value and the way to it, for messages: "incidents.json: incidents[3].created_at".
class Field {
  public:
    Field(const Json& value, std::string path) : value_(&value), path_(std::move(path)) {}

    [[nodiscard]] Field at(const std::string& name) const {
        const Json* found = value_->find(name);
        if (found == nullptr || found->is(Json::Type::null)) fail(below(name), "is missing");
        return {*found, below(name)};
    }
    // Null and absent are both nothing.
    [[nodiscard]] std::optional<Field> maybe(const std::string& name) const {
        const Json* found = value_->find(name);
        if (found == nullptr || found->is(Json::Type::null)) return std::nullopt;
        return Field(*found, below(name));
    }
    [[nodiscard]] const std::string& text() const {
        if (!value_->is(Json::Type::text)) fail(path_, "is not text");
        return value_->text();
    }
    [[nodiscard]] std::int64_t instant() const {
        const auto ms = underpin::parse_instant(text());
        if (!ms) fail(path_, "is no time with an offset: \"" + value_->text() + "\"");
        return *ms;
    }
    [[nodiscard]] bool boolean() const { return value_->boolean(); }
    [[nodiscard]] std::vector<Field> list() const {
        if (!value_->is(Json::Type::list)) fail(path_, "is not a list");
        std::vector<Field> items;
        for (const Json& item : value_->list()) {
            items.emplace_back(item, path_ + "[" + std::to_string(items.size()) + "]");
        }
        return items;
    }

  private:
    [[nodiscard]] std::string below(const std::string& name) const {
        return path_ + (path_.ends_with(' ') ? "" : ".") + name;
    }
    [[noreturn]] static void fail(const std::string& where, const std::string& why) {
        throw underpin::data_error(where + " " + why + "; is this the API v2 of a Statuspage?");
    }

    const Json* value_;
    std::string path_;
};

std::string text_or(const Field& field, const std::string& name, const std::string& absent) {
    const auto found = field.maybe(name);
    return found ? found->text() : absent;
}

std::optional<std::int64_t> maybe_instant(const Field& field, const std::string& name) {
    const auto found = field.maybe(name);
    return found ? std::optional(found->instant()) : std::nullopt;
}

Component read_component(const Field& field) {
    Component component;
    component.id = field.at("id").text();
    component.name = field.at("name").text();
    component.status = field.at("status").text();
    component.created_at = field.at("created_at").instant();
    const auto group = field.maybe("group");
    component.is_group = group && group->boolean();
    return component;
}

Update read_update(const Field& field) {
    Update update;
    update.id = field.at("id").text();
    update.status = text_or(field, "status", "");
    update.created_at = field.at("created_at").instant();
    update.at = maybe_instant(field, "display_at").value_or(update.created_at);
    if (const auto affected = field.maybe("affected_components")) {
        for (const Field& item : affected->list()) {
            // "code" is the component's id.
            update.affected.push_back(
                {item.at("code").text(), text_or(item, "name", ""), item.at("new_status").text()});
        }
    }
    return update;
}

Incident read_incident(const Field& field) {
    Incident incident;
    incident.id = field.at("id").text();
    incident.title = text_or(field, "name", "");
    incident.status = field.at("status").text();
    incident.impact = text_or(field, "impact", "none");
    incident.created_at = field.at("created_at").instant();
    incident.started_at = maybe_instant(field, "started_at").value_or(incident.created_at);
    incident.resolved_at = maybe_instant(field, "resolved_at");
    incident.scheduled_for = maybe_instant(field, "scheduled_for");
    incident.scheduled_until = maybe_instant(field, "scheduled_until");
    if (const auto components = field.maybe("components")) {
        for (const Field& item : components->list()) {
            incident.components.push_back(
                {item.at("id").text(), text_or(item, "name", ""), "", 0, false});
        }
    }
    // Newest first in the document; of equal times the later one in the document came first.
    for (const Field& item : field.at("incident_updates").list()) {
        incident.updates.insert(incident.updates.begin(), read_update(item));
    }
    std::ranges::stable_sort(incident.updates, {}, [](const Update& update) {
        return std::pair(update.at, update.created_at);
    });
    return incident;
}

}  // namespace

Page read_page(const Json& root, const std::string& what, const std::string& list,
               bool with_components) {
    const Field document(root, what + ": ");
    Page page;
    page.id = document.at("page").at("id").text();
    if (with_components) {
        for (const Field& item : document.at("components").list()) {
            page.components.push_back(read_component(item));
        }
    }
    std::int64_t place = 0;
    for (const Field& item : document.at(list).list()) {
        page.incidents.push_back(read_incident(item));
        page.incidents.back().place = ++place;
    }
    return page;
}

}  // namespace statuspage

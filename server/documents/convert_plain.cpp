// Suppliers, services, calendars, exclusions and sources.
#include <algorithm>
#include <array>

#include "base/cron.h"
#include "base/text.h"
#include "documents/convert.h"
#include "documents/json_text.h"

namespace underpin {
namespace {

Currency find_currency(const Fields& fields) {
    const Result<Currency> currency = Currency::find(fields.text("currency"));
    if (currency) return *currency;
    if (fields.has("currency")) fields.fail("currency", currency.error());
    return {};
}

// "09:00-17:30"; the schema has checked its form.
OpenHours parse_hours(const std::string& text) {
    const auto number = [&](std::size_t at) { return (text[at] - '0') * 10 + text[at + 1] - '0'; };
    return {number(0) * 60 + number(3), number(6) * 60 + number(9)};
}

bool well_formed(const std::string& hours) {
    constexpr std::string_view form = "00:00-00:00";
    if (hours.size() != form.size()) return false;
    for (std::size_t i = 0; i < form.size(); ++i) {
        const bool digit = hours[i] >= '0' && hours[i] <= '9';
        if (form[i] == '0' ? !digit : hours[i] != form[i]) return false;
    }
    return true;
}

std::vector<OpenHours> read_day(const Fields& days, const std::string& key) {
    std::vector<OpenHours> open;
    const Node* list = days.find(key);
    if (list == nullptr) return open;
    for (std::size_t i = 0; i < list->items.size(); ++i) {
        const Node& item = list->items[i];
        if (!well_formed(item.text)) continue;  // the schema said so
        const Fields here(item, days.path() / key / i, days.conversion());
        const OpenHours hours = parse_hours(item.text);
        if (hours.to_minute <= hours.from_minute) {
            here.fail("", "the range " + item.text + " ends before it starts",
                      "hours past midnight are two ranges, one on each day");
            continue;
        }
        const auto overlaps = [&](const OpenHours& other) {
            return other.from_minute < hours.to_minute && hours.from_minute < other.to_minute;
        };
        if (std::any_of(open.begin(), open.end(), overlaps)) {
            here.fail("", "the range " + item.text + " overlaps another one of that day");
            continue;
        }
        open.push_back(hours);
    }
    std::sort(open.begin(), open.end(),
              [](const OpenHours& a, const OpenHours& b) { return a.from_minute < b.from_minute; });
    return open;
}

void read_holidays(const Fields& spec, Calendar& calendar) {
    const Node* list = spec.find("holidays");
    if (list == nullptr) return;
    for (std::size_t i = 0; i < list->items.size(); ++i) {
        const Fields here(list->items[i], spec.path() / "holidays" / i, spec.conversion());
        const Result<Date> date = parse_date(list->items[i].text);
        if (!date) {
            here.fail("", date.error());
        } else if (!calendar.holidays.insert(*date).second) {
            here.warn("", "the holiday " + list->items[i].text + " stands here twice");
        }
    }
}

void read_special_days(const Fields& spec, Calendar& calendar) {
    const Fields days = spec.map("days");
    for (const NodeEntry& entry : days.node().entries) {
        const Result<Date> date = parse_date(entry.key);
        if (!date) {
            days.fail(entry.key, date.error());
        } else {
            calendar.days[*date] = read_day(days, entry.key);
        }
    }
}

}  // namespace

Supplier convert_supplier(const Fields& spec) {
    Supplier supplier;
    supplier.tier = spec.text("tier");
    supplier.status = spec.text("status", supplier.status);
    supplier.kind = spec.text("kind", supplier.kind);
    supplier.owner = spec.text("owner");
    supplier.parent = spec.maybe_text("parent");
    supplier.country = spec.text("country");
    supplier.lei = spec.text("lei");
    supplier.external_ids = spec.text_map("external_ids");
    for (const Fields& contact : spec.list("contacts")) {
        supplier.contacts.push_back({contact.text("role"), contact.integer("level"),
                                     contact.text("name"), contact.text("email"),
                                     contact.text("phone")});
    }
    return supplier;
}

Service convert_service(const Fields& spec) {
    Service service;
    service.criticality = spec.text("criticality");
    service.depends_on = spec.texts("depends_on");
    if (spec.has("downtime_cost")) {
        const Fields cost = spec.map("downtime_cost");
        const Currency currency = find_currency(cost);
        if (!currency.code.empty()) service.downtime_cost = cost.money("amount", currency);
        service.downtime_cost_per = cost.text("per", "hour");
    }
    return service;
}

Calendar convert_calendar(const Fields& spec, const Metadata& metadata) {
    constexpr std::array<const char*, 7> names = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};
    Calendar calendar;
    calendar.id = metadata.id;
    calendar.name = metadata.name;
    calendar.time_zone = read_time_zone(spec, "");
    const Fields open = spec.map("open");
    for (std::size_t i = 0; i < names.size(); ++i) calendar.open[i] = read_day(open, names[i]);
    read_holidays(spec, calendar);
    read_special_days(spec, calendar);
    const auto closed = [](const auto& hours) { return hours.empty(); };
    if (std::all_of(calendar.open.begin(), calendar.open.end(), closed) && calendar.days.empty()) {
        spec.warn("", "the calendar is never open", "give hours in open or days");
    }
    return calendar;
}

Exclusion convert_exclusion(const Fields& spec) {
    Exclusion exclusion;
    exclusion.agreement = spec.text("agreement");
    const auto from = spec.instant("from");
    const auto to = spec.instant("to");
    if (from && to && *to <= *from) {
        spec.fail("to", "the exclusion ends before it starts", "to is exclusive and after from");
    }
    if (from && to) exclusion.window = {*from, *to};
    exclusion.reason = spec.text("reason");
    exclusion.approved = spec.boolean("approved", false);
    exclusion.objectives = spec.texts("objectives");
    exclusion.components = spec.texts("components");
    exclusion.stops_cases = spec.boolean("stops_cases", false);
    return exclusion;
}

PluginConfig check_plugin_config(const Fields& fields, const std::string& key,
                                 const std::optional<std::string>& schema) {
    static const Node empty = Node::of_map();
    const Node* given = fields.find(key);
    Node node = given == nullptr ? empty : *given;
    if (given == nullptr) {  // errors point at what holds the configuration
        node.file = fields.node().file;
        node.line = fields.node().line;
        node.column = fields.node().column;
    }
    if (!node.is(Node::Type::map)) return {"{}", "{}", false};
    if (!schema) {
        const std::string text = canonical_json(node);
        return {text, text, true};
    }
    auto& schemas = fields.conversion().plugin_schemas;
    const auto found = schemas.try_emplace(*schema, Schema::parse(*schema)).first;
    if (!found->second) {
        if (!fields.conversion().catalogs.lenient) fields.fail(key, found->second.error());
        return {canonical_json(node), canonical_json(node), false};
    }
    const bool lenient = fields.conversion().catalogs.lenient;
    Errors ignored;
    Errors& errors = lenient ? ignored : fields.conversion().errors;
    const std::size_t before = errors.size();
    const Node normal = found->second->check(node, fields.path() / key, errors);
    if (lenient && !ignored.empty()) {  // an older version of the plugin took it
        const std::string text = canonical_json(node);
        return {text, text, false};
    }
    return {canonical_json(normal), canonical_json(found->second->with_defaults(normal)),
            errors.size() == before};
}

Source convert_source(const Fields& spec) {
    Source source;
    const Catalogs& catalogs = spec.conversion().catalogs;
    source.supplier = spec.maybe_text("supplier");
    source.plugin = spec.text("plugin");
    source.schedule = spec.text("schedule");
    if (!source.schedule.empty()) {
        if (const auto cron = Cron::parse(source.schedule); !cron)
            spec.fail("schedule", cron.error());
    }
    source.time_zone = read_time_zone(spec, source.time_zone);
    std::optional<std::string> schema;
    if (catalogs.importers != nullptr && spec.has("plugin")) {
        schema = catalogs.importers->schema_of(source.plugin);
        if (!schema && !catalogs.lenient) {
            const auto names = catalogs.importers->names();
            const auto near = nearest_word(source.plugin, names);
            spec.fail("plugin", "there is no importer \"" + source.plugin + "\"",
                      near ? "did you mean " + *near + "?" : "installed are " + join(names, ", "));
        }
    }
    const PluginConfig config = check_plugin_config(spec, "config", schema);
    source.config_written = config.written;
    source.config_json = config.complete;
    source.folder = spec.text("folder");
    const Fields secrets = spec.map("secrets");
    for (const NodeEntry& entry : secrets.node().entries) {
        const Fields place = secrets.map(entry.key);
        source.secrets[entry.key] =
            place.has("file") ? SecretPlace{SecretPlace::Kind::file, place.text("file")}
                              : SecretPlace{SecretPlace::Kind::environment, place.text("env")};
    }
    return source;
}

}  // namespace underpin

#include "documents/write.h"

#include <array>
#include <fmt/format.h>

#include "documents/json_text.h"
#include "documents/tree_writer.h"

namespace underpin {
namespace {

Node write_hours(const std::vector<OpenHours>& hours) {
    Node list = Node::of_list();
    for (const OpenHours& h : hours) {
        list.items.push_back(
            Node::of_text(fmt::format("{:02}:{:02}-{:02}:{:02}", h.from_minute / 60,
                                      h.from_minute % 60, h.to_minute / 60, h.to_minute % 60)));
    }
    return list;
}

struct SpecWriter {
    Node operator()(const Supplier& supplier) const {
        TreeWriter spec;
        spec.text("tier", supplier.tier);
        spec.text("status", supplier.status, "active");
        spec.text("kind", supplier.kind, "external");
        spec.text("owner", supplier.owner);
        spec.maybe("parent", supplier.parent);
        spec.text("country", supplier.country);
        spec.text("lei", supplier.lei);
        spec.texts("external_ids", supplier.external_ids);
        Node contacts = Node::of_list();
        for (const Contact& contact : supplier.contacts) {
            TreeWriter fields;
            fields.text("role", contact.role);
            fields.maybe("level", contact.level);
            fields.text("name", contact.name);
            fields.text("email", contact.email);
            fields.text("phone", contact.phone);
            contacts.items.push_back(fields.take());
        }
        spec.node("contacts", std::move(contacts));
        return spec.take();
    }

    Node operator()(const Service& service) const {
        TreeWriter spec;
        spec.text("criticality", service.criticality);
        if (service.downtime_cost) {
            TreeWriter cost;
            cost.maybe("amount", service.downtime_cost);
            cost.text("currency", service.downtime_cost->currency.code);
            cost.text("per", service.downtime_cost_per, "hour");
            spec.node("downtime_cost", cost.take());
        }
        spec.texts("depends_on", service.depends_on);
        return spec.take();
    }

    Node operator()(const Calendar& calendar) const {
        constexpr std::array<const char*, 7> names = {"mon", "tue", "wed", "thu",
                                                      "fri", "sat", "sun"};
        TreeWriter spec;
        spec.text("time_zone", calendar.time_zone);
        TreeWriter open;
        for (std::size_t i = 0; i < names.size(); ++i) {
            open.node(names[i], write_hours(calendar.open[i]));
        }
        spec.node("open", open.take());
        std::vector<std::string> holidays;
        for (const Date date : calendar.holidays) holidays.push_back(format_date(date));
        spec.texts("holidays", holidays);
        Node days = Node::of_map();
        for (const auto& [date, hours] : calendar.days) {
            days.put(format_date(date), write_hours(hours));
        }
        spec.node("days", std::move(days));
        return spec.take();
    }

    Node operator()(const Contract& contract) const {
        TreeWriter spec;
        spec.text("supplier", contract.supplier);
        spec.text("number", contract.number);
        spec.node("term", write_term(contract.term));
        TreeWriter renewal;
        renewal.text("kind", contract.renewal.kind, "none");
        renewal.number("months", contract.renewal.months, 0);
        if (contract.renewal.notice && contract.renewal.notice->days) {
            renewal.maybe("notice_days", contract.renewal.notice->days);
        } else if (contract.renewal.notice) {
            renewal.node("notice", write_notice(*contract.renewal.notice));
        }
        spec.node("renewal", renewal.take());
        Node breaks = Node::of_list();
        for (const BreakOption& option : contract.breaks) {
            TreeWriter fields;
            fields.text("name", option.name);
            fields.text("on", format_date(option.on));
            fields.node("notice", write_notice(option.notice));
            fields.node("clause", write_clause(option.clause));
            breaks.items.push_back(fields.take());
        }
        spec.node("breaks", std::move(breaks));
        spec.text("currency", contract.currency.code);
        spec.text("kind", contract.kind, "standalone");
        spec.maybe("parent", contract.parent);
        spec.node("subcontractors", write_subcontractors(contract));
        spec.node("charges", write_charges(contract));
        TreeWriter caps;
        caps.maybe("period_percent", contract.caps.period.percent);
        caps.maybe("period_amount", contract.caps.period.amount);
        caps.maybe("year_percent", contract.caps.year.percent);
        caps.maybe("year_amount", contract.caps.year.amount);
        spec.node("caps", caps.take());
        spec.node("claim", write_claim(contract.claim));
        spec.maybe("grace_until", contract.grace_until);
        if (contract.remedy) {
            constexpr std::array<const char*, 3> remedies = {"price_adjustment", "sole",
                                                             "without_prejudice"};
            spec.text("remedy", remedies.at(static_cast<std::size_t>(*contract.remedy)));
        }
        return spec.take();
    }

    Node operator()(const Agreement& agreement) const { return write_agreement(agreement); }

    Node operator()(const Exclusion& exclusion) const {
        TreeWriter spec;
        spec.text("agreement", exclusion.agreement);
        spec.text("from", format_instant(exclusion.window.from));
        spec.text("to", format_instant(exclusion.window.to));
        spec.text("reason", exclusion.reason);
        spec.boolean("approved", exclusion.approved);
        spec.texts("objectives", exclusion.objectives);
        spec.texts("components", exclusion.components);
        spec.boolean("stops_cases", exclusion.stops_cases);
        return spec.take();
    }

    Node operator()(const Source& source) const {
        TreeWriter spec;
        spec.maybe("supplier", source.supplier);
        spec.text("plugin", source.plugin);
        spec.text("schedule", source.schedule);
        spec.text("time_zone", source.time_zone, "UTC");
        spec.node("config", tree_of(source.config_written));
        spec.text("folder", source.folder);
        Node secrets = Node::of_map();
        for (const auto& [name, place] : source.secrets) {
            TreeWriter from;
            from.text(place.kind == SecretPlace::Kind::file ? "file" : "env", place.name);
            secrets.put(name, from.take());
        }
        spec.node("secrets", std::move(secrets));
        return spec.take();
    }

    static Node write_notice(const NoticePeriod& notice) {
        TreeWriter fields;
        fields.maybe("days", notice.days);
        fields.maybe("months", notice.months);
        fields.maybe("working_days", notice.working_days);
        fields.text("calendar", notice.calendar);
        return fields.take();
    }

    static Node write_subcontractors(const Contract& contract) {
        Node list = Node::of_list();
        for (const Subcontractor& subcontractor : contract.subcontractors) {
            TreeWriter fields;
            fields.text("supplier", subcontractor.supplier);
            fields.maybe("service", subcontractor.service);
            fields.number("rank", subcontractor.rank, 1);
            list.items.push_back(fields.take());
        }
        return list;
    }

    static Node write_charges(const Contract& contract) {
        constexpr std::array<const char*, 4> per = {"month", "quarter", "year", "once"};
        Node list = Node::of_list();
        for (const Charge& charge : contract.charges) {
            TreeWriter fields;
            fields.maybe("service", charge.service);
            fields.text("amount", charge.amount.to_string());
            fields.text("per", per.at(static_cast<std::size_t>(charge.per)));
            fields.text("from", format_date(charge.from));
            fields.maybe("to", charge.to);
            list.items.push_back(fields.take());
        }
        return list;
    }
};

Node write_metadata(const Metadata& metadata) {
    TreeWriter fields;
    fields.text("id", metadata.id);
    fields.text("name", metadata.name);
    fields.texts("labels", metadata.labels);
    fields.maybe("effective_from", metadata.effective_from);
    if (metadata.applies_split) fields.text("applies", "split");
    fields.boolean("retired", metadata.retired);
    return fields.take();
}

}  // namespace

Node write_term(const Term& term) {
    TreeWriter fields;
    fields.text("from", format_date(term.from));
    fields.maybe("to", term.to);
    return fields.take();
}

Node write_clause(const std::optional<Clause>& clause) {
    TreeWriter fields;
    if (clause) {
        fields.text("document", clause->document);
        fields.text("ref", clause->ref);
        fields.text("text", clause->text);
    }
    return fields.take();
}

Node write_claim(const std::optional<ClaimTerms>& claim) {
    constexpr std::array<const char*, 3> modes = {"request", "set_off", "automatic"};
    TreeWriter fields;
    if (!claim) return fields.take();
    fields.text("mode", modes.at(static_cast<std::size_t>(claim->mode)));
    TreeWriter within;
    within.maybe("days", claim->days);
    within.maybe("working_days", claim->working_days);
    within.text("calendar", claim->calendar);
    within.maybe("billing_periods", claim->billing_periods);
    fields.node("within", within.take());
    return fields.take();
}

Node tree_of(const std::string& json) {
    if (json.empty()) return Node::of_map();
    return require(parse_json_value(json, ""));
}

Node to_node(const Document& document) {
    Node root = Node::of_map();
    root.put("apiVersion", Node::of_text("underpin/v1"));
    root.put("kind", Node::of_text(kind_name(document.kind)));
    root.put("metadata", write_metadata(document.metadata));
    root.put("spec", std::visit(SpecWriter{}, document.spec));
    return root;
}

std::string to_canonical_json(const Document& document) {
    return canonical_json(to_node(document));
}

std::string to_pretty_json(std::span<const Document> documents) {
    if (documents.size() == 1) return pretty_json(to_node(documents.front())) + "\n";
    Node list = Node::of_list();
    for (const Document& document : documents) list.items.push_back(to_node(document));
    return pretty_json(list) + "\n";
}

}  // namespace underpin

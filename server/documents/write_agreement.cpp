#include <array>

#include "documents/tree_writer.h"

namespace underpin {
namespace {

const char* mode_name(RoundingMode mode) {
    switch (mode) {
        case RoundingMode::half_up: return "half_up";
        case RoundingMode::down: return "down";
        case RoundingMode::half_even: break;
    }
    return "half_even";
}

Node write_filter(const Filter& filter) {
    TreeWriter fields;
    for (const auto& [name, values] : filter) fields.texts(name, values);
    return fields.take();
}

Node write_evidence(const EvidenceSelection& evidence) {
    TreeWriter fields;
    fields.texts("sources", evidence.sources);
    fields.node("where", write_filter(evidence.where));
    fields.node("unless", write_filter(evidence.unless));
    return fields.take();
}

Node write_target(const Target& target) {
    TreeWriter fields;
    fields.text(target.at_least ? "at_least" : "at_most", target.text);
    return fields.take();
}

struct SchemeWriter {
    TreeWriter& fields;
    bool at_least;

    void operator()(const TiersScheme& scheme) const {
        Node tiers = Node::of_list();
        for (const Tier& tier : scheme.tiers) {
            TreeWriter step;
            step.text(at_least ? "below" : "above", tier.threshold_text);
            step.text("percent", tier.percent.to_string());
            tiers.items.push_back(step.take());
        }
        fields.node("tiers", std::move(tiers));
    }
    void operator()(const SlopeScheme& scheme) const {
        constexpr std::array<const char*, 3> steps = {"exact", "whole", "started"};
        fields.text("percent", scheme.percent.to_string());
        fields.text("per", scheme.per_text);
        fields.text("steps", steps.at(static_cast<std::size_t>(scheme.steps)), "exact");
        if (scheme.starts_at) fields.text("starts_at", scheme.starts_at_text);
    }
    void operator()(const PointsScheme& scheme) const {
        Node bands = Node::of_list();
        for (const Band& band : scheme.bands) {
            TreeWriter step;
            step.text("name", band.name);
            step.text(at_least ? "below" : "above", band.threshold_text);
            step.number("points", band.points, -1);
            bands.items.push_back(step.take());
        }
        fields.node("bands", std::move(bands));
    }
    void operator()(const PoolScheme& scheme) const {
        fields.text("pool", scheme.pool.to_string(), "100");
        fields.text("allocation", scheme.allocation.to_string());
        TreeWriter earn_back;
        earn_back.maybe("periods", scheme.earn_back_periods);
        fields.node("earn_back", earn_back.take());
    }
    void operator()(const PerUnitScheme& scheme) const {
        fields.maybe("amount", scheme.amount);
        fields.maybe("percent", scheme.percent);
        fields.text("unit", scheme.unit_text);
        if (scheme.base_is_case) fields.text("base", "case");
        fields.maybe("at_most", scheme.at_most);
    }
    void operator()(const FixedScheme& scheme) const {
        fields.text("amount", scheme.amount.to_string());
    }
};

Node write_credits(const CreditTerms& credits, bool at_least) {
    TreeWriter fields;
    fields.text("scheme", credits.scheme_name());
    std::visit(SchemeWriter{fields, at_least}, credits.scheme);
    TreeWriter cap;
    cap.maybe("percent", credits.cap.percent);
    cap.maybe("amount", credits.cap.amount);
    fields.node("cap", cap.take());
    fields.maybe("minimum", credits.minimum);
    fields.maybe("grace_until", credits.grace_until);
    fields.node("claim", write_claim(credits.claim));
    fields.node("clause", write_clause(credits.clause));
    return fields.take();
}

Node write_points(const std::optional<PointsRule>& rule) {
    TreeWriter fields;
    if (!rule) return fields.take();
    fields.maybe("percent_per_point", rule->percent_per_point);
    Node ladder = Node::of_list();
    for (const PointsRung& rung : rule->ladder) {
        TreeWriter step;
        step.number("points", rung.points, -1);
        step.text("percent", rung.percent.to_string());
        ladder.items.push_back(step.take());
    }
    fields.node("ladder", std::move(ladder));
    fields.boolean("average_with_previous", rule->average_with_previous);
    Node node = fields.take();
    if (rule->repeat_multiplier != Decimal(2, 0)) {
        node.put("repeat_multiplier", Node::of_number(rule->repeat_multiplier.to_string()));
    }
    return node;
}

Node write_objective(const Objective& objective) {
    TreeWriter fields;
    fields.text("id", objective.id);
    fields.text("name", objective.name);
    fields.maybe("category", objective.category);
    fields.text("metric", objective.metric);
    fields.node("with", tree_of(objective.with_written));
    fields.node("evidence", write_evidence(objective.evidence));
    fields.maybe("calendar", objective.calendar);
    fields.node("target", write_target(objective.target));
    if (objective.floor) fields.text("floor", objective.floor->text);
    if (objective.rounding) {
        TreeWriter rounding;
        rounding.number("places", objective.rounding->places, -1);
        rounding.text("mode", mode_name(objective.rounding->mode), "half_even");
        fields.node("rounding", rounding.take());
    }
    fields.text("weight", objective.weight.to_string(), "1");
    fields.text("min_coverage", format_exact(objective.min_coverage), "0.9");
    fields.number("min_samples", objective.min_samples, 1);
    if (objective.when_empty == WhenEmpty::met) fields.text("when_empty", "met");
    if (objective.when_no_data == WhenNoData::breach) fields.text("when_no_data", "breach");
    fields.node("clause", write_clause(objective.clause));
    if (objective.credits) {
        fields.node("credits", write_credits(*objective.credits, objective.target.at_least));
    }
    return fields.take();
}

Node write_trigger(const Trigger& trigger) {
    TreeWriter fields;
    fields.text("name", trigger.name);
    fields.text("objective", trigger.objective, "any");
    fields.maybe("breaches", trigger.breaches);
    if (trigger.points) fields.number("points", static_cast<int>(trigger.points->units()), -1);
    fields.maybe("in_periods", trigger.in_periods);
    fields.maybe("value_below", trigger.value_below);
    fields.node("clause", write_clause(trigger.clause));
    return fields.take();
}

Node write_period(const PeriodRule& rule) {
    constexpr std::array<const char*, 4> every = {"month", "quarter", "year", "week"};
    TreeWriter fields;
    fields.text("every", every.at(static_cast<std::size_t>(rule.every)));
    fields.number("starts_on", rule.starts_on, 1);
    fields.number("first_month", rule.first_month, 1);
    return fields.take();
}

const char* type_name(AgreementType type) {
    switch (type) {
        case AgreementType::operational: return "operational";
        case AgreementType::customer: return "customer";
        case AgreementType::underpinning: break;
    }
    return "underpinning";
}

template <typename T, typename Write>
Node write_list(const std::vector<T>& things, Write write) {
    Node list = Node::of_list();
    for (const T& thing : things) list.items.push_back(write(thing));
    return list;
}

}  // namespace

Node write_agreement(const Agreement& agreement) {
    TreeWriter spec;
    spec.text("type", type_name(agreement.type), "underpinning");
    spec.maybe("contract", agreement.contract);
    spec.maybe("supplier", agreement.supplier);
    spec.maybe("customer", agreement.customer);
    spec.maybe("service", agreement.service);
    spec.node("underpins", write_list(agreement.underpins, [](const std::string& id) {
                  TreeWriter fields;
                  fields.text("agreement", id);
                  return fields.take();
              }));
    spec.text("time_zone", agreement.time_zone);
    spec.text("calendar", agreement.calendar, "always");
    spec.node("period", write_period(agreement.period));
    if (agreement.term) spec.node("term", write_term(*agreement.term));
    if (agreement.exclusions == ExclusionRule::count_as_up) {
        spec.text("exclusions", "count_as_up");
    }
    spec.text("weight", agreement.weight.to_string(), "1");
    spec.maybe("at_risk", agreement.at_risk);
    spec.node("points", write_points(agreement.points));
    spec.boolean("one_credit_per_incident", agreement.one_credit_per_incident);
    spec.maybe("grace_until", agreement.grace_until);
    spec.node("claim", write_claim(agreement.claim));
    spec.node("objectives", write_list(agreement.objectives, write_objective));
    spec.node("triggers", write_list(agreement.triggers, write_trigger));
    return spec.take();
}

}  // namespace underpin

#include <algorithm>
#include <map>

#include "base/text.h"
#include "documents/convert.h"

namespace underpin {
namespace {

AgreementType type_named(const std::string& name) {
    if (name == "operational") return AgreementType::operational;
    if (name == "customer") return AgreementType::customer;
    return AgreementType::underpinning;
}

void need(const Fields& spec, const char* field, const char* type) {
    if (spec.has(field)) return;
    spec.fail(field, std::string(field) + " is missing",
              std::string("an agreement of type ") + type + " names it");
}

void refuse(const Fields& spec, const char* field, const char* why) {
    if (spec.has(field)) spec.fail(field, std::string(field) + " does not belong here", why);
}

void check_parties(const Fields& spec, AgreementType type) {
    switch (type) {
        case AgreementType::underpinning:
            need(spec, "contract", "underpinning");
            refuse(spec, "supplier", "an underpinning agreement's supplier is its contract's");
            refuse(spec, "customer", "only an agreement of type customer names one");
            break;
        case AgreementType::operational:
            need(spec, "supplier", "operational");
            refuse(spec, "customer", "only an agreement of type customer names one");
            break;
        case AgreementType::customer:
            need(spec, "customer", "customer");
            refuse(spec, "supplier", "only an agreement of type operational names one");
            break;
    }
    if (!spec.has("term") && !spec.has("contract")) {
        spec.fail("term", "term is missing", "an agreement without contract has its own");
    }
}

PeriodRule convert_period(const Fields& spec) {
    const Fields fields = spec.map("period");
    PeriodRule rule;
    const std::string every = fields.text("every", "month");
    rule.every = every == "quarter" ? PeriodEvery::quarter
                 : every == "year"  ? PeriodEvery::year
                 : every == "week"  ? PeriodEvery::week
                                    : PeriodEvery::month;
    rule.starts_on = fields.integer("starts_on", 1);
    rule.first_month = fields.integer("first_month", 1);
    if (every == "week" && fields.has("starts_on") && rule.starts_on != 1) {
        fields.fail("starts_on", "weeks start on Monday", "remove it");
    }
    if ((every == "week" || every == "month") && rule.first_month != 1) {
        fields.fail("first_month", "first_month is for years and quarters", "remove it");
    }
    return rule;
}

void check_objectives(const Fields& spec, const std::vector<Objective>& objectives) {
    std::map<std::string, std::size_t> seen;
    const std::vector<Fields> fields = spec.list("objectives");
    bool all_weightless = !objectives.empty();
    for (std::size_t i = 0; i < objectives.size(); ++i) {
        const std::string& id = objectives[i].id;
        if (objectives[i].weight.units() != 0) all_weightless = false;
        if (id == "any") {
            fields[i].fail("id", "\"any\" means every objective in triggers", "choose another id");
        }
        const auto [first, inserted] = seen.emplace(id, i);
        if (!id.empty() && !inserted) {
            fields[i].fail("id",
                           "the id \"" + id + "\" is already that of spec.objectives[" +
                               std::to_string(first->second) + "] (line " +
                               std::to_string(fields[first->second].node().line) + ")",
                           "give each objective an id of its own");
        }
    }
    if (all_weightless) {
        spec.fail("objectives", "all objectives have weight 0",
                  "at least one must weigh something");
    }
}

Trigger convert_trigger(const Fields& fields, const std::vector<std::string>& objectives) {
    Trigger trigger;
    trigger.name = fields.text("name");
    trigger.objective = fields.text("objective", trigger.objective);
    trigger.breaches = fields.integer("breaches");
    trigger.in_periods = fields.integer("in_periods");
    trigger.points = fields.decimal("points");
    trigger.value_below = fields.decimal("value_below");
    trigger.clause = read_clause(fields);
    const bool counts = fields.has("breaches") || fields.has("points");
    int named = 0;
    for (const char* key : {"breaches", "points", "value_below"}) named += fields.has(key);
    if (named != 1) fields.fail("", "expected exactly one of breaches, points and value_below");
    if (counts && !fields.has("in_periods")) {
        fields.fail("in_periods", "in_periods is missing", "in how many consecutive periods");
    }
    if (!counts && fields.has("in_periods")) {
        fields.fail("in_periods", "in_periods goes with breaches or points", "remove it");
    }
    if (trigger.objective == "any") {
        if (trigger.breaches && trigger.in_periods &&
            *trigger.breaches > *trigger.in_periods * static_cast<int>(objectives.size())) {
            fields.fail("breaches", "more breaches than periods can hold");
        }
        return trigger;
    }
    if (std::find(objectives.begin(), objectives.end(), trigger.objective) == objectives.end()) {
        const auto near = nearest_word(trigger.objective, objectives);
        fields.fail(
            "objective", "there is no objective \"" + trigger.objective + "\"",
            near ? "did you mean " + *near + "?" : "known are any, " + join(objectives, ", "));
    } else if (trigger.breaches && trigger.in_periods && *trigger.breaches > *trigger.in_periods) {
        fields.fail("breaches", "more breaches than periods");
    }
    return trigger;
}

std::vector<PointsRung> convert_ladder(const Fields& points) {
    std::vector<PointsRung> ladder;
    for (const Fields& fields : points.list("ladder")) {
        const auto at = fields.integer("points");
        const auto percent = fields.percent("percent");
        if (!at || !percent) continue;
        if (!ladder.empty() && *at <= ladder.back().points) {
            fields.fail("points", "a rung that is not above the one before", "order them upwards");
        }
        if (!ladder.empty() && percent->to_rational() < ladder.back().percent.to_rational()) {
            fields.fail("percent", "a higher rung pays less than the one before");
        }
        ladder.push_back({*at, *percent});
    }
    return ladder;
}

std::optional<PointsRule> convert_points(const Fields& spec) {
    if (!spec.has("points")) return std::nullopt;
    const Fields points = spec.map("points");
    if (points.has("percent_per_point") == points.has("ladder")) {
        points.fail("", "expected exactly one of percent_per_point and ladder");
    }
    PointsRule rule;
    rule.percent_per_point = points.percent("percent_per_point");
    rule.ladder = convert_ladder(points);
    rule.average_with_previous = points.boolean("average_with_previous", false);
    rule.repeat_multiplier = points.decimal("repeat_multiplier").value_or(rule.repeat_multiplier);
    return rule;
}

// Points and pools need what the agreement says about them.
void check_schemes(const Fields& spec, const Agreement& agreement) {
    const std::vector<Fields> fields = spec.list("objectives");
    Rational allocated = 0;
    for (std::size_t i = 0; i < agreement.objectives.size(); ++i) {
        const auto& credits = agreement.objectives[i].credits;
        if (!credits) continue;
        const std::string scheme = credits->scheme_name();
        const Fields terms = fields[i].map("credits");
        if (scheme == "points" && !spec.has("points")) {
            terms.fail("scheme", "the scheme points needs spec.points",
                       "say percent_per_point or ladder there");
        }
        if (scheme != "pool") continue;
        if (!spec.has("at_risk")) {
            terms.fail("scheme", "the scheme pool needs spec.at_risk",
                       "say there how many percent are at risk");
        }
        const Rational pool = terms.percent("pool").value_or(Decimal(100, 0)).to_rational();
        allocated += pool / 100 * terms.percent("allocation").value_or(Decimal()).to_rational();
    }
    if (allocated > 100) {
        spec.warn("objectives", "the allocations of all pools are " + format_exact(allocated) +
                                    " percent, more than 100");
    }
}

}  // namespace

Agreement convert_agreement(const Fields& spec) {
    Agreement agreement;
    agreement.type = type_named(spec.text("type"));
    check_parties(spec, agreement.type);
    agreement.contract = spec.maybe_text("contract");
    agreement.supplier = spec.maybe_text("supplier");
    agreement.customer = spec.maybe_text("customer");
    agreement.service = spec.maybe_text("service");
    for (const Fields& upper : spec.list("underpins")) {
        agreement.underpins.push_back(upper.text("agreement"));
    }
    agreement.time_zone = read_time_zone(spec, "");
    agreement.calendar = spec.text("calendar", agreement.calendar);
    agreement.period = convert_period(spec);
    agreement.term = read_term(spec, "term");
    agreement.exclusions = spec.text("exclusions") == "count_as_up" ? ExclusionRule::count_as_up
                                                                    : ExclusionRule::remove;
    agreement.weight = spec.decimal("weight").value_or(agreement.weight);
    std::vector<std::string> ids;
    for (const Fields& fields : spec.list("objectives")) {
        agreement.objectives.push_back(convert_objective(fields, agreement.calendar));
        ids.push_back(agreement.objectives.back().id);
    }
    check_objectives(spec, agreement.objectives);
    for (const Fields& fields : spec.list("triggers")) {
        agreement.triggers.push_back(convert_trigger(fields, ids));
    }
    agreement.grace_until = spec.date("grace_until");
    agreement.claim = read_claim(spec);
    agreement.one_credit_per_incident = spec.boolean("one_credit_per_incident", false);
    agreement.at_risk = spec.percent("at_risk");
    agreement.points = convert_points(spec);
    check_schemes(spec, agreement);
    return agreement;
}

}  // namespace underpin

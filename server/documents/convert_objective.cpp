#include <algorithm>

#include "base/text.h"
#include "documents/convert.h"
#include "documents/thresholds.h"

namespace underpin {
namespace {

Filter read_filter(const Fields& evidence, const std::string& key) {
    Filter filter;
    const Fields fields = evidence.map(key);
    for (const NodeEntry& entry : fields.node().entries) {
        filter[entry.key] = fields.texts(entry.key);
    }
    return filter;
}

RoundingMode mode_named(const std::string& name) {
    if (name == "half_up") return RoundingMode::half_up;
    if (name == "down") return RoundingMode::down;
    return RoundingMode::half_even;
}

// The scorer's own view of `with`; the unit of its value, empty where it is not known.
std::string read_metric(const Fields& fields, const std::string& calendar, Objective& objective) {
    const Catalogs& catalogs = fields.conversion().catalogs;
    std::optional<std::string> schema;
    if (catalogs.metrics != nullptr && fields.has("metric")) {
        schema = catalogs.metrics->schema_of(objective.metric);
        if (!schema && !catalogs.lenient) {
            const auto names = catalogs.metrics->names();
            const auto near = nearest_word(objective.metric, names);
            fields.fail("metric", "there is no metric \"" + objective.metric + "\"",
                        near ? "did you mean " + *near + "?" : "known are " + join(names, ", "));
        }
    }
    const PluginConfig config = check_plugin_config(fields, "with", schema);
    objective.with_written = config.written;
    objective.with_json = config.complete;
    if (!schema || !config.sound) return "";
    const auto unit = catalogs.metrics->unit_of(objective.metric, objective.with_json,
                                                objective.calendar.value_or(calendar));
    if (unit) return *unit;
    if (!catalogs.lenient) fields.fail("with", unit.error());
    return "";
}

bool read_target(const Fields& fields, const std::string& unit, Objective& objective) {
    const Fields target = fields.map("target");
    if (target.has("at_least") == target.has("at_most")) {
        if (fields.has("target")) {
            fields.fail("target", "expected exactly one of at_least and at_most");
        }
        return false;
    }
    objective.target.at_least = target.has("at_least");
    const char* key = objective.target.at_least ? "at_least" : "at_most";
    const auto quantity = read_quantity(target, key);
    if (!quantity) return false;
    check_quantity(target, key, *quantity, unit);
    objective.target.value = quantity->value;
    objective.target.text = quantity->text;
    return true;
}

void read_floor(const Fields& fields, const std::string& unit, Objective& objective) {
    const auto floor = read_quantity(fields, "floor");
    if (!floor) return;
    check_quantity(fields, "floor", *floor, unit);
    const Target& target = objective.target;
    if (!worse(target.at_least, floor->value, target.value)) {
        fields.fail("floor",
                    "the floor \"" + floor->text + "\" is not worse than the target \"" +
                        target.text + "\"",
                    std::string("expected a value ") + (target.at_least ? "below" : "above") +
                        " the target");
    }
    objective.floor = Target{target.at_least, floor->value, floor->text};
}

void read_rounding(const Fields& fields, Objective& objective) {
    if (!fields.has("rounding")) return;
    const Fields rounding = fields.map("rounding");
    objective.rounding = Rounding{rounding.integer("places", 0), mode_named(rounding.text("mode"))};
}

// A day of a case limit is 24 hours of clock time, which under office hours is nearly three
// working days: what was meant cannot be known (scoring.md, "Instants and durations").
void check_limits(const Fields& fields, const Objective& objective, const std::string& calendar) {
    if (objective.metric != "case_time") return;
    const Fields with = fields.map("with");
    const Fields limits = with.map("limits");
    const Fields calendars = with.map("calendars");
    for (const NodeEntry& limit : limits.node().entries) {
        if (limit.value.text.find('d') == std::string::npos) continue;
        const std::string by = calendars.text(limit.key, objective.calendar.value_or(calendar));
        if (by == Calendar::around_the_clock().id) continue;
        limits.fail(limit.key,
                    "found \"" + limit.value.text +
                        "\", but days are of 24 hours and "
                        "the calendar " +
                        by + " is not always open",
                    "write hours of service, such as \"16h\"");
    }
}

}  // namespace

Objective convert_objective(const Fields& fields, const std::string& calendar) {
    Objective objective;
    objective.id = fields.text("id");
    objective.name = fields.text("name");
    objective.category = fields.maybe_text("category");
    objective.metric = fields.text("metric");
    objective.calendar = fields.maybe_text("calendar");
    const Fields evidence = fields.map("evidence");
    objective.evidence = {evidence.texts("sources"), read_filter(evidence, "where"),
                          read_filter(evidence, "unless")};
    const std::string unit = read_metric(fields, calendar, objective);
    check_limits(fields, objective, calendar);
    read_rounding(fields, objective);
    objective.weight = fields.decimal("weight").value_or(objective.weight);
    if (const auto share = fields.decimal("min_coverage")) {
        objective.min_coverage = share->to_rational();
    }
    objective.min_samples = fields.integer("min_samples", 1);
    if (objective.min_samples > 1 &&
        (objective.metric == "availability" || objective.metric == "count")) {
        fields.warn("min_samples", "min_samples has no effect on " + objective.metric,
                    "nothing counted is an answer there; leave it away");
    }
    objective.when_empty = fields.text("when_empty") == "met" ? WhenEmpty::met : WhenEmpty::skip;
    objective.when_no_data =
        fields.text("when_no_data") == "breach" ? WhenNoData::breach : WhenNoData::skip;
    objective.clause = read_clause(fields);
    if (read_target(fields, unit, objective)) {
        read_floor(fields, unit, objective);
        objective.credits = convert_credits(fields, objective, unit);
    }
    return objective;
}

}  // namespace underpin

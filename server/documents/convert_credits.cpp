#include "documents/convert.h"
#include "documents/thresholds.h"

namespace underpin {
namespace {

std::optional<Cap> read_cap(const Fields& fields) {
    if (!fields.has("cap")) return std::nullopt;
    const Fields cap = fields.map("cap");
    return Cap{cap.percent("percent"), cap.amount("amount")};
}

// Tiers and bands: each deeper one is worse and pays at least as much.
class Ladder {
  public:
    Ladder(const Objective& objective, std::string what)
        : objective_(objective), what_(std::move(what)) {}

    std::optional<Quantity> threshold(const Fields& step) {
        const Target& target = objective_.target;
        auto quantity = read_threshold(step, target);
        if (!quantity) return quantity;
        const char* key = target.at_least ? "below" : "above";
        if (previous_ && !worse(target.at_least, quantity->value, previous_->value)) {
            step.fail(key,
                      "\"" + quantity->text + "\" is not worse than \"" + previous_->text +
                          "\" of the " + what_ + " before",
                      "order them from mild to severe");
        } else if (!previous_) {
            check_first(step, key, *quantity);
        }
        previous_ = quantity;
        return quantity;
    }

    void pays(const Fields& step, const char* key, const Rational& value) {
        if (paid_ && value < *paid_) {
            step.fail(key, "a deeper " + what_ + " pays less than the one before",
                      "a deeper one must pay at least as much");
        }
        paid_ = value;
    }

  private:
    void check_first(const Fields& step, const char* key, const Quantity& quantity) {
        const Target& target = objective_.target;
        if (worse(target.at_least, target.value, quantity.value)) {
            step.warn(key, "\"" + quantity.text + "\" is better than the target \"" + target.text +
                               "\": values between the two are met and earn nothing");
        } else if (!objective_.rounding && leaves_room(target, quantity)) {
            step.warn(key,
                      "values between the target \"" + target.text + "\" and \"" + quantity.text +
                          "\" are breached and match no " + what_,
                      "if the contract rounds, give rounding; else start at the target");
        }
    }

    const Objective& objective_;
    std::string what_;
    std::optional<Quantity> previous_;
    std::optional<Rational> paid_;
};

TiersScheme read_tiers(const Fields& credits, const Objective& objective) {
    TiersScheme scheme;
    Ladder ladder(objective, "tier");
    for (const Fields& fields : credits.list("tiers")) {
        const auto threshold = ladder.threshold(fields);
        const auto percent = fields.percent("percent");
        if (percent) ladder.pays(fields, "percent", percent->to_rational());
        if (threshold && percent) {
            scheme.tiers.push_back({threshold->value, threshold->text, *percent});
        }
    }
    return scheme;
}

PointsScheme read_bands(const Fields& credits, const Objective& objective) {
    PointsScheme scheme;
    Ladder ladder(objective, "band");
    for (const Fields& fields : credits.list("bands")) {
        const auto threshold = ladder.threshold(fields);
        const auto points = fields.integer("points");
        if (points) ladder.pays(fields, "points", Rational(*points));
        if (threshold && points) {
            scheme.bands.push_back(
                {fields.text("name"), threshold->value, threshold->text, *points});
        }
    }
    for (const char* key : {"cap", "minimum", "claim"}) {
        if (!credits.has(key)) continue;
        credits.fail(key, std::string(key) + " does not go with points",
                     "points earn one line for the agreement, not one an objective");
    }
    return scheme;
}

SlopeScheme read_slope(const Fields& credits, const Objective& objective) {
    SlopeScheme scheme;
    scheme.percent = credits.percent("percent").value_or(Decimal());
    if (const auto per = read_quantity(credits, "per")) {
        if (per->value <= 0) {
            credits.fail("per", "a step of \"" + per->text + "\"", "expected a step above 0");
        }
        scheme.per = per->value;
        scheme.per_text = per->text;
    }
    const std::string steps = credits.text("steps");
    scheme.steps = steps == "whole"     ? SlopeSteps::whole
                   : steps == "started" ? SlopeSteps::started
                                        : SlopeSteps::exact;
    if (const auto start = read_quantity(credits, "starts_at")) {
        scheme.starts_at = start->value;
        scheme.starts_at_text = start->text;
        if (worse(objective.target.at_least, objective.target.value, start->value)) {
            credits.warn("starts_at", "\"" + start->text + "\" is better than the target \"" +
                                          objective.target.text + "\": met values earn nothing");
        }
    }
    return scheme;
}

PoolScheme read_pool(const Fields& credits) {
    PoolScheme scheme;
    scheme.pool = credits.percent("pool").value_or(scheme.pool);
    scheme.allocation = credits.percent("allocation").value_or(Decimal());
    scheme.earn_back_periods = credits.map("earn_back").integer("periods");
    return scheme;
}

// What a unit can be a part of: downtime, lateness, or a value that is a time.
void check_unit(const Fields& credits, const PerUnitScheme& scheme, const Objective& objective,
                const std::string& value_unit) {
    const bool by_case = !scheme.unit || objective.metric == "delivery";
    if (!by_case && objective.metric != "availability" && !value_unit.empty() &&
        value_unit != "seconds") {
        credits.fail("unit", "the metric " + objective.metric + " has no units of time",
                     "write unit: case, or use another scheme");
    }
    if (by_case) return;
    for (const char* key : {"at_most", "base"}) {
        if (!credits.has(key) || (key == std::string("base") && !scheme.base_is_case)) continue;
        credits.fail(key, std::string(key) + " is for credits by case",
                     "they are those by unit: case, and those of deliveries");
    }
}

PerUnitScheme read_per_unit(const Fields& credits, const Objective& objective,
                            const std::string& value_unit) {
    if (credits.has("amount") == credits.has("percent")) {
        credits.fail("", "expected exactly one of amount and percent");
    }
    PerUnitScheme scheme;
    scheme.amount = credits.amount("amount");
    scheme.percent = credits.percent("percent");
    scheme.at_most = credits.percent("at_most");
    scheme.base_is_case = credits.text("base") == "case";
    scheme.unit_text = credits.text("unit");
    if (!scheme.unit_text.empty() && scheme.unit_text != "case") {
        const Result<Duration> duration = parse_duration(scheme.unit_text);
        if (!duration) {
            credits.fail("unit", duration.error());
        } else if (duration->ms == 0) {
            credits.fail("unit", "a unit of no length", "expected a duration such as \"1h\"");
        } else {
            scheme.unit = *duration;
        }
    }
    check_unit(credits, scheme, objective, value_unit);
    return scheme;
}

}  // namespace

std::optional<CreditTerms> convert_credits(const Fields& objective, const Objective& known,
                                           const std::string& value_unit) {
    if (!objective.has("credits")) {
        if (objective.has("cap")) {
            objective.fail("cap", "a cap without credits", "give credits, or remove it");
        }
        return std::nullopt;
    }
    const Fields credits = objective.map("credits");
    const std::string scheme = credits.text("scheme");
    CreditTerms terms;
    if (scheme == "tiers") {
        terms.scheme = read_tiers(credits, known);
    } else if (scheme == "slope") {
        terms.scheme = read_slope(credits, known);
    } else if (scheme == "points") {
        terms.scheme = read_bands(credits, known);
    } else if (scheme == "pool") {
        terms.scheme = read_pool(credits);
    } else if (scheme == "per_unit") {
        terms.scheme = read_per_unit(credits, known, value_unit);
    } else {
        terms.scheme = FixedScheme{credits.amount("amount").value_or(Money{})};
    }
    if (objective.has("cap") && credits.has("cap")) {
        objective.fail("cap", "cap stands both in credits and beside it", "remove one of the two");
    }
    terms.cap = read_cap(credits).value_or(read_cap(objective).value_or(Cap{}));
    terms.minimum = credits.amount("minimum");
    terms.grace_until = credits.date("grace_until");
    terms.claim = read_claim(credits);
    terms.clause = read_clause(credits);
    return terms;
}

}  // namespace underpin

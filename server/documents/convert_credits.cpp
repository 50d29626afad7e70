#include "documents/convert.h"
#include "documents/json_text.h"
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

void check_bands(const Fields& credits, const Objective& objective) {
    Ladder ladder(objective, "band");
    for (const Fields& fields : credits.list("bands")) {
        static_cast<void>(ladder.threshold(fields));
        if (const auto points = fields.integer("points")) {
            ladder.pays(fields, "points", Rational(*points));
        }
    }
}

void check_slope(const Fields& credits, const Objective& objective) {
    static_cast<void>(credits.percent("percent"));
    if (const auto per = read_quantity(credits, "per"); per && per->value <= 0) {
        credits.fail("per", "a step of \"" + per->text + "\"", "expected a step above 0");
    }
    const auto start = read_quantity(credits, "starts_at");
    if (start && worse(objective.target.at_least, objective.target.value, start->value)) {
        credits.warn("starts_at", "\"" + start->text + "\" is better than the target \"" +
                                      objective.target.text + "\": met values earn nothing");
    }
}

void check_per_unit(const Fields& credits) {
    if (credits.has("amount") == credits.has("percent")) {
        credits.fail("", "expected exactly one of amount and percent");
    }
    static_cast<void>(credits.amount("amount"));
    static_cast<void>(credits.percent("percent"));
    static_cast<void>(credits.percent("at_most"));
    const std::string unit = credits.text("unit");
    if (!unit.empty() && unit != "case") {
        const Result<Quantity> duration = parse_quantity(unit);
        if (!duration) {
            credits.fail("unit", duration.error());
        } else if (duration->value == 0) {
            credits.fail("unit", "a unit of no length", "expected a duration such as \"1h\"");
        }
    }
}

// What this version keeps and does not compute: everything but what all schemes share.
OtherScheme keep_scheme(const Fields& credits, const std::string& name) {
    Node own = credits.node();
    for (const char* shared : {"scheme", "cap", "minimum", "grace_until", "claim", "clause"}) {
        own.erase(shared);
    }
    credits.warn("scheme", "the scheme " + name + " is kept but not computed by this version",
                 "its credits will not appear in any total");
    return {name, canonical_json(own)};
}

OtherScheme read_other(const Fields& credits, const Objective& objective, const std::string& name) {
    if (name == "slope") check_slope(credits, objective);
    if (name == "points") check_bands(credits, objective);
    if (name == "per_unit") check_per_unit(credits);
    if (name == "pool") {
        static_cast<void>(credits.percent("pool"));
        static_cast<void>(credits.percent("allocation"));
    }
    return keep_scheme(credits, name);
}

}  // namespace

std::optional<CreditTerms> convert_credits(const Fields& objective, const Objective& known) {
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
    } else if (scheme == "fixed") {
        terms.scheme = FixedScheme{credits.amount("amount").value_or(Money{})};
    } else {
        terms.scheme = read_other(credits, known, scheme);
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

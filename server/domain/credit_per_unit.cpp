// per_unit: an amount, or a percent of the base, for each started unit beyond the target: downtime
// beyond what the target allows, each breaching case, or the lateness of each delivery (liquidated
// damages).
#include "base/text.h"
#include "domain/credit_scheme.h"

namespace underpin {
namespace {

Rational milliseconds(const Duration& duration) { return Rational(duration.ms); }

Integer started_units(const Rational& beyond, const Duration& unit) {
    return beyond <= 0 ? Integer(0) : ceil_of(beyond / milliseconds(unit));
}

std::string price_text(const PerUnitScheme& scheme) {
    return scheme.amount ? scheme.amount->to_string() : percent_text(*scheme.percent);
}

class PerUnit {
  public:
    PerUnit(const PerUnitScheme& scheme, const SchemeInput& input)
        : scheme_(scheme), input_(input) {}

    std::optional<SchemeAnswer> answer() {
        const Measurement& measurement = input_.measurement;
        if (!measurement.value) return std::nullopt;
        if (!scheme_.unit) return scheme_.base_is_case ? by_case() : by_count();
        if (measurement.metric == "availability") return downtime();
        if (measurement.metric == "delivery") return by_case();
        return distance();
    }

  private:
    // What one unit of something with that base is worth.
    [[nodiscard]] Rational price(const Rational& base) const {
        if (scheme_.amount) return scheme_.amount->to_rational();
        return base * scheme_.percent->to_rational() / 100;
    }
    [[nodiscard]] std::string priced(const Integer& units, const std::string& what,
                                     const Rational& base) const {
        return units.str() + " " + what + " x " + price_text(scheme_) +
               (scheme_.amount ? "" : " of " + amount_text(base, input_.currency));
    }
    [[nodiscard]] std::string money(const Rational& amount) const {
        return amount_text(amount, input_.currency);
    }

    // Units beyond the target of the whole period.
    std::optional<SchemeAnswer> of_period(const Integer& units, std::string rule,
                                          std::string reckoning) {
        if (units == 0) return std::nullopt;
        answer_.rule = std::move(rule);
        answer_.amount = Rational(units) * price(input_.base);
        answer_.steps = {std::move(reckoning),
                         priced(units, "started " + scheme_.unit_text, input_.base) + " = " +
                             money(answer_.amount)};
        return std::move(answer_);
    }

    std::optional<SchemeAnswer> downtime() {
        const auto& fraction = input_.measurement.measured.fraction;
        if (!fraction) return std::nullopt;
        const Rational scale = Rational(
            boost::multiprecision::pow(Integer(10), static_cast<unsigned>(fraction->scale)));
        const Rational time = Rational(to_integer(fraction->denominator)) / scale;
        const Rational down = time - Rational(to_integer(fraction->numerator)) / scale;
        const Rational allowed_percent = 100 - input_.objective.target.value;
        const Rational allowed = time * allowed_percent / 100;
        const auto seconds = [](const Rational& ms) { return number_text(ms / 1000) + " s"; };
        return of_period(started_units(down - allowed, *scheme_.unit),
                         price_text(scheme_) + " for each started " + scheme_.unit_text +
                             " of downtime beyond " + number_text(allowed_percent) + " %",
                         "downtime " + seconds(down) + " - " + number_text(allowed_percent) +
                             " % of " + seconds(time) + " (" + seconds(allowed) +
                             ") = " + seconds(down - allowed));
    }

    // A value in seconds against its target.
    std::optional<SchemeAnswer> distance() {
        const Target& target = input_.objective.target;
        const Rational& value = *input_.measurement.value;
        const Rational by =
            target.at_least ? Rational(target.value - value) : Rational(value - target.value);
        return of_period(
            started_units(by * 1000, *scheme_.unit),
            price_text(scheme_) + " for each started " + scheme_.unit_text + " beyond " +
                target.text,
            number_text(value) + " s against " + target.text + ": " + number_text(by) + " s");
    }

    // Each breaching case, all alike.
    std::optional<SchemeAnswer> by_count() {
        const std::int64_t count = input_.measurement.measured.breaching;
        if (count == 0) return std::nullopt;
        Rational each = price(input_.base);
        answer_.rule = price_text(scheme_) + " for each breaching case" + limit_text();
        if (scheme_.at_most) {
            const Rational limit = input_.base * scheme_.at_most->to_rational() / 100;
            if (each > limit) each = limit;
        }
        answer_.amount = Rational(count) * each;
        answer_.steps = {std::to_string(count) + " breaching x " + money(each) + " = " +
                         money(answer_.amount)};
        return std::move(answer_);
    }

    std::optional<SchemeAnswer> by_case() {
        const auto& cases = input_.measurement.cases;
        if (!cases) {
            answer_.notes.emplace_back("the single cases of the breach are not at hand");
            return std::move(answer_);
        }
        answer_.rule = price_text(scheme_) + (scheme_.base_is_case ? " of its amount" : "") +
                       (scheme_.unit ? " for each started " + scheme_.unit_text + " late"
                                     : std::string(" for each breaching case")) +
                       limit_text();
        for (const JudgedCase& one : *cases) add(one);
        if (scheme_.base_is_case) answer_.base = case_bases_;
        if (!counted_ && answer_.notes.empty()) return std::nullopt;
        return std::move(answer_);
    }

    void add(const JudgedCase& one) {
        const Integer units = scheme_.unit ? started_units(milliseconds(one.beyond), *scheme_.unit)
                                           : Integer(one.breaching ? 1 : 0);
        if (units == 0) return;
        Rational base = input_.base;
        if (scheme_.base_is_case) {
            const auto amount = amount_of(one);
            if (!amount) return;
            base = *amount;
            case_bases_ += base;
        }
        counted_ = true;
        Rational owed = Rational(units) * price(base);
        const std::string what = scheme_.unit ? "started " + scheme_.unit_text : "case";
        std::string step = one.key + ": " + priced(units, what, base) + " = " + money(owed);
        if (scheme_.at_most) {
            const Rational limit = base * scheme_.at_most->to_rational() / 100;
            if (owed > limit) {
                owed = limit;
                step += ", at most " + percent_text(*scheme_.at_most) + " of " + money(base) +
                        " = " + money(owed);
            }
        }
        answer_.amount += owed;
        answer_.steps.push_back(std::move(step));
    }

    // What is missing is said, never guessed.
    std::optional<Rational> amount_of(const JudgedCase& one) {
        if (!one.amount || one.amount->empty()) {
            answer_.notes.push_back(one.key + " has no amount and earns nothing");
            return std::nullopt;
        }
        const Result<Decimal> amount = Decimal::parse(*one.amount);
        if (!amount || amount->units() < 0) {
            answer_.notes.push_back(one.key + " has an amount that is no amount of money (\"" +
                                    *one.amount + "\") and earns nothing");
            return std::nullopt;
        }
        return amount->to_rational();
    }

    [[nodiscard]] std::string limit_text() const {
        return scheme_.at_most ? ", at most " + percent_text(*scheme_.at_most) + " a case" : "";
    }

    const PerUnitScheme& scheme_;
    const SchemeInput& input_;
    SchemeAnswer answer_;
    Rational case_bases_ = 0;
    bool counted_ = false;
};

}  // namespace

bool needs_records(const CreditTerms& terms, const std::string& metric) {
    const auto* scheme = std::get_if<PerUnitScheme>(&terms.scheme);
    if (scheme == nullptr) return false;
    return scheme->base_is_case || (scheme->unit && metric == "delivery");
}

std::optional<SchemeAnswer> per_unit_credit(const PerUnitScheme& scheme, const SchemeInput& input) {
    return PerUnit(scheme, input).answer();
}

}  // namespace underpin

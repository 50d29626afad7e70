// slope: a percent of the base for each step between the value and where the slope starts. With
// exact steps this is the UK call-off contract's rule.
#include "domain/credit_scheme.h"

namespace underpin {
namespace {

Rational steps_of(const SlopeScheme& scheme, const Rational& distance) {
    const Rational steps = distance / scheme.per;
    switch (scheme.steps) {
        case SlopeSteps::whole: return Rational(floor_of(steps));
        case SlopeSteps::started: return Rational(ceil_of(steps));
        case SlopeSteps::exact: break;
    }
    return steps;
}

const char* step_word(SlopeSteps steps) {
    switch (steps) {
        case SlopeSteps::whole: return "full ";
        case SlopeSteps::started: return "started ";
        case SlopeSteps::exact: break;
    }
    return "";
}

}  // namespace

std::optional<SchemeAnswer> slope_credit(const SlopeScheme& scheme, const SchemeInput& input) {
    if (!input.measurement.value) return std::nullopt;
    const Target& target = input.objective.target;
    const Rational& value = *input.measurement.value;
    const Rational start = scheme.starts_at.value_or(target.value);
    const std::string start_text = scheme.starts_at ? scheme.starts_at_text : target.text;
    const Rational distance = target.at_least ? Rational(start - value) : Rational(value - start);
    if (distance <= 0) return std::nullopt;

    const Rational steps = steps_of(scheme, distance);
    const Rational percent = steps * scheme.percent.to_rational();
    SchemeAnswer answer;
    answer.amount = input.base * percent / 100;
    answer.rule = percent_text(scheme.percent) + " for each " + step_word(scheme.steps) +
                  scheme.per_text + (target.at_least ? " below " : " above ") + start_text;
    const std::string from = number_text(target.at_least ? start : value);
    const std::string less = number_text(target.at_least ? value : start);
    answer.steps = {from + " - " + less + " = " + number_text(distance),
                    number_text(distance) + " / " + number_text(scheme.per) + " = " +
                        number_text(steps) + " " + step_word(scheme.steps) + "steps x " +
                        percent_text(scheme.percent) + " = " + number_text(percent) + " %",
                    number_text(percent) + " % of " + amount_text(input.base, input.currency) +
                        " = " + amount_text(answer.amount, input.currency)};
    return answer;
}

}  // namespace underpin

#include "documents/output_scorecard.h"

#include <nlohmann/json.hpp>

#include "documents/output_common.h"
#include "documents/output_credits.h"

namespace underpin {
namespace {

using Json = nlohmann::ordered_json;

Json parts_json(const ObjectiveResult& result) {
    Json parts = Json::array();
    for (const Measurement& part : result.parts) {
        parts.push_back({{"from", format_instant(part.part.from)},
                         {"to", format_instant(part.part.to)},
                         {"value", value_json(part.value)},
                         {"status", status_name(part.status)},
                         {"score", score_json(part.score)}});
    }
    return parts;
}

Json numerator_json(const std::optional<Fraction>& fraction) {
    if (!fraction) return nullptr;
    return fraction_text(fraction->numerator, fraction->scale);
}

Json denominator_json(const std::optional<Fraction>& fraction) {
    if (!fraction) return nullptr;
    return fraction_text(fraction->denominator, fraction->scale);
}

}  // namespace

Json objective_json(const ObjectiveResult& result) {
    Json json{{"objective", result.objective},
              {"metric", result.metric},
              {"unit", result.unit},
              {"value", value_json(result.value)},
              {"numerator", numerator_json(result.fraction)},
              {"denominator", denominator_json(result.fraction)},
              {"coverage", value_json(result.coverage.value_or(Rational(0)))},
              {"target", target_json(result.target)},
              {"status", status_name(result.status)},
              {"provisional", result.provisional},
              {"score", score_json(result.score)},
              {"weight", result.weight.to_string()},
              {"counted", result.counted},
              {"breaching", result.breaching},
              {"pending", result.pending},
              {"excluded", result.excluded},
              {"version", result.version}};
    if (result.shows_parts()) json["parts"] = parts_json(result);
    return json;
}

Json agreement_json(const AgreementScore& agreement) {
    return {{"agreement", agreement.agreement},
            {"period", agreement.period},
            {"from", format_instant(agreement.range.from)},
            {"to", format_instant(agreement.range.to)},
            {"open", agreement.open},
            {"score", score_json(agreement.score)},
            {"objectives", array_of(agreement.objectives, objective_json)}};
}

Json scorecard_json(const SupplierScorecard& scorecard) {
    const auto category_json = [](const CategoryScore& category) {
        return Json{{"category", text_json(category.category)},
                    {"score", score_json(category.score)}};
    };
    Json json{{"supplier", scorecard.supplier},
              {"period", scorecard.period},
              {"as_of", format_instant(scorecard.as_of)},
              {"score", score_json(scorecard.score)},
              {"grade", text_json(scorecard.grade)},
              {"categories", array_of(scorecard.categories, category_json)},
              {"agreements", array_of(scorecard.agreements, agreement_json)},
              {"credits", credit_total_json(scorecard.credits)}};
    return json;
}

}  // namespace underpin

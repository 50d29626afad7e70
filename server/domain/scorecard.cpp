#include "domain/scorecard.h"

#include <algorithm>
#include <tuple>

namespace underpin {
namespace {

using Weighted = std::vector<std::pair<Rational, std::optional<Rational>>>;

// Only what is met or breached weighs: an undetermined or unseen objective has no score.
Weighted objective_scores(const AgreementScore& agreement) {
    Weighted scores;
    for (const ObjectiveResult& result : agreement.objectives) {
        scores.emplace_back(result.weight.to_rational(), result.score);
    }
    return scores;
}

// The category's score within one agreement; objectives of other categories stay out.
std::optional<Rational> category_score(const AgreementScore& agreement,
                                       const std::optional<std::string>& category) {
    Weighted scores;
    for (const ObjectiveResult& result : agreement.objectives) {
        if (result.category == category) {
            scores.emplace_back(result.weight.to_rational(), result.score);
        }
    }
    return weighted_score(scores);
}

std::vector<CategoryScore> category_scores(const std::vector<AgreementScore>& agreements) {
    std::vector<CategoryScore> categories;
    for (const AgreementScore& agreement : agreements) {
        for (const ObjectiveResult& result : agreement.objectives) {
            if (std::ranges::find(categories, result.category, &CategoryScore::category) ==
                categories.end()) {
                categories.push_back({result.category, std::nullopt});
            }
        }
    }
    for (CategoryScore& category : categories) {
        Weighted scores;
        for (const AgreementScore& agreement : agreements) {
            scores.emplace_back(agreement.weight.to_rational(),
                                category_score(agreement, category.category));
        }
        category.score = weighted_score(scores);
    }
    return categories;
}

}  // namespace

const Grades& Grades::standard() {
    static const Grades grades{{{"A", 95}, {"B", 85}, {"C", 70}, {"D", 50}}, "E"};
    return grades;
}

const std::string& Grades::of(const Rational& score) const {
    for (const auto& [grade, threshold] : thresholds) {
        if (score >= threshold) return grade;
    }
    return lowest;
}

std::optional<Rational> weighted_score(const Weighted& weights_and_scores) {
    Rational sum = 0;
    Rational weights = 0;
    for (const auto& [weight, score] : weights_and_scores) {
        if (!score) continue;
        sum += weight * *score;
        weights += weight;
    }
    if (weights == 0) return std::nullopt;
    return sum / weights;
}

SupplierScorecard make_scorecard(std::string supplier, std::string name, std::string period,
                                 Instant as_of, std::vector<AgreementScore> agreements,
                                 const Grades& grades) {
    std::ranges::sort(agreements, {}, [](const AgreementScore& agreement) {
        return std::tuple(agreement.agreement, agreement.range.from, agreement.period);
    });
    Weighted scores;
    for (AgreementScore& agreement : agreements) {
        agreement.score = weighted_score(objective_scores(agreement));
        scores.emplace_back(agreement.weight.to_rational(), agreement.score);
    }

    SupplierScorecard scorecard;
    scorecard.supplier = std::move(supplier);
    scorecard.name = std::move(name);
    scorecard.period = std::move(period);
    scorecard.as_of = as_of;
    scorecard.score = weighted_score(scores);
    if (scorecard.score) scorecard.grade = grades.of(*scorecard.score);
    scorecard.categories = category_scores(agreements);
    scorecard.agreements = std::move(agreements);
    return scorecard;
}

}  // namespace underpin

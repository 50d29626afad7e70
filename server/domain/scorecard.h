// Scorecards: what a supplier's measurements add up to. Pure functions of judged results; no I/O,
// no clock, any thread.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "domain/money.h"
#include "domain/objective_result.h"

namespace underpin {

// Grades by the unrounded score: the first whose threshold it reaches, else `lowest`.
struct Grades {
    std::vector<std::pair<std::string, Rational>> thresholds;  // best first
    std::string lowest;

    [[nodiscard]] static const Grades& standard();  // A 95, B 85, C 70, D 50, else E
    [[nodiscard]] const std::string& of(const Rational& score) const;
};

// One period of one agreement. An agreement stands more than once where the scorecard's period
// holds several of its own (months under a quarter).
struct AgreementScore {
    std::string agreement, name, time_zone;
    std::string period;  // the agreement's own label
    Span range;
    bool open = false;
    Decimal weight{1, 0};
    std::optional<Rational> score;
    std::vector<ObjectiveResult> objectives;  // in the document's order
};

struct CategoryScore {
    std::optional<std::string> category;
    std::optional<Rational> score;
};

// The credits of the scorecard's periods in one currency.
struct CreditTotal {
    Money total;
    bool capped = false;
};

struct SupplierScorecard {
    std::string supplier, name, period;
    Instant as_of;
    std::optional<Rational> score;
    std::optional<std::string> grade;
    std::vector<CategoryScore> categories;   // in order of appearance
    std::vector<AgreementScore> agreements;  // by id, then by time
    std::vector<CreditTotal> credits;        // by currency; empty where no contract pays any
    std::vector<std::string> notes;          // what a reader should know, e.g. schemes not computed
};

// sum(weight x score) / sum(weight) of what has a score; none where nothing has or weights are 0.
[[nodiscard]] std::optional<Rational> weighted_score(
    const std::vector<std::pair<Rational, std::optional<Rational>>>& weights_and_scores);

// Fills `score` of each agreement, sorts them, and adds up score, grade and categories. The caller
// fills the agreements but for their scores; credits are credits_of(...).totals (credit.h).
[[nodiscard]] SupplierScorecard make_scorecard(std::string supplier, std::string name,
                                               std::string period, Instant as_of,
                                               std::vector<AgreementScore> agreements,
                                               const Grades& grades = Grades::standard());

}  // namespace underpin

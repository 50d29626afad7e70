// Scorecards and credits of suppliers, measured first where that is due.
#pragma once

#include <compare>
#include <optional>
#include <string>
#include <vector>

#include "domain/credit.h"
#include "domain/scorecard.h"
#include "work/measure.h"

namespace underpin {

// The agreements' periods with the label, and of agreements with other periods those whose last
// instant lies in it (documents.md). The error of a label that no period form reads says which do.
[[nodiscard]] Result<SupplierScorecard> scorecard_of(const MeasureOutcome& measured,
                                                     const std::string& supplier,
                                                     const std::string& period);

// A customer stands for a supplier here: its agreements are the SLAs that it was promised.
struct ScorecardsRequest {
    std::optional<std::string> supplier;  // none: every supplier with agreements, no customer
    // Period labels. Scorecards whose label ends within these are shown.
    std::optional<std::string> from, to;
};
// One scorecard a supplier and period label, ordered by supplier, then label.
[[nodiscard]] Result<std::vector<SupplierScorecard>> scorecards_of(
    const MeasureOutcome& measured, const ScorecardsRequest& request);

// One scorecard a supplier and calendar month: a portfolio at a glance, whatever periods its
// agreements have. Months in which a supplier has nothing are left out.
[[nodiscard]] Result<std::vector<SupplierScorecard>> monthly_scorecards(
    const MeasureOutcome& measured, const ScorecardsRequest& request);

// Every credit of the supplier, or those of one period.
[[nodiscard]] Result<SupplierCredits> supplier_credits(const MeasureOutcome& measured,
                                                       const std::string& supplier,
                                                       const std::optional<std::string>& period);

// A scorecard with the credits of its periods: what a statement freezes.
struct StatementFace {
    SupplierScorecard card;
    SupplierCredits credits;
};
// One a label, derived once for all; of the agreements' periods those in `only`, where it is given.
[[nodiscard]] Result<std::vector<StatementFace>> faces_of(
    const MeasureOutcome& measured, const std::string& supplier,
    const std::vector<std::string>& labels, const std::optional<CreditKeys>& only = std::nullopt);

// The agreements whose measurements a supplier's scorecards and credits stand on. An error with the
// nearest known id where there is no such supplier.
[[nodiscard]] Result<std::set<std::string>> agreements_of(const Portfolio& portfolio,
                                                          const std::string& supplier);

// The local days [first, end) that a period label of any form names by the calendar.
struct LabelledDays {
    Date first, end;
};
[[nodiscard]] Result<LabelledDays> days_of_label(const std::string& label);

struct AgreementPeriodName {
    const std::string& agreement;
    const std::string& label;
    Span range;
};
// Where a period of an agreement stands to the scorecards of a label: less is before them, equal in
// them (as scorecard_of shows it), greater after them. The label is one that days_of_label reads.
[[nodiscard]] std::strong_ordering order_to_scorecard(const Portfolio& portfolio,
                                                      const AgreementPeriodName& period,
                                                      const std::string& label);
// From the first day of `from` to the last of `to`; an error where that is no range.
[[nodiscard]] Result<LabelledDays> days_of(const ScorecardsRequest& request);

}  // namespace underpin

#include "domain/credit_line.h"

#include <algorithm>

#include "base/text.h"
#include "domain/caps.h"
#include "domain/credit_scheme.h"

namespace underpin {
namespace {

void set_claim(const Portfolio& portfolio, const LineSum& sum, Instant as_of, CreditLine& line) {
    const std::optional<ClaimTerms> terms = claim_of(*sum.head, sum.objective);
    if (!terms) return;
    const Agreement& agreement = *sum.head->agreement;
    const std::string calendar = terms->calendar.empty() ? agreement.calendar : terms->calendar;
    const Calendar& working =
        terms->working_days ? portfolio.calendar_of(calendar) : Calendar::around_the_clock();
    line.claim_by = claim_deadline(*terms, line.last, agreement.period, working);
    if (!line.claim_by || line.status == CreditStatus::provisional) return;
    if (require(TimeZone::find(agreement.time_zone)).date_of(as_of) > *line.claim_by) {
        line.status =
            terms->mode == ClaimMode::request ? CreditStatus::lapsed : CreditStatus::overdue;
    }
}

// One rule, or each with the days in which it held.
std::string rule_of(const std::vector<DatedRule>& rules) {
    const auto same = [&](const DatedRule& one) { return one.rule == rules.front().rule; };
    if (std::ranges::all_of(rules, same)) return rules.front().rule;
    std::vector<std::string> all;
    for (const DatedRule& one : rules) all.push_back(one.rule + one.days);
    return join(all, "; ");
}

std::string place_of(const ObjectiveResult& result) {
    return result.agreement + " / " + result.objective + ", " + result.period;
}

// The currency that the line is in; none where an agreement without a contract pays per cent.
std::optional<Currency> currency_of(const CreditPiece& piece) {
    if (piece.segment->contract != nullptr) return piece.segment->contract->currency;
    const auto* fixed = std::get_if<FixedScheme>(&piece.objective->credits->scheme);
    if (fixed == nullptr || fixed->amount.currency.code.empty()) return std::nullopt;
    return fixed->amount.currency;
}

// The scheme's answers over all pieces of a result.
class Adder {
  public:
    Adder(const Portfolio& portfolio, const ObjectiveResult& result, LineSum& sum,
          std::vector<std::string>& notes)
        : portfolio_(portfolio), result_(result), sum_(sum), notes_(notes) {}

    void add(const CreditPiece& piece, bool only_piece) {
        const Rational charges = base_of(portfolio_, *piece.segment, piece.days, sum_.days.first);
        sum_.measurements.push_back(id_of(*piece.measurement));
        // A fixed amount is owed once a breach of the period, not once a segment.
        const bool again =
            owed_ && std::holds_alternative<FixedScheme>(piece.objective->credits->scheme);
        std::optional<SchemeAnswer> answer;
        // What is breached earns by its own value, whatever the whole would have come to.
        if (piece.breached && !again) {
            answer = scheme_credit(*piece.objective->credits,
                                   {*piece.objective, *piece.measurement, charges, sum_.currency,
                                    piece.segment->agreement->at_risk});
        }
        sum_.base += answer && answer->base ? *answer->base : charges;
        if (!answer) return;
        for (const std::string& note : answer->notes) {
            notes_.push_back(place_of(result_) + ": " + note);
        }
        owed_ = true;
        sum_.amount += answer->amount;
        const std::string when = only_piece ? "" : " (" + day_range(piece.days) + ")";
        sum_.rules.push_back({answer->rule, when});
        for (const std::string& step : answer->steps) sum_.steps.push_back(step + when);
    }

    [[nodiscard]] bool owed() const { return owed_; }

  private:
    const Portfolio& portfolio_;
    const ObjectiveResult& result_;
    LineSum& sum_;
    std::vector<std::string>& notes_;
    bool owed_ = false;
};

// Why a breach that its scheme answered for still earns nothing, or none where it earns.
std::optional<std::string> nothing_because(const LineSum& sum) {
    const auto& minimum = sum.objective->credits->minimum;
    const auto* per_unit = std::get_if<PerUnitScheme>(&sum.objective->credits->scheme);
    const bool of_charges = per_unit == nullptr || !per_unit->base_is_case;
    if (sum.amount == 0 && sum.base == 0 && of_charges) {
        return "breached, but the contract has no creditable charges in the period";
    }
    if (minimum && sum.amount < minimum->to_rational()) {
        return amount_text(sum.amount, sum.currency) + " is below the minimum of " +
               minimum->to_string() + ": no credit";
    }
    return std::nullopt;
}

std::vector<CreditPiece> all_pieces(const ObjectiveResult& result,
                                    const std::vector<CreditSegment>& segments) {
    std::vector<CreditPiece> pieces;
    for (const CreditSegment& segment : segments) {
        if (segment.agreement->type == AgreementType::customer) return {};
        std::ranges::copy(pieces_of(result, segment), std::back_inserter(pieces));
    }
    std::erase_if(pieces, [](const CreditPiece& piece) {
        return std::holds_alternative<PointsScheme>(piece.objective->credits->scheme);
    });
    return pieces;
}

}  // namespace

CreditLine make_line(const Portfolio& portfolio, const LineSum& sum, Instant as_of) {
    CreditLine line;
    line.agreement = sum.agreement;
    line.contract = sum.head->agreement->contract.value_or("");
    if (sum.objective != nullptr) line.objective = sum.objective->id;
    line.period = sum.period;
    line.first = sum.days.first;
    line.last = sum.days.last;
    line.scheme = sum.objective == nullptr ? "points" : sum.objective->credits->scheme_name();
    line.base = require(Money::round(sum.base, sum.currency, RoundingMode::half_even));
    line.rule = rule_of(sum.rules);
    line.exact = sum.amount;
    line.rounded = require(Money::round(sum.amount, sum.currency, RoundingMode::half_even));
    line.amount = line.rounded;
    line.steps = sum.steps;
    line.measurements = sum.measurements;
    std::ranges::sort(line.measurements);
    const auto repeated = std::ranges::unique(line.measurements);
    line.measurements.erase(repeated.begin(), repeated.end());
    if (line.rounded.to_rational() != sum.amount) {
        line.steps.push_back(amount_text(sum.amount, sum.currency) +
                             ", rounded half even: " + line.rounded.to_string());
    }
    if (sum.open) line.status = CreditStatus::provisional;
    set_claim(portfolio, sum, as_of, line);
    return line;
}

std::optional<CreditLine> objective_line(const Portfolio& portfolio, const ObjectiveResult& result,
                                         Instant as_of, std::vector<std::string>& notes) {
    if (result.status != Status::breached) return std::nullopt;
    LineSum sum;
    sum.agreement = result.agreement;
    sum.period = result.period;
    sum.open = result.open;
    sum.days = period_days(portfolio, result);
    const std::vector<CreditSegment> segments =
        credit_segments(portfolio, result.agreement, sum.days.first, sum.days.last + date::days(1));
    const std::vector<CreditPiece> pieces = all_pieces(result, segments);
    if (pieces.empty()) return std::nullopt;

    const CreditPiece& head = pieces.front();
    sum.head = head.segment;
    sum.objective = head.objective;
    if (in_grace(*head.segment, head.objective, sum.days.first)) return std::nullopt;
    const std::optional<Currency> currency = currency_of(head);
    if (!currency) {
        notes.push_back(place_of(result) +
                        ": no credit, the agreement has no contract and so no "
                        "charges and no currency");
        return std::nullopt;
    }
    sum.currency = *currency;
    Adder adder(portfolio, result, sum, notes);
    for (const CreditPiece& piece : pieces) adder.add(piece, pieces.size() == 1);
    if (!adder.owed()) return std::nullopt;
    if (const auto reason = nothing_because(sum)) {
        notes.push_back(place_of(result) + ": " + *reason);
        return std::nullopt;
    }
    CreditLine line = make_line(portfolio, sum, as_of);
    if (line.rounded.minor == 0) return std::nullopt;
    if (!result.open) {
        const auto limit = cap_limit(head.objective->credits->cap, sum.base, *currency);
        if (limit) lower_line(line, limit->minor, "objective");
    }
    return line;
}

}  // namespace underpin

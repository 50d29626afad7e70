#include "domain/credit_line.h"

#include <algorithm>

#include "base/text.h"
#include "domain/caps.h"
#include "domain/contract_charges.h"
#include "domain/credit_scheme.h"

namespace underpin {
namespace {

// A stretch of days with the terms it is credited by and the judged measurement of it.
struct Piece {
    Days days;
    const CreditSegment* segment = nullptr;
    const Objective* objective = nullptr;  // the segment's; with credits
    const Measurement* measurement = nullptr;
    bool breached = false;  // as a period is: when any part of it is
};

const Objective* find_objective(const Agreement& agreement, const std::string& id) {
    const auto found = std::ranges::find(agreement.objectives, id, &Objective::id);
    return found == agreement.objectives.end() ? nullptr : &*found;
}

Days days_of(const TimeZone& zone, Span span) {
    return {zone.date_of(span.from), zone.date_of(span.to - Duration{1}) + date::days(1)};
}

TimeZone zone_of(const Agreement& agreement) {
    return require(TimeZone::find(agreement.time_zone));
}

// What of the result stands for the segment: the parts that lie in it as one, measured by the
// segment's own terms, else (where nobody has measured them as one) each part.
std::vector<Piece> pieces_of(const ObjectiveResult& result, const CreditSegment& segment,
                             const TimeZone& zone) {
    const Objective* objective = find_objective(*segment.agreement, result.objective);
    if (objective == nullptr || !objective->credits) return {};
    const Days whole{segment.first, segment.end};
    std::vector<const Measurement*> parts;
    for (const Measurement& part : result.parts) {
        if (!intersect(days_of(zone, part.part), whole).empty()) parts.push_back(&part);
    }
    if (parts.empty()) return {};

    const bool breached = std::ranges::any_of(
        parts, [](const Measurement* part) { return part->status == Status::breached; });
    const Span span{parts.front()->part.from, parts.back()->part.to};
    for (const auto* measurements : {&result.parts, &result.credit_basis}) {
        const auto basis = std::ranges::find(*measurements, span, &Measurement::part);
        if (basis != measurements->end()) return {{whole, &segment, objective, &*basis, breached}};
    }
    std::vector<Piece> pieces;
    for (const Measurement* part : parts) {
        pieces.push_back({intersect(days_of(zone, part->part), whole), &segment, objective, part,
                          part->status == Status::breached});
    }
    return pieces;
}

// The nearest word wins: the objective's, else its agreement's, else its contract's.
std::optional<Date> grace_of(const Piece& piece) {
    if (piece.objective->credits->grace_until) return piece.objective->credits->grace_until;
    if (piece.segment->agreement->grace_until) return piece.segment->agreement->grace_until;
    return piece.segment->contract ? piece.segment->contract->grace_until : std::nullopt;
}

std::optional<ClaimTerms> claim_of(const Piece& piece) {
    if (piece.objective->credits->claim) return piece.objective->credits->claim;
    if (piece.segment->agreement->claim) return piece.segment->agreement->claim;
    return piece.segment->contract ? piece.segment->contract->claim : std::nullopt;
}

Rational base_of(const Portfolio& portfolio, const Piece& piece, Date period_first) {
    const CreditSegment& segment = *piece.segment;
    if (segment.contract == nullptr) return 0;
    return contract_charges(portfolio.contracts.at(*segment.agreement->contract), period_first,
                            segment.agreement->service,
                            intersect(piece.days, days_of(portfolio.term_of(*segment.agreement))));
}

std::string day_range(Days days) {
    return format_date(days.first) + " to " + format_date(days.end - date::days(1));
}

// The scheme's answers over all pieces, added up exactly.
class LineBuilder {
  public:
    LineBuilder(const Portfolio& portfolio, const ObjectiveResult& result, const Currency& currency,
                PeriodDays period)
        : portfolio_(portfolio), result_(result), currency_(currency), period_(period) {}

    void add(const Piece& piece, bool only_piece) {
        const Rational base = base_of(portfolio_, piece, period_.first);
        base_ += base;
        // What is breached earns by its own value, whatever the whole would have come to.
        if (!piece.breached) return;
        // A fixed amount is owed once a breach of the period, not once a segment.
        if (owed_ && std::holds_alternative<FixedScheme>(piece.objective->credits->scheme)) return;
        const auto answer = scheme_credit(*piece.objective->credits,
                                          {*piece.objective, *piece.measurement, base, currency_});
        if (!answer) return;
        owed_ = true;
        amount_ += answer->amount;
        const std::string when = only_piece ? "" : " (" + day_range(piece.days) + ")";
        rules_.push_back(answer->rule);
        days_.push_back(when);
        steps_.push_back(answer->step + when);
    }

    [[nodiscard]] bool owed() const { return owed_; }
    [[nodiscard]] const Rational& amount() const { return amount_; }
    [[nodiscard]] const Rational& base() const { return base_; }

    [[nodiscard]] CreditLine line(const Piece& head) const {
        CreditLine line;
        line.agreement = result_.agreement;
        line.contract = head.segment->agreement->contract.value_or("");
        line.objective = result_.objective;
        line.period = result_.period;
        line.first = period_.first;
        line.last = period_.last;
        line.scheme = head.objective->credits->scheme_name();
        line.base = require(Money::round(base_, currency_, RoundingMode::half_even));
        line.rule = rule();
        line.exact = amount_;
        line.rounded = require(Money::round(amount_, currency_, RoundingMode::half_even));
        line.amount = line.rounded;
        line.steps = steps_;
        if (line.rounded.to_rational() != amount_) {
            line.steps.push_back(amount_text(amount_, currency_) +
                                 ", rounded half even: " + line.rounded.to_string());
        }
        if (result_.open) line.status = CreditStatus::provisional;
        return line;
    }

  private:
    // One rule, or each with the days in which it held.
    [[nodiscard]] std::string rule() const {
        if (std::ranges::all_of(rules_, [&](const auto& one) { return one == rules_.front(); })) {
            return rules_.front();
        }
        std::vector<std::string> all;
        for (std::size_t i = 0; i < rules_.size(); ++i) all.push_back(rules_[i] + days_[i]);
        return join(all, "; ");
    }

    const Portfolio& portfolio_;
    const ObjectiveResult& result_;
    const Currency& currency_;
    PeriodDays period_;
    Rational base_ = 0;
    Rational amount_ = 0;
    bool owed_ = false;
    std::vector<std::string> rules_, days_, steps_;
};

void set_claim(const Portfolio& portfolio, const Piece& head, Instant as_of, CreditLine& line) {
    const std::optional<ClaimTerms> terms = claim_of(head);
    if (!terms) return;
    const Agreement& agreement = *head.segment->agreement;
    const std::string calendar = terms->calendar.empty() ? agreement.calendar : terms->calendar;
    const Calendar& working =
        terms->working_days ? portfolio.calendar_of(calendar) : Calendar::around_the_clock();
    line.claim_by = claim_deadline(*terms, line.last, agreement.period, working);
    if (!line.claim_by || line.status == CreditStatus::provisional) return;
    if (zone_of(agreement).date_of(as_of) > *line.claim_by) {
        line.status =
            terms->mode == ClaimMode::request ? CreditStatus::lapsed : CreditStatus::overdue;
    }
}

std::string place_of(const ObjectiveResult& result) {
    return result.agreement + " / " + result.objective + ", " + result.period;
}

// The currency that the line is in; none where an agreement without a contract pays per cent.
std::optional<Currency> currency_of(const Piece& piece) {
    if (piece.segment->contract != nullptr) return piece.segment->contract->currency;
    const auto* fixed = std::get_if<FixedScheme>(&piece.objective->credits->scheme);
    if (fixed == nullptr || fixed->amount.currency.code.empty()) return std::nullopt;
    return fixed->amount.currency;
}

// Why a breach that its scheme answered for still earns nothing, or none where it earns.
std::optional<std::string> nothing_because(const LineBuilder& builder, const Piece& head,
                                           const Currency& currency) {
    const auto& minimum = head.objective->credits->minimum;
    if (builder.amount() == 0 && builder.base() == 0) {
        return "breached, but the contract has no creditable charges in the period";
    }
    if (minimum && builder.amount() < minimum->to_rational()) {
        return amount_text(builder.amount(), currency) + " is below the minimum of " +
               minimum->to_string() + ": no credit";
    }
    return std::nullopt;
}

}  // namespace

PeriodDays period_days(const Portfolio& portfolio, const ObjectiveResult& result) {
    const Amended& agreement = portfolio.agreements.at(result.agreement);
    // An amendment may have moved the agreement to another zone: first by the oldest, then by the
    // zone in force.
    Days days = days_of(zone_of(agreement.versions.front().document.as<Agreement>()), result.range);
    days = days_of(zone_of(agreement.on(days.first).document.as<Agreement>()), result.range);
    return {days.first, days.end - date::days(1)};
}

std::optional<CreditLine> objective_line(const Portfolio& portfolio, const ObjectiveResult& result,
                                         Instant as_of, std::vector<std::string>& notes) {
    if (result.status != Status::breached) return std::nullopt;
    const PeriodDays days = period_days(portfolio, result);
    const std::vector<CreditSegment> segments =
        credit_segments(portfolio, result.agreement, days.first, days.last + date::days(1));
    std::vector<Piece> pieces;
    for (const CreditSegment& segment : segments) {
        if (segment.agreement->type == AgreementType::customer) return std::nullopt;
        std::ranges::copy(pieces_of(result, segment, zone_of(*segment.agreement)),
                          std::back_inserter(pieces));
    }
    std::erase_if(pieces, [](const Piece& piece) { return !computes(*piece.objective->credits); });
    if (pieces.empty()) return std::nullopt;

    const Piece& head = pieces.front();
    if (const auto grace = grace_of(head); grace && days.first < *grace) return std::nullopt;
    const std::optional<Currency> currency = currency_of(head);
    if (!currency) {
        notes.push_back(place_of(result) +
                        ": no credit, the agreement has no contract and so no "
                        "charges and no currency");
        return std::nullopt;
    }
    LineBuilder builder(portfolio, result, *currency, days);
    for (const Piece& piece : pieces) builder.add(piece, pieces.size() == 1);
    if (!builder.owed()) return std::nullopt;
    if (const auto reason = nothing_because(builder, head, *currency)) {
        notes.push_back(place_of(result) + ": " + *reason);
        return std::nullopt;
    }
    CreditLine line = builder.line(head);
    if (line.rounded.minor == 0) return std::nullopt;
    if (!result.open) {
        const auto limit = cap_limit(head.objective->credits->cap, builder.base(), *currency);
        if (limit) lower_line(line, limit->minor, "objective");
    }
    set_claim(portfolio, head, as_of, line);
    return line;
}

}  // namespace underpin

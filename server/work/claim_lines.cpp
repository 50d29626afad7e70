#include "work/claim_lines.h"

#include <algorithm>
#include <tuple>

#include "domain/credit_piece.h"
#include "work/measure.h"
#include "work/scorecards.h"

namespace underpin {

CreditKey key_of(const CreditLine& line) {
    return {line.agreement, line.objective, line.period, line.earns_back};
}

LineTerms terms_of(const Portfolio& portfolio, const CreditLine& line) {
    const auto segments =
        credit_segments(portfolio, line.agreement, line.first, line.last + date::days(1));
    const CreditSegment& head = segments.front();
    const Objective* objective =
        line.objective ? find_objective(*head.agreement, *line.objective) : nullptr;
    const auto terms = claim_of(head, objective);
    return {terms ? terms->mode : ClaimMode::request, head.agreement->time_zone};
}

Claim claim_on(const std::vector<ClosedLine>& lines) {
    Claim claim;
    claim.supplier = lines.front().supplier;
    claim.contract = lines.front().contract;
    claim.currency = lines.front().amount.currency;
    for (const auto& closed : lines) {
        ClaimLine line;
        line.number = static_cast<int>(claim.lines.size()) + 1;
        line.key = closed.key;
        line.net = closed.amount.minor;
        line.mode = closed.mode;
        line.claim_by = closed.claim_by;
        line.time_zone = closed.time_zone;
        claim.lines.push_back(std::move(line));
    }
    return claim;
}

Result<std::vector<ClosedLine>> closed_lines(const Context& context,
                                             const std::optional<std::string>& supplier) {
    const auto outcome = measure(context, {});
    if (!outcome) return outcome.error();
    std::vector<ClosedLine> lines;
    for (const auto& [id, revised] : outcome->portfolio->suppliers) {
        if (supplier && id != *supplier) continue;
        const auto credits = supplier_credits(*outcome, id, std::nullopt);
        if (!credits) return credits.error();
        for (const auto& line : credits->lines) {
            if (line.status == CreditStatus::provisional) continue;
            const auto terms = terms_of(*outcome->portfolio, line);
            lines.push_back({key_of(line), id, line.contract, line.first, line.last, line.amount,
                             terms.mode, line.claim_by, terms.time_zone, ""});
        }
    }
    return lines;
}

}  // namespace underpin

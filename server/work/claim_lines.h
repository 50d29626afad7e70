// The credit lines that a claim may stand on: those of closed periods, as they stand now. Inside of
// this folder only.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "domain/claim.h"
#include "domain/credit.h"
#include "store/statements.h"
#include "work/context.h"

namespace underpin {

// A frozen line, or what it was last restated to.
struct ClosedLine {
    CreditKey key;
    std::string supplier, contract;
    Date first, last;
    Money amount;
    ClaimMode mode = ClaimMode::request;
    std::optional<Date> claim_by;
    std::string time_zone;
    std::string restated;     // why it is not what was frozen first; empty: it is
    StatementName statement;  // the version that made it what it is
};

// Of a supplier (none: of all), by contract, last day and key. Lines that were restated away are
// among them, with nothing.
[[nodiscard]] Result<std::vector<ClosedLine>> closed_lines(
    const Context& context, const std::optional<std::string>& supplier);

[[nodiscard]] CreditKey key_of(const CreditLine& line);
// Not stored, without entries; the lines are of one contract.
[[nodiscard]] Claim claim_on(const std::vector<ClosedLine>& lines);

// How a line may be claimed by the terms of its period's first day.
struct LineTerms {
    ClaimMode mode = ClaimMode::request;
    std::string time_zone;
};
[[nodiscard]] LineTerms terms_of(const Portfolio& portfolio, const CreditLine& line);

}  // namespace underpin

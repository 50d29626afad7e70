// What a claim says to the supplier. Pure; any thread.
#pragma once

#include <string>
#include <vector>

#include "domain/claim.h"
#include "domain/explanation.h"
#include "domain/terms.h"
#include "work/pack/letter.h"

namespace underpin {

// A line that is claimed, with what explains it.
struct LetterLine {
    ClaimLine line;
    std::int64_t worth = 0;  // net, minor units
    CreditLine credit;
    std::vector<Explanation> explanations;  // of its objective, or of those that had points
};

// `today` is the date on the letter. It speaks of service credits, and by the contract's remedy of
// what they are in law.
[[nodiscard]] Letter claim_letter(const Portfolio& portfolio, const Claim& claim,
                                  const std::vector<LetterLine>& lines, Date today);

// Every record that entered the numbers, a row each: RFC 4180.
[[nodiscard]] std::string evidence_csv(const std::vector<LetterLine>& lines);

}  // namespace underpin

// Caps: what a contract limits credits to. Pure; any thread.
#pragma once

#include <vector>

#include "domain/credit.h"

namespace underpin {

// The lower of the cap's percent of `base` (rounded down to the minor unit) and its amount; none
// where it limits nothing.
[[nodiscard]] std::optional<Money> cap_limit(const Cap& cap, const Rational& base,
                                             const Currency& currency);

// `parts` reduced in proportion so that they add up to `limit`, by largest remainder; of equal
// remainders the earlier part gets the unit. Unchanged where they already fit.
[[nodiscard]] std::vector<std::int64_t> share_out(const std::vector<std::int64_t>& parts,
                                                  std::int64_t limit);

// Applies the period's and the contract year's caps to the closed lines of one contract, in order
// of their last days, then labels. Lines come in with objective caps applied.
void apply_contract_caps(const Amended& contract, std::vector<CreditLine*> lines);

// Lowers a line and says by which cap.
void lower_line(CreditLine& line, std::int64_t minor, const char* cap_name);

}  // namespace underpin

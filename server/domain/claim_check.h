// What must hold of every claim, whoever wrote its rows. Pure; any thread.
#pragma once

#include <string>
#include <vector>

#include "domain/claim.h"

namespace underpin {

// Sentences; empty: the claim holds together. Its entries are played again from the first: each
// must be one that could follow, by the table of steps; no balance is ever below zero; what was
// credited and written off is never beyond what was claimed; each says who, when and why.
[[nodiscard]] std::vector<std::string> claim_faults(const Claim& claim);

}  // namespace underpin

// Where credit lines stand by the claims' ledger. Any thread.
#pragma once

#include <vector>

#include "domain/claim.h"
#include "domain/credit.h"
#include "work/context.h"

namespace underpin {

// Gives each line that is in a claim the claim's state, and its number. The ledger is read as it
// stood at `as_of`.
void put_claims(const std::vector<Claim>& claims, Instant as_of, SupplierCredits& credits);
// The same of what is stored.
void put_claims(const Context& context, Instant as_of, SupplierCredits& credits);

}  // namespace underpin

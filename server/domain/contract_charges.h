// What a contract charges on a run of days under its amendments. Exact; pure; any thread.
#pragma once

#include <optional>
#include <string>

#include "domain/charges.h"
#include "domain/terms.h"

namespace underpin {

// From the contract's start, as it was first signed, to the end that its newest amendment says.
[[nodiscard]] Term contract_term(const Amended& contract);

// The creditable charges for `service` (none: all of them) on `days`, cut by the contract's term:
// by the terms in force on `terms_on`, the first day of the period in question, and from each later
// amendment with `applies: split` on by its terms. Any other amendment counts from the next period.
[[nodiscard]] Rational contract_charges(const Amended& contract, Date terms_on,
                                        const std::optional<std::string>& service, Days days);

}  // namespace underpin

// The figures that an operator watches. Any thread.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "domain/money.h"
#include "store/jobs.h"
#include "store/runs.h"
#include "work/standing.h"

namespace underpin {

struct Figures {
    std::vector<SourceRuns> imports;
    JobCounts jobs;
    std::size_t due = 0;                    // measurements
    std::map<std::string, Money> at_stake;  // credits that are owed and not settled, by currency
};

// Puts every supplier's results together where they have changed: seconds for very many suppliers.
[[nodiscard]] Result<Figures> gather_figures(const Context& context, StandingBoard& board);

// What of the credits is owed and not settled, by currency.
[[nodiscard]] std::map<std::string, Money> open_credits(const SupplierCredits& credits);

}  // namespace underpin

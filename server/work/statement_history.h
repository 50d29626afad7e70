// The versions of a closed period: what was frozen, when, by whom, and what each restatement
// changed. Read only.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <vector>

#include "store/credit_entries.h"
#include "store/statements.h"
#include "work/context.h"
#include "work/scorecards.h"

namespace underpin {

struct StatementVersion {
    StoredStatement statement;
    SupplierScorecard card;
    SupplierCredits credits;
};

// Oldest first. not_found, with what to do, where the period is not closed.
[[nodiscard]] Result<std::vector<StatementVersion>> statement_history(const Context& context,
                                                                      const std::string& supplier,
                                                                      const std::string& period);
[[nodiscard]] Result<StatementVersion> statement_version(const Context& context,
                                                         const StatementName& name);
// The newest versions of all closed periods of a supplier, in the order of closing.
[[nodiscard]] std::vector<StoredStatement> closed_statements(const Context& context,
                                                             const std::string& supplier);

// The credits of a supplier's closed periods: the lines as closed (version 1) and the adjustments
// made since, by line, then version. Whoever builds on closed lines (claims) starts here or, inside
// of a transaction, at load_credit_entries.
[[nodiscard]] std::vector<CreditEntry> closed_credit_entries(const Context& context,
                                                             const CreditEntryFilter& filter);

// {"supplier", "period", "versions": [{"version", "at", "as_of", "actor", "reason", "score",
// "grade", "credits", "changed", "sha256"}]}
[[nodiscard]] nlohmann::ordered_json history_json(const std::vector<StatementVersion>& versions);
// {"version", "at", "actor", "reason", "sha256"}: what marks a scorecard as a frozen one.
[[nodiscard]] nlohmann::ordered_json statement_json(const StoredStatement& statement);
// The credits as credits_json says them, with what is frozen of them at the end: "version" on the
// lines of closed periods, and "adjustments" where there are any.
[[nodiscard]] nlohmann::ordered_json credits_with_entries(const SupplierCredits& credits,
                                                          const std::vector<CreditEntry>& entries);
// {"agreement", "objective", "period", "version", "difference", "currency", "reason", "at"}
[[nodiscard]] nlohmann::ordered_json adjustment_json(const CreditEntry& entry);

}  // namespace underpin

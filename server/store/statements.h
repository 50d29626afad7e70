// Statements: what was frozen when a supplier's period was closed, and each restated version beside
// it. Rows are only ever inserted. What their texts mean is the business of `work`; here they are
// texts under a hash.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/instant.h"
#include "base/result.h"
#include "domain/spans.h"
#include "store/database.h"

namespace underpin {

struct StatementName {
    std::string supplier, period;  // period: the scorecard's label
    int version = 1;
    auto operator<=>(const StatementName&) const = default;
};

struct StoredStatement {
    StatementName name;
    std::int64_t number = 0;  // orders all statements of the store; set by it
    Instant at;               // when it was written; set by the store
    Instant as_of;            // what it speaks of
    std::string actor, reason;
    std::int64_t documents = 0;  // the store's document revision that it was made by
    std::string scorecard, credits, basis, changed;  // JSON
    std::string sha256;                              // of all of the above; set by the store
};

// One agreement's period that is closed: its measurements are frozen.
struct ClosedPeriod {
    std::string agreement, period;  // the agreement's own label
    std::string supplier;
    std::string statement;  // the label of the statement that closed it first
    Span range;
    Instant at;  // set by the store
};

// Lets one writer of statements at a time pass; to be called first in the transaction.
void lock_statements(Session& session);

// The next version of its supplier and period: ErrorClass::conflict where `name.version` is not
// that. Journalled by the caller.
[[nodiscard]] Result<StoredStatement> save_statement(Session& session, StoredStatement statement);
// Those that are closed already stay as they are.
void save_closed_periods(Session& session, const std::vector<ClosedPeriod>& periods);

// By period and version; none: all periods.
[[nodiscard]] std::vector<StoredStatement> load_statements(
    Session& session, const std::string& supplier,
    const std::optional<std::string>& period = std::nullopt);
[[nodiscard]] std::optional<StoredStatement> load_statement(Session& session,
                                                            const StatementName& name);
// The newest version of each of the supplier's periods, in the order of closing.
[[nodiscard]] std::vector<StoredStatement> latest_statements(Session& session,
                                                             const std::string& supplier);
[[nodiscard]] std::vector<std::string> suppliers_with_statements(Session& session);
// By agreement and time; of all suppliers where none is named.
[[nodiscard]] std::vector<ClosedPeriod> load_closed_periods(
    Session& session, const std::optional<std::string>& supplier = std::nullopt);

// What sha256 has to be.
[[nodiscard]] std::string statement_hash(const StoredStatement& statement);

}  // namespace underpin

#include "store/credit_entries.h"

#include "store/sql.h"

namespace underpin {

void save_credit_entries(Session& session, const std::vector<CreditEntry>& entries) {
    for (const auto& entry : entries) {
        sql::execute(session,
                     "INSERT INTO credit_entry (agreement, objective, period, earns_back, version, "
                     "supplier, contract, currency, amount, statement, statement_version, at, "
                     "actor, reason, line) VALUES (:agreement, :objective, :period, :earns_back, "
                     ":version, :supplier, :contract, :currency, :amount, :statement, "
                     ":statement_version, :at, :actor, :reason, :line)",
                     entry.line.agreement, entry.line.objective, entry.line.period,
                     entry.line.earns_back, entry.version, entry.supplier, entry.contract,
                     entry.amount.currency.code, entry.amount.minor, entry.statement,
                     entry.statement_version, session.clock().now().ms, entry.actor, entry.reason,
                     entry.derived);
    }
}

std::vector<CreditEntry> load_credit_entries(Session& session, const CreditEntryFilter& filter) {
    std::vector<CreditEntry> entries;
    const auto add = [&](std::string agreement, std::string objective, std::string period,
                         std::string earns_back, std::int64_t version, std::string supplier,
                         std::string contract, const std::string& currency, std::int64_t amount,
                         std::string statement, std::int64_t statement_version, std::int64_t at,
                         std::string actor, std::string reason, std::string derived) {
        const auto skips = [](const std::optional<std::string>& wanted, const std::string& is) {
            return wanted && *wanted != is;
        };
        if (skips(filter.contract, contract) || skips(filter.agreement, agreement) ||
            skips(filter.period, period)) {
            return;
        }
        entries.push_back(
            {{std::move(agreement), std::move(objective), std::move(period), std::move(earns_back)},
             static_cast<int>(version),
             std::move(supplier),
             std::move(contract),
             {amount, require(Currency::find(currency))},
             std::move(statement),
             static_cast<int>(statement_version),
             Instant{at},
             std::move(actor),
             std::move(reason),
             std::move(derived)});
    };
    sql::each<std::string, std::string, std::string, std::string, std::int64_t, std::string,
              std::string, std::string, std::int64_t, std::string, std::int64_t, std::int64_t,
              std::string, std::string, std::string>(
        session,
        "SELECT agreement, objective, period, earns_back, version, supplier, contract, currency, "
        "amount, statement, statement_version, at, actor, reason, line FROM credit_entry WHERE "
        "supplier = :supplier ORDER BY agreement, objective, period, earns_back, version",
        add, filter.supplier);
    return entries;
}

}  // namespace underpin

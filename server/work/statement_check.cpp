#include "work/statement_check.h"

#include <map>
#include <set>

#include "documents/statement_text.h"
#include "store/credit_entries.h"
#include "work/credit_adjustments.h"
#include "work/statement_basis.h"
#include "work/statement_writing.h"

namespace underpin {

namespace {

std::string named(const StatementName& name) {
    return "the statement " + name.supplier + " " + name.period + ", version " +
           std::to_string(name.version) + ",";
}

class StatementChecking {
  public:
    explicit StatementChecking(Session& session) : session_(session) {}

    StatementCheck run() {
        for (const auto& supplier : suppliers_with_statements(session_)) {
            int last = 0;
            std::string period;
            for (const auto& statement : load_statements(session_, supplier)) {
                if (statement.name.period != period) last = 0;
                period = statement.name.period;
                check_one(statement, ++last);
            }
            check_entries(supplier);
        }
        return std::move(check_);
    }

  private:
    void fault(std::string text) { check_.faults.push_back(std::move(text)); }

    void check_one(const StoredStatement& statement, int expected) {
        ++check_.statements;
        if (statement.name.version != expected) {
            fault(named(statement.name) + " does not follow version " +
                  std::to_string(expected - 1));
        }
        if (statement_hash(statement) != statement.sha256) {
            fault(named(statement.name) + " was changed");
        }
        const auto basis = basis_of_statement(statement);
        if (!basis) {
            fault(named(statement.name) + " does not say what it stands on");
            return;
        }
        for (const auto& cell : basis->cells) {
            if (!frozen_of(cell.agreement).contains(cell)) {
                fault(named(statement.name) + " stands on " + cell.agreement + " " +
                      cell.objective + " " + cell.period + ", version " +
                      std::to_string(cell.version) + ", which is not there or not frozen");
            }
        }
    }

    const std::set<CellName>& frozen_of(const std::string& agreement) {
        const auto at = frozen_.find(agreement);
        if (at != frozen_.end()) return at->second;
        auto& cells = frozen_[agreement];
        for (const auto& stored : load_measurements(session_, agreement)) {
            if (stored.frozen) cells.insert(cell_name(stored.measurement));
        }
        return cells;
    }

    // What is still missing by the newest statements: nothing.
    void check_entries(const std::string& supplier) {
        SupplierCredits all;
        all.supplier = supplier;
        std::set<std::pair<std::string, std::string>> seen;
        for (const auto& statement : latest_statements(session_, supplier)) {
            const auto card = scorecard_of_text(statement.scorecard);
            const auto credits = credits_of_text(statement.credits);
            if (!card || !credits) {
                fault(named(statement.name) + " cannot be read");
                return;
            }
            const auto fresh = credit_keys(card->agreements);
            for (const auto& line : credits->lines) {
                const std::pair key{line.agreement, line.period};
                if (fresh.contains(key) && !seen.contains(key)) all.lines.push_back(line);
            }
            seen.insert(fresh.begin(), fresh.end());
        }
        const auto entries = load_credit_entries(session_, {supplier, {}, {}, {}});
        for (const auto& missing :
             entries_to_add(entries, all, closed_credits(session_, supplier), "")) {
            fault("the credit entries of " + missing.line.agreement + " " + missing.line.objective +
                  " " + missing.line.period + " miss " + missing.amount.to_string() + " " +
                  missing.amount.currency.code + " of what the statement says");
        }
    }

    Session& session_;
    StatementCheck check_;
    std::map<std::string, std::set<CellName>> frozen_;
};

}  // namespace

StatementCheck check_statements(const Database& database) {
    return database.read([](Session& session) { return StatementChecking(session).run(); });
}

}  // namespace underpin

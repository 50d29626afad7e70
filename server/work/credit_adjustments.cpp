#include "work/credit_adjustments.h"

#include <algorithm>

#include "documents/statement_text.h"

namespace underpin {

namespace {

struct Balance {
    std::string contract;
    std::map<std::string, Money> sums;  // by currency: a corrected contract may have another
    int last_version = 0;
    const CreditLine* now = nullptr;
};

CreditLineName name_of(const CreditLine& line) {
    return {line.agreement, line.objective.value_or(""), line.period, line.earns_back.value_or("")};
}

std::map<CreditLineName, Balance> balances_of(const std::vector<CreditEntry>& existing) {
    std::map<CreditLineName, Balance> balances;
    for (const auto& entry : existing) {
        auto& balance = balances[entry.line];
        balance.contract = entry.contract;
        balance.last_version = std::max(balance.last_version, entry.version);
        const Money zero{0, entry.amount.currency};
        auto& sum = balance.sums.try_emplace(zero.currency.code, zero).first->second;
        sum = require(add(sum, entry.amount));
    }
    return balances;
}

// What has to be added, by currency; zeros are left out.
std::vector<Money> differences(const Balance& balance) {
    auto missing = balance.sums;
    for (auto& [code, money] : missing) money.minor = -money.minor;
    if (balance.now != nullptr) {
        const auto& amount = balance.now->amount;
        const Money zero{0, amount.currency};
        auto& sum = missing.try_emplace(zero.currency.code, zero).first->second;
        sum = require(add(sum, amount));
    }
    std::vector<Money> out;
    for (const auto& [code, money] : missing) {
        if (money.minor != 0) out.push_back(money);
    }
    return out;
}

}  // namespace

std::vector<CreditEntry> entries_to_add(const std::vector<CreditEntry>& existing,
                                        const SupplierCredits& now, const ClosedCredits& closed,
                                        const std::string& actor) {
    auto balances = balances_of(existing);
    for (const auto& line : now.lines) {
        if (line.status == CreditStatus::provisional) continue;
        if (!closed.contains({line.agreement, line.period})) continue;
        auto& balance = balances[name_of(line)];
        balance.contract = line.contract;
        balance.now = &line;
    }
    std::vector<CreditEntry> entries;
    for (auto& [name, balance] : balances) {
        const auto of = closed.find({name.agreement, name.period});
        if (of == closed.end()) continue;
        for (const auto& difference : differences(balance)) {
            const int first = of->second.closing ? 0 : 1;
            balance.last_version = std::max(balance.last_version, first) + 1;
            entries.push_back({name,
                               balance.last_version,
                               now.supplier,
                               balance.contract,
                               difference,
                               of->second.statement.period,
                               of->second.statement.version,
                               {},
                               actor,
                               of->second.reason,
                               balance.now == nullptr ? "" : credit_line_text(*balance.now)});
        }
    }
    return entries;
}

}  // namespace underpin

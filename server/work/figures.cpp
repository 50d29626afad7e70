#include "work/figures.h"

#include "work/claim_standing.h"
#include "work/scorecards.h"

namespace underpin {

namespace {

// Nothing of the line is waited for any more, or not yet.
bool is_settled(CreditStatus status) {
    switch (status) {
        case CreditStatus::provisional:
        case CreditStatus::lapsed:
        case CreditStatus::credited:
        case CreditStatus::waived:
        case CreditStatus::withdrawn: return true;
        default: return false;
    }
}

}  // namespace

std::map<std::string, Money> open_credits(const SupplierCredits& credits) {
    std::map<std::string, Money> open;
    for (const auto& total : credits.totals) {
        open.emplace(total.total.currency.code, Money{0, total.total.currency});
    }
    for (const auto& line : credits.lines) {
        if (is_settled(line.status)) continue;
        const auto [at, added] = open.try_emplace(line.amount.currency.code, line.amount);
        if (!added) at->second = require(add(at->second, line.amount));
    }
    return open;
}

Result<Figures> gather_figures(const Context& context, StandingBoard& board) {
    Figures figures;
    context.database.read([&](Session& session) {
        figures.imports = count_runs(session);
        figures.jobs = count_jobs(session);
    });
    const auto documents = board.portfolio();
    if (!documents) return documents.error();
    for (const auto& [supplier, revised] : (*documents)->suppliers) {
        const auto standing = board.of_supplier(supplier);
        if (!standing) return standing.error();
        figures.due += (*standing)->due;
        auto credits = supplier_credits((*standing)->outcome, supplier, std::nullopt);
        if (!credits) return credits.error();
        put_claims(context, context.clock.now(), *credits);
        for (const auto& [code, amount] : open_credits(*credits)) {
            const auto [at, added] = figures.at_stake.try_emplace(code, amount);
            if (!added) at->second = require(add(at->second, amount));
        }
    }
    return figures;
}

}  // namespace underpin

#include "work/claim_standing.h"

#include <map>

#include "domain/claim_balance.h"
#include "store/claims.h"
#include "work/claim_lines.h"

namespace underpin {

namespace {

CreditStatus status_of(const Claim& claim, const ClaimLine& line) {
    if (is_lapsed(claim, line)) return CreditStatus::lapsed;
    switch (state_of(claim)) {
        case ClaimState::proposed: return CreditStatus::proposed;
        case ClaimState::approved: return CreditStatus::approved;
        case ClaimState::claimed: return CreditStatus::claimed;
        case ClaimState::acknowledged: return CreditStatus::acknowledged;
        case ClaimState::disputed: return CreditStatus::disputed;
        case ClaimState::partly_credited: return CreditStatus::partly_credited;
        case ClaimState::credited: return CreditStatus::credited;
        case ClaimState::waived: return CreditStatus::waived;
        case ClaimState::lapsed: return CreditStatus::lapsed;
        case ClaimState::withdrawn: return CreditStatus::withdrawn;
    }
    return CreditStatus::proposed;
}

// A credit that should have been on an invoice by now is overdue for as long as it is waited for.
bool is_waited_for(CreditStatus status) {
    return status == CreditStatus::proposed || status == CreditStatus::approved ||
           status == CreditStatus::claimed || status == CreditStatus::acknowledged;
}

}  // namespace

void put_claims(const std::vector<Claim>& claims, Instant as_of, SupplierCredits& credits) {
    std::map<CreditKey, CreditLine*> lines;
    for (auto& line : credits.lines) lines.emplace(key_of(line), &line);
    for (const auto& claim : claims) {
        const auto then = claim_at(claim, as_of);
        if (then.entries.empty()) continue;
        for (const auto& line : then.lines) {
            const auto at = lines.find(line.key);
            if (at == lines.end()) continue;
            const auto status = status_of(then, line);
            const bool overdue =
                at->second->status == CreditStatus::overdue && is_waited_for(status);
            if (!overdue) at->second->status = status;
            at->second->claim = claim.id;
        }
    }
}

void put_claims(const Context& context, Instant as_of, SupplierCredits& credits) {
    const auto claims = context.database.read([&](Session& session) {
        return load_claims(session, {credits.supplier, std::nullopt});
    });
    put_claims(claims, as_of, credits);
}

}  // namespace underpin

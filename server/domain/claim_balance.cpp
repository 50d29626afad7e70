#include "domain/claim_balance.h"

#include <algorithm>

namespace underpin {
namespace {

bool has(const Claim& claim, EntryKind kind) {
    return std::ranges::any_of(claim.entries, [&](const auto& e) { return e.kind == kind; });
}

// An approval holds for what was approved: what a restatement adds has to be approved anew.
bool is_approved(const Claim& claim) {
    bool approved = false;
    for (const ClaimEntry& entry : claim.entries) {
        if (entry.kind == EntryKind::approved) approved = true;
        if (entry.kind == EntryKind::adjusted && entry.to == ClaimAccount::due) approved = false;
    }
    return approved;
}

ClaimState ended_state(const ClaimBalance& balance) {
    const auto holds = [&](ClaimAccount account) { return !balance.of(account).is_zero(); };
    if (holds(ClaimAccount::credited) || holds(ClaimAccount::owed_back)) {
        return holds(ClaimAccount::written_off) ? ClaimState::partly_credited
                                                : ClaimState::credited;
    }
    if (holds(ClaimAccount::written_off) || holds(ClaimAccount::waived)) return ClaimState::waived;
    return holds(ClaimAccount::lapsed) ? ClaimState::lapsed : ClaimState::withdrawn;
}

}  // namespace

void ClaimBalance::post(const ClaimEntry& entry) {
    if (!entry.moves()) return;
    auto& from = sums_.at(static_cast<std::size_t>(entry.from));
    auto& to = sums_.at(static_cast<std::size_t>(entry.to));
    from = from - entry.amount;
    to = to + entry.amount;
}

ClaimBalance balance_of(const Claim& claim) {
    ClaimBalance balance;
    for (const ClaimEntry& entry : claim.entries) balance.post(entry);
    return balance;
}

ClaimState state_of(const Claim& claim) {
    const ClaimBalance balance = balance_of(claim);
    if (!balance.of(ClaimAccount::disputed).is_zero()) return ClaimState::disputed;
    if (!balance.of(ClaimAccount::open).is_zero()) {
        if (!balance.of(ClaimAccount::credited).is_zero()) return ClaimState::partly_credited;
        return has(claim, EntryKind::acknowledged) ? ClaimState::acknowledged : ClaimState::claimed;
    }
    if (!balance.of(ClaimAccount::due).is_zero()) {
        return is_approved(claim) ? ClaimState::approved : ClaimState::proposed;
    }
    return ended_state(balance);
}

Claim claim_at(const Claim& claim, Instant as_of) {
    Claim then = claim;
    std::erase_if(then.entries, [&](const ClaimEntry& entry) { return entry.at > as_of; });
    return then;
}

ClaimAmount claimed_in_all(const Claim& claim) {
    const ClaimBalance balance = balance_of(claim);
    if (!was_claimed(claim)) return {};
    return balance.outstanding() + balance.of(ClaimAccount::credited) +
           balance.of(ClaimAccount::written_off);
}

ClaimAmount shown_on_notes(const Claim& claim) {
    ClaimAmount sum;
    for (const ClaimEntry& entry : claim.entries) {
        if (entry.kind == EntryKind::credited) sum = sum + entry.amount;
    }
    return sum;
}

std::int64_t worth_of(const Claim& claim, const ClaimLine& line) {
    ClaimAmount worth{line.net, 0};
    for (const ClaimEntry& entry : claim.entries) {
        if (entry.kind != EntryKind::adjusted || entry.line != line.number) continue;
        const bool more =
            entry.from == ClaimAccount::source || entry.from == ClaimAccount::owed_back;
        worth = more ? worth + entry.amount : worth - entry.amount;
    }
    return worth.net;
}

bool is_lapsed(const Claim& claim, const ClaimLine& line) {
    return std::ranges::any_of(claim.entries, [&](const ClaimEntry& entry) {
        return entry.kind == EntryKind::lapsed && entry.line == line.number;
    });
}

bool was_claimed(const Claim& claim) { return has(claim, EntryKind::claimed); }

}  // namespace underpin

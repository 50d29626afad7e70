// Claims: what was asked of a supplier for credit lines of closed periods, and what became of it.
// A claim is its lines and a ledger of entries. Entries are only ever added; state and balances
// are what the entries add up to. Plain values.
//   claim_balance.h  what the entries of a claim add up to
//   claim_step.h     which step may follow which state, and the entries that it makes
//   claim_check.h    what must hold of every claim
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "base/instant.h"
#include "domain/contract.h"

namespace underpin {

enum class ClaimState {
    proposed,         // lines put together, nobody has agreed yet
    approved,         // may be sent
    claimed,          // sent to the supplier
    acknowledged,     // the supplier has it
    disputed,         // a part of it at least is contested
    partly_credited,  // some came; the rest is open, or was written off
    credited,         // nothing is open any more
    waived,           // given up before or after it was sent
    lapsed,           // not sent by the last day
    withdrawn,        // a restatement left nothing to claim
};
inline constexpr int claim_state_count = 10;

// What somebody does, or what happens by itself (lapse, adjust).
enum class ClaimStep {
    propose,
    approve,
    claim,
    acknowledge,
    dispute,
    concede,
    credit,
    write_off,
    waive,
    lapse,
    adjust,
    repay,
};
inline constexpr int claim_step_count = 12;

enum class EntryKind {
    proposed,  // the lines' worth comes in
    endorsed,  // the first of two people agrees to a step; moves nothing
    approved,  // moves nothing
    taxed,     // tax comes in
    claimed,
    acknowledged,  // moves nothing
    disputed,      // the supplier contests
    conceded,      // the supplier no longer contests
    credited,
    written_off,  // we no longer ask for it
    waived,
    lapsed,
    adjusted,  // a restatement changed a line
    repaid,    // given back to the supplier
};
inline constexpr int entry_kind_count = 14;

// Between which an entry moves money. All but `source` hold what their name says and are never
// below zero; the sum of all is zero.
enum class ClaimAccount {
    source,    // the outside: where amounts come from
    due,       // to be claimed
    open,      // claimed and not contested
    disputed,  // claimed and contested
    credited,  // shown on credit notes
    written_off,
    waived,
    lapsed,
    owed_back,  // credited, but by a restatement not due
};
inline constexpr int claim_account_count = 9;

[[nodiscard]] const char* claim_state_name(ClaimState state);
[[nodiscard]] const char* claim_step_name(ClaimStep step);
[[nodiscard]] const char* entry_kind_name(EntryKind kind);
[[nodiscard]] const char* claim_account_name(ClaimAccount account);
[[nodiscard]] std::optional<ClaimState> claim_state_of(std::string_view name);
[[nodiscard]] std::optional<ClaimStep> claim_step_of(std::string_view name);
[[nodiscard]] std::optional<EntryKind> entry_kind_of(std::string_view name);
[[nodiscard]] std::optional<ClaimAccount> claim_account_of(std::string_view name);

// Minor units of the claim's currency. Sums that do not fit are a Failure.
struct ClaimAmount {
    std::int64_t net = 0;
    std::int64_t tax = 0;
    bool operator==(const ClaimAmount&) const = default;
    [[nodiscard]] std::int64_t gross() const;
    [[nodiscard]] bool is_zero() const { return net == 0 && tax == 0; }
    [[nodiscard]] bool is_negative() const { return net < 0 || tax < 0; }
};
[[nodiscard]] ClaimAmount operator+(const ClaimAmount& a, const ClaimAmount& b);
[[nodiscard]] ClaimAmount operator-(const ClaimAmount& a, const ClaimAmount& b);
// Of net and of tax each.
[[nodiscard]] ClaimAmount smaller(const ClaimAmount& a, const ClaimAmount& b);

// Names a credit line among all of an installation: a line is in one claim at most, for ever.
struct CreditKey {
    std::string agreement;
    std::optional<std::string> objective;  // none: the agreement's own line (points)
    std::string period;
    std::optional<std::string> earns_back;
    auto operator<=>(const CreditKey&) const = default;
    [[nodiscard]] std::string to_string() const;  // "acme-hosting / availability, 2024-03"
};

struct ClaimLine {
    int number = 0;  // from 1
    CreditKey key;
    std::int64_t net = 0;  // as it was when it was proposed; negative: earned back
    ClaimMode mode = ClaimMode::request;
    std::optional<Date> claim_by;  // the last day, where the terms set one
    std::string time_zone;         // in which days of it are counted
};

struct CreditNote {
    std::string number;
    Date date;
    bool operator==(const CreditNote&) const = default;
};

struct ClaimEntry {
    int number = 0;  // from 1
    ClaimStep step = ClaimStep::propose;
    EntryKind kind = EntryKind::proposed;
    ClaimAccount from = ClaimAccount::source;  // the same as `to`: nothing moves
    ClaimAccount to = ClaimAccount::due;
    ClaimAmount amount;
    std::optional<int> line;         // of lapsed and adjusted
    std::optional<CreditNote> note;  // of credited; the supplier's paper
    std::optional<Date> date;        // the day on which it happened, where that is not `at`
    Instant at;                      // when it was written down
    std::string actor;
    std::string reason;
    bool operator==(const ClaimEntry&) const = default;
    [[nodiscard]] bool moves() const { return from != to; }
};

struct Claim {
    std::int64_t id = 0;  // 0: not stored yet
    std::string supplier, contract;
    Currency currency;
    std::vector<ClaimLine> lines;
    std::vector<ClaimEntry> entries;
    // Grows with every entry: what a step was based on.
    [[nodiscard]] std::int64_t version() const { return static_cast<std::int64_t>(entries.size()); }
};

}  // namespace underpin

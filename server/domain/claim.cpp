#include "domain/claim.h"

#include <algorithm>
#include <array>

#include "base/result.h"

namespace underpin {
namespace {

constexpr std::array<const char*, claim_state_count> state_names{
    "proposed",        "approved", "claimed", "acknowledged", "disputed",
    "partly_credited", "credited", "waived",  "lapsed",       "withdrawn"};
constexpr std::array<const char*, claim_step_count> step_names{
    "propose", "approve",   "claim", "acknowledge", "dispute", "concede",
    "credit",  "write_off", "waive", "lapse",       "adjust",  "repay"};
constexpr std::array<const char*, entry_kind_count> kind_names{
    "proposed", "endorsed", "approved",    "taxed",  "claimed", "acknowledged", "disputed",
    "conceded", "credited", "written_off", "waived", "lapsed",  "adjusted",     "repaid"};
constexpr std::array<const char*, claim_account_count> account_names{
    "source",      "due",    "open",   "disputed", "credited",
    "written_off", "waived", "lapsed", "owed_back"};

template <typename Enum, std::size_t Count>
std::optional<Enum> named(const std::array<const char*, Count>& names, std::string_view name) {
    const auto* const at = std::ranges::find(names, name);
    if (at == names.end()) return std::nullopt;
    return static_cast<Enum>(at - names.begin());
}

std::int64_t checked(bool overflowed, std::int64_t value) {
    if (overflowed) {
        throw Failure({ErrorClass::internal, "a sum of money in a claim is too large", "", {}});
    }
    return value;
}

std::int64_t plus(std::int64_t a, std::int64_t b) {
    std::int64_t sum = 0;
    const bool overflowed = __builtin_add_overflow(a, b, &sum);
    return checked(overflowed, sum);
}

std::int64_t minus(std::int64_t a, std::int64_t b) {
    std::int64_t difference = 0;
    const bool overflowed = __builtin_sub_overflow(a, b, &difference);
    return checked(overflowed, difference);
}

}  // namespace

const char* claim_state_name(ClaimState state) {
    return state_names.at(static_cast<std::size_t>(state));
}
const char* claim_step_name(ClaimStep step) {
    return step_names.at(static_cast<std::size_t>(step));
}
const char* entry_kind_name(EntryKind kind) {
    return kind_names.at(static_cast<std::size_t>(kind));
}
const char* claim_account_name(ClaimAccount account) {
    return account_names.at(static_cast<std::size_t>(account));
}
std::optional<ClaimState> claim_state_of(std::string_view name) {
    return named<ClaimState>(state_names, name);
}
std::optional<ClaimStep> claim_step_of(std::string_view name) {
    return named<ClaimStep>(step_names, name);
}
std::optional<EntryKind> entry_kind_of(std::string_view name) {
    return named<EntryKind>(kind_names, name);
}
std::optional<ClaimAccount> claim_account_of(std::string_view name) {
    return named<ClaimAccount>(account_names, name);
}

std::int64_t ClaimAmount::gross() const { return plus(net, tax); }
ClaimAmount operator+(const ClaimAmount& a, const ClaimAmount& b) {
    return {plus(a.net, b.net), plus(a.tax, b.tax)};
}
ClaimAmount operator-(const ClaimAmount& a, const ClaimAmount& b) {
    return {minus(a.net, b.net), minus(a.tax, b.tax)};
}
ClaimAmount smaller(const ClaimAmount& a, const ClaimAmount& b) {
    return {std::min(a.net, b.net), std::min(a.tax, b.tax)};
}

std::string CreditKey::to_string() const {
    return agreement + " / " + objective.value_or("(agreement)") + ", " + period +
           (earns_back ? ", earned back for " + *earns_back : "");
}

}  // namespace underpin

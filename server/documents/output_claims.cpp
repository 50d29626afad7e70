#include "documents/output_claims.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "documents/output_common.h"

namespace underpin {
namespace {

using Json = nlohmann::ordered_json;

std::string money(const Claim& claim, std::int64_t minor) {
    return Money{minor, claim.currency}.to_string();
}

Json date_json(const std::optional<Date>& date) {
    return date ? Json(format_date(*date)) : Json(nullptr);
}

Json line_json(const Claim& claim, const ClaimLine& line) {
    return {{"number", line.number},
            {"agreement", line.key.agreement},
            {"objective", text_json(line.key.objective)},
            {"period", line.key.period},
            {"earns_back", text_json(line.key.earns_back)},
            {"proposed", money(claim, line.net)},
            {"worth", money(claim, worth_of(claim, line))},
            {"mode", claim_mode_name(line.mode)},
            {"claim_by", date_json(line.claim_by)},
            {"lapsed", is_lapsed(claim, line)}};
}

Json entry_json(const Claim& claim, const ClaimEntry& entry) {
    Json json{{"number", entry.number},
              {"step", claim_step_name(entry.step)},
              {"kind", entry_kind_name(entry.kind)},
              {"from", claim_account_name(entry.from)},
              {"to", claim_account_name(entry.to)}};
    json.update(claim_amount_json(claim, entry.amount));
    json["line"] = entry.line ? Json(*entry.line) : Json(nullptr);
    json["credit_note"] = entry.note ? Json(entry.note->number) : Json(nullptr);
    json["date"] = date_json(entry.note ? std::optional(entry.note->date) : entry.date);
    json["at"] = format_instant(entry.at);
    json["actor"] = entry.actor;
    json["reason"] = entry.reason;
    return json;
}

}  // namespace

const char* claim_mode_name(ClaimMode mode) {
    switch (mode) {
        case ClaimMode::request: return "request";
        case ClaimMode::set_off: return "set_off";
        case ClaimMode::automatic: return "automatic";
    }
    return "";
}

std::optional<Date> last_day_of(const Claim& claim) {
    const ClaimState state = state_of(claim);
    if (state != ClaimState::proposed && state != ClaimState::approved) return std::nullopt;
    std::optional<Date> first;
    for (const ClaimLine& line : claim.lines) {
        if (!line.claim_by || is_lapsed(claim, line)) continue;
        first = first ? std::min(*first, *line.claim_by) : *line.claim_by;
    }
    return first;
}

std::string periods_of(const Claim& claim) {
    std::string first = claim.lines.front().key.period;
    std::string last = first;
    for (const ClaimLine& line : claim.lines) {
        first = std::min(first, line.key.period);
        last = std::max(last, line.key.period);
    }
    return first == last ? first : first + " to " + last;
}

Json claim_amount_json(const Claim& claim, const ClaimAmount& amount) {
    return {{"net", money(claim, amount.net)},
            {"tax", money(claim, amount.tax)},
            {"gross", money(claim, amount.gross())}};
}

Json claim_json(const Claim& claim) {
    const ClaimBalance balance = balance_of(claim);
    const ClaimAmount worth = ClaimAmount{} - balance.of(ClaimAccount::source);
    return {{"claim", claim.id},
            {"version", claim.version()},
            {"supplier", claim.supplier},
            {"contract", claim.contract},
            {"periods", periods_of(claim)},
            {"state", claim_state_name(state_of(claim))},
            {"currency", claim.currency.code},
            {"worth", claim_amount_json(claim, worth)},
            {"outstanding", claim_amount_json(claim, balance.outstanding())},
            {"claim_by", date_json(last_day_of(claim))}};
}

Json whole_claim_json(const Claim& claim) {
    Json json = claim_json(claim);
    const ClaimBalance balance = balance_of(claim);
    json["balances"] = Json::object();
    for (int i = 1; i < claim_account_count; ++i) {
        const auto account = static_cast<ClaimAccount>(i);
        json["balances"][claim_account_name(account)] =
            claim_amount_json(claim, balance.of(account));
    }
    json["lines"] = Json::array();
    for (const ClaimLine& line : claim.lines) json["lines"].push_back(line_json(claim, line));
    json["entries"] = Json::array();
    for (const ClaimEntry& entry : claim.entries) {
        json["entries"].push_back(entry_json(claim, entry));
    }
    json["next"] = Json::array();
    for (const ClaimStep step : next_steps(claim)) json["next"].push_back(claim_step_name(step));
    return json;
}

}  // namespace underpin

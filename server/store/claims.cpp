#include "store/claims.h"

#include <nlohmann/json.hpp>

#include "domain/claim_step.h"
#include "store/claim_rows.h"
#include "store/journal.h"
#include "store/sql.h"

namespace underpin {
namespace {

std::string subject_of(std::int64_t id) { return "Claim/" + std::to_string(id); }

nlohmann::ordered_json entry_json(const ClaimEntry& entry) {
    nlohmann::ordered_json json{{"number", entry.number},
                                {"kind", entry_kind_name(entry.kind)},
                                {"from", claim_account_name(entry.from)},
                                {"to", claim_account_name(entry.to)},
                                {"net", entry.amount.net},
                                {"tax", entry.amount.tax}};
    if (entry.line) json["line"] = *entry.line;
    if (entry.note) json["credit_note"] = entry.note->number;
    return json;
}

void journal(Session& session, std::int64_t id, const std::vector<ClaimEntry>& entries) {
    const ClaimEntry& first = entries.front();
    nlohmann::ordered_json detail{{"step", claim_step_name(first.step)},
                                  {"reason", first.reason},
                                  {"entries", nlohmann::ordered_json::array()}};
    for (const ClaimEntry& entry : entries) detail["entries"].push_back(entry_json(entry));
    append_journal(session, {first.actor, "claim", subject_of(id), detail.dump()});
}

// The first of a request's entries holds its key, so that it happens once.
void insert_entries(Session& session, std::int64_t claim, std::string previous,
                    const std::vector<ClaimEntry>& entries, const std::string& request_key) {
    std::optional<std::string> key;
    if (!request_key.empty()) key = request_key;
    const auto text = [](const std::optional<Date>& date) {
        return date ? std::optional(format_date(*date)) : std::nullopt;
    };
    for (const ClaimEntry& entry : entries) {
        previous = claim_entry_hash(previous, entry);
        std::optional<std::string> note;
        std::optional<std::string> note_date;
        std::optional<std::int64_t> line;
        if (entry.note) note = entry.note->number;
        if (entry.note) note_date = format_date(entry.note->date);
        if (entry.line) line = *entry.line;
        sql::execute(session,
                     "INSERT INTO claim_entry (claim, number, step, kind, from_account, "
                     "to_account, net, tax, line, note_number, note_date, happened_on, at, actor, "
                     "reason, request_key, sha256) VALUES (:claim, :number, :step, :kind, :from, "
                     ":to, :net, :tax, :line, :note, :note_date, :on, :at, :actor, :reason, :key, "
                     ":sha256)",
                     claim, entry.number, claim_step_name(entry.step), entry_kind_name(entry.kind),
                     claim_account_name(entry.from), claim_account_name(entry.to), entry.amount.net,
                     entry.amount.tax, line, note, note_date, text(entry.date), entry.at.ms,
                     entry.actor, entry.reason, key, previous);
        key.reset();
    }
}

Result<void> insert_lines(Session& session, const Claim& claim) {
    for (const ClaimLine& line : claim.lines) {
        std::optional<std::string> claim_by;
        if (line.claim_by) claim_by = format_date(*line.claim_by);
        const auto added = sql::execute(
            session,
            std::string(session.insert_ignore()) +
                "claim_line (claim, number, agreement, objective, period, earns_back, net, mode, "
                "claim_by, time_zone) VALUES (:claim, :number, :agreement, :objective, :period, "
                ":earns, :net, :mode, :by, :zone)",
            claim.id, line.number, line.key.agreement, line.key.objective.value_or(""),
            line.key.period, line.key.earns_back.value_or(""), line.net, claim_mode_text(line.mode),
            claim_by, line.time_zone);
        if (added == 1) continue;
        const auto holder = claim_holding(session, line.key);
        return Error{ErrorClass::conflict,
                     line.key.to_string() + " is in a claim already",
                     holder ? "underpin claims show " + std::to_string(*holder)
                            : "underpin claims lists them",
                     {}};
    }
    return {};
}

std::vector<Claim> claims_in(std::vector<ClaimRows> rows) {
    std::vector<Claim> claims;
    for (auto& one : rows) {
        if (!one.faults.empty()) {
            throw Failure(
                {ErrorClass::data,
                 "claim " + std::to_string(one.claim.id) + " cannot be read: " + one.faults.front(),
                 "underpin doctor says more",
                 {}});
        }
        claims.push_back(std::move(one.claim));
    }
    return claims;
}

}  // namespace

std::string new_claim_request_key() { return random_token(); }

std::optional<ClaimRequest> find_claim_request(Session& session, const std::string& request_key) {
    const auto row = sql::first<std::int64_t, std::string>(
        session, "SELECT claim, step FROM claim_entry WHERE request_key = :key", request_key);
    if (!row) return std::nullopt;
    return ClaimRequest{std::get<0>(*row),
                        claim_step_of(std::get<1>(*row)).value_or(ClaimStep::propose)};
}

Result<std::int64_t> insert_claim(Session& session, const Claim& claim,
                                  const std::string& request_key) {
    const ClaimAmount outstanding = balance_of(claim).outstanding();
    sql::execute(session,
                 "INSERT INTO claim (supplier, contract, currency, exponent, state, version, "
                 "outstanding_net, outstanding_tax, created_at) VALUES (:supplier, :contract, "
                 ":currency, :exponent, :state, :version, :net, :tax, :at)",
                 claim.supplier, claim.contract, claim.currency.code, claim.currency.exponent,
                 claim_state_name(state_of(claim)), claim.version(), outstanding.net,
                 outstanding.tax, claim.entries.front().at.ms);
    Claim stored = claim;
    stored.id = session.last_insert_id();
    if (auto lines = insert_lines(session, stored); !lines) return lines.error();
    insert_entries(session, stored.id, claim_head_hash(stored), stored.entries, request_key);
    journal(session, stored.id, stored.entries);
    return stored.id;
}

Result<void> append_claim_entries(Session& session, const Claim& claim,
                                  const std::vector<ClaimEntry>& entries,
                                  const std::string& request_key) {
    const Claim next = with_entries(claim, entries);
    const ClaimAmount outstanding = balance_of(next).outstanding();
    const auto changed =
        sql::execute(session,
                     "UPDATE claim SET state = :state, version = :version, outstanding_net = :net, "
                     "outstanding_tax = :tax WHERE id = :id AND version = :read",
                     claim_state_name(state_of(next)), next.version(), outstanding.net,
                     outstanding.tax, claim.id, claim.version());
    if (changed != 1) {
        return Error{
            ErrorClass::conflict,
            "claim " + std::to_string(claim.id) + " has been changed by somebody else meanwhile",
            "look at it again: underpin claims show " + std::to_string(claim.id),
            {}};
    }
    auto previous = sql::value<std::string>(
        session, "SELECT sha256 FROM claim_entry WHERE claim = :claim AND number = :number",
        claim.id, claim.version());
    insert_entries(session, claim.id, std::move(previous), entries, request_key);
    journal(session, claim.id, entries);
    return {};
}

std::vector<Claim> load_claims(Session& session, const ClaimFilter& filter) {
    return claims_in(load_claim_rows(
        session, {0, filter.supplier, filter.state ? claim_state_name(*filter.state) : ""}));
}

std::optional<Claim> load_claim(Session& session, std::int64_t id) {
    if (id <= 0) return std::nullopt;
    auto claims = claims_in(load_claim_rows(session, {id}));
    if (claims.empty()) return std::nullopt;
    return std::move(claims.front());
}

std::optional<std::int64_t> claim_holding(Session& session, const CreditKey& key) {
    const auto row = sql::first<std::int64_t>(
        session,
        "SELECT claim FROM claim_line WHERE agreement = :agreement AND objective = :objective AND "
        "period = :period AND earns_back = :earns",
        key.agreement, key.objective.value_or(""), key.period, key.earns_back.value_or(""));
    if (!row) return std::nullopt;
    return std::get<0>(*row);
}

std::int64_t claims_stamp(Session& session) {
    return sql::value<std::int64_t>(session, "SELECT COALESCE(SUM(version), 0) FROM claim");
}

}  // namespace underpin

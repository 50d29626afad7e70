#include "store/claim_rows.h"

#include <map>

#include "store/message_hash.h"
#include "store/sql.h"

namespace underpin {
namespace {

using Rows = std::map<std::int64_t, ClaimRows>;

constexpr const char* chosen =
    " WHERE (:id1 = 0 OR c.id = :id2) AND (:supplier1 = '' OR c.supplier = :supplier2) AND "
    "(:state1 = '' OR c.state = :state2) ";

template <typename... Columns, typename F>
void each_chosen(Session& session, const std::string& select, const std::string& order,
                 const ClaimRowFilter& filter, F&& row) {
    sql::each<Columns...>(session, select + chosen + order, std::forward<F>(row), filter.id,
                          filter.id, filter.supplier, filter.supplier, filter.state, filter.state);
}

std::optional<std::string> unless_empty(std::string text) {
    if (text.empty()) return std::nullopt;
    return text;
}

template <typename T>
T known(ClaimRows& rows, const std::optional<T>& value, const std::string& text) {
    if (value) return *value;
    rows.faults.push_back("it has a word that is unknown: " + text);
    return T{};
}

std::optional<Date> date_in(ClaimRows& rows, const std::optional<std::string>& text) {
    if (!text) return std::nullopt;
    const auto date = parse_date(*text);
    if (date) return *date;
    rows.faults.push_back("it has a date that cannot be read: " + *text);
    return std::nullopt;
}

std::optional<ClaimMode> mode_of(const std::string& text) {
    for (const auto mode : {ClaimMode::request, ClaimMode::set_off, ClaimMode::automatic}) {
        if (text == claim_mode_text(mode)) return mode;
    }
    return std::nullopt;
}

void load_heads(Session& session, const ClaimRowFilter& filter, Rows& all) {
    each_chosen<std::int64_t, std::string, std::string, std::string, std::int64_t, std::string,
                std::int64_t, std::int64_t, std::int64_t>(
        session,
        "SELECT c.id, c.supplier, c.contract, c.currency, c.exponent, c.state, c.version, "
        "c.outstanding_net, c.outstanding_tax FROM claim c",
        "ORDER BY c.id", filter,
        [&](std::int64_t id, const std::string& supplier, const std::string& contract,
            const std::string& currency, std::int64_t exponent, const std::string& state,
            std::int64_t version, std::int64_t net, std::int64_t tax) {
            ClaimRows& rows = all[id];
            rows.claim.id = id;
            rows.claim.supplier = supplier;
            rows.claim.contract = contract;
            rows.claim.currency = {currency, static_cast<int>(exponent)};
            rows.state = state;
            rows.version = version;
            rows.outstanding = {net, tax};
        });
}

void load_lines(Session& session, const ClaimRowFilter& filter, Rows& all) {
    each_chosen<std::int64_t, std::int64_t, std::string, std::string, std::string, std::string,
                std::int64_t, std::string, std::optional<std::string>, std::string>(
        session,
        "SELECT l.claim, l.number, l.agreement, l.objective, l.period, l.earns_back, l.net, "
        "l.mode, l.claim_by, l.time_zone FROM claim_line l JOIN claim c ON c.id = l.claim",
        "ORDER BY l.claim, l.number", filter,
        [&](std::int64_t id, std::int64_t number, const std::string& agreement,
            const std::string& objective, const std::string& period, const std::string& earns_back,
            std::int64_t net, const std::string& mode, const std::optional<std::string>& claim_by,
            const std::string& time_zone) {
            ClaimRows& rows = all[id];
            ClaimLine line;
            line.number = static_cast<int>(number);
            line.key = {agreement, unless_empty(objective), period, unless_empty(earns_back)};
            line.net = net;
            line.mode = known(rows, mode_of(mode), mode);
            line.claim_by = date_in(rows, claim_by);
            line.time_zone = time_zone;
            rows.claim.lines.push_back(std::move(line));
        });
}

void load_entries(Session& session, const ClaimRowFilter& filter, Rows& all) {
    using Text = std::optional<std::string>;
    each_chosen<std::int64_t, std::int64_t, std::string, std::string, std::string, std::string,
                std::int64_t, std::int64_t, std::optional<std::int64_t>, Text, Text, Text,
                std::int64_t, std::string, std::string, std::string>(
        session,
        "SELECT e.claim, e.number, e.step, e.kind, e.from_account, e.to_account, e.net, e.tax, "
        "e.line, e.note_number, e.note_date, e.happened_on, e.at, e.actor, e.reason, e.sha256 FROM "
        "claim_entry e JOIN claim c ON c.id = e.claim",
        "ORDER BY e.claim, e.number", filter,
        [&](std::int64_t id, std::int64_t number, const std::string& step, const std::string& kind,
            const std::string& from, const std::string& to, std::int64_t net, std::int64_t tax,
            std::optional<std::int64_t> line, const Text& note, const Text& note_date,
            const Text& happened_on, std::int64_t at, const std::string& actor,
            const std::string& reason, const std::string& hash) {
            ClaimRows& rows = all[id];
            ClaimEntry entry;
            entry.number = static_cast<int>(number);
            entry.step = known(rows, claim_step_of(step), step);
            entry.kind = known(rows, entry_kind_of(kind), kind);
            entry.from = known(rows, claim_account_of(from), from);
            entry.to = known(rows, claim_account_of(to), to);
            entry.amount = {net, tax};
            if (line) entry.line = static_cast<int>(*line);
            if (note) entry.note = CreditNote{*note, date_in(rows, note_date).value_or(Date{})};
            entry.date = date_in(rows, happened_on);
            entry.at = Instant{at};
            entry.actor = actor;
            entry.reason = reason;
            rows.claim.entries.push_back(std::move(entry));
            rows.hashes.push_back(hash);
        });
}

}  // namespace

const char* claim_mode_text(ClaimMode mode) {
    switch (mode) {
        case ClaimMode::request: return "request";
        case ClaimMode::set_off: return "set_off";
        case ClaimMode::automatic: return "automatic";
    }
    return "";
}

std::vector<ClaimRows> load_claim_rows(Session& session, const ClaimRowFilter& filter) {
    Rows all;
    load_heads(session, filter, all);
    load_lines(session, filter, all);
    load_entries(session, filter, all);
    std::vector<ClaimRows> rows;
    for (auto& [id, one] : all) rows.push_back(std::move(one));
    return rows;
}

std::string claim_head_hash(const Claim& claim) {
    MessageHash hash("underpin claim 1");
    hash.add(claim.id).add(claim.supplier).add(claim.contract);
    hash.add(claim.currency.code).add(claim.currency.exponent);
    for (const ClaimLine& line : claim.lines) {
        hash.add(line.number).add(line.key.agreement).add(line.key.objective.value_or(""));
        hash.add(line.key.period).add(line.key.earns_back.value_or("")).add(line.net);
        hash.add(claim_mode_text(line.mode));
        hash.add(line.claim_by ? format_date(*line.claim_by) : "").add(line.time_zone);
    }
    return hash.finish();
}

std::string claim_entry_hash(const std::string& previous, const ClaimEntry& entry) {
    MessageHash hash("underpin claim entry 1");
    hash.add(previous).add(entry.number);
    hash.add(claim_step_name(entry.step)).add(entry_kind_name(entry.kind));
    hash.add(claim_account_name(entry.from)).add(claim_account_name(entry.to));
    hash.add(entry.amount.net).add(entry.amount.tax).add(entry.line.value_or(0));
    hash.add(entry.note ? entry.note->number : "");
    hash.add(entry.note ? format_date(entry.note->date) : "");
    hash.add(entry.date ? format_date(*entry.date) : "");
    return hash.add(entry.at.ms).add(entry.actor).add(entry.reason).finish();
}

}  // namespace underpin

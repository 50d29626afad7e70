#include "work/statement_history.h"

#include <map>
#include <nlohmann/json.hpp>

#include "documents/output_common.h"
#include "documents/output_credits.h"
#include "documents/statement_text.h"

namespace underpin {

namespace {

using Json = nlohmann::ordered_json;

Result<StatementVersion> read_version(StoredStatement statement) {
    auto card = scorecard_of_text(statement.scorecard);
    if (!card) return card.error();
    auto credits = credits_of_text(statement.credits);
    if (!credits) return credits.error();
    return StatementVersion{std::move(statement), std::move(*card), std::move(*credits)};
}

Error not_closed(const std::string& supplier, const std::string& period) {
    return {ErrorClass::not_found,
            period + " of " + supplier + " is not closed",
            "close it with: underpin close --supplier " + supplier + " --period " + period,
            {}};
}

}  // namespace

Result<std::vector<StatementVersion>> statement_history(const Context& context,
                                                        const std::string& supplier,
                                                        const std::string& period) {
    auto stored = context.database.read(
        [&](Session& session) { return load_statements(session, supplier, period); });
    if (stored.empty()) return not_closed(supplier, period);
    std::vector<StatementVersion> versions;
    for (auto& statement : stored) {
        auto version = read_version(std::move(statement));
        if (!version) return version.error();
        versions.push_back(std::move(*version));
    }
    return versions;
}

Result<StatementVersion> statement_version(const Context& context, const StatementName& name) {
    auto versions = statement_history(context, name.supplier, name.period);
    if (!versions) return versions.error();
    for (auto& version : *versions) {
        if (version.statement.name.version == name.version) return std::move(version);
    }
    return Error{
        ErrorClass::not_found,
        name.period + " of " + name.supplier + " has no version " + std::to_string(name.version),
        "it has 1 to " + std::to_string(versions->size()),
        {}};
}

std::vector<StoredStatement> closed_statements(const Context& context,
                                               const std::string& supplier) {
    return context.database.read(
        [&](Session& session) { return latest_statements(session, supplier); });
}

std::vector<CreditEntry> closed_credit_entries(const Context& context,
                                               const CreditEntryFilter& filter) {
    return context.database.read(
        [&](Session& session) { return load_credit_entries(session, filter); });
}

Json statement_json(const StoredStatement& statement) {
    return {{"version", statement.name.version},
            {"at", format_instant(statement.at)},
            {"actor", statement.actor},
            {"reason", statement.reason},
            {"sha256", statement.sha256}};
}

Json history_json(const std::vector<StatementVersion>& versions) {
    Json all = Json::array();
    for (const auto& [statement, card, credits] : versions) {
        all.push_back({{"version", statement.name.version},
                       {"at", format_instant(statement.at)},
                       {"as_of", format_instant(statement.as_of)},
                       {"actor", statement.actor},
                       {"reason", statement.reason},
                       {"score", score_json(card.score)},
                       {"grade", text_json(card.grade)},
                       {"credits", credit_total_json(card.credits)},
                       {"changed", Json::parse(statement.changed)},
                       {"sha256", statement.sha256}});
    }
    const auto& name = versions.front().statement.name;
    return {{"supplier", name.supplier}, {"period", name.period}, {"versions", std::move(all)}};
}

Json credits_with_entries(const SupplierCredits& credits, const std::vector<CreditEntry>& entries) {
    auto json = credits_json(credits);
    std::map<CreditLineName, int> versions;
    Json adjustments = Json::array();
    for (const auto& entry : entries) {
        versions[entry.line] = entry.version;
        if (entry.is_adjustment()) adjustments.push_back(adjustment_json(entry));
    }
    for (std::size_t i = 0; i < credits.lines.size(); ++i) {
        const auto& line = credits.lines[i];
        const auto at = versions.find({line.agreement, line.objective.value_or(""), line.period,
                                       line.earns_back.value_or("")});
        if (at != versions.end()) json["lines"][i]["version"] = at->second;
    }
    if (!adjustments.empty()) json["adjustments"] = std::move(adjustments);
    return json;
}

Json adjustment_json(const CreditEntry& entry) {
    Json json{{"agreement", entry.line.agreement},
              {"objective", entry.line.objective.empty() ? Json() : Json(entry.line.objective)},
              {"period", entry.line.period}};
    if (!entry.line.earns_back.empty()) json["earns_back"] = entry.line.earns_back;
    json["version"] = entry.version;
    json["difference"] = entry.amount.to_string();
    json["currency"] = entry.amount.currency.code;
    json["reason"] = entry.reason;
    json["at"] = format_instant(entry.at);
    return json;
}

}  // namespace underpin

#include "documents/output_credits.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "documents/output_common.h"

namespace underpin {
namespace {

using Json = nlohmann::ordered_json;

Json one_total_json(const CreditTotal& total) {
    return {{"currency", total.total.currency.code},
            {"total", total.total.to_string()},
            {"capped", total.capped}};
}

Json trigger_json(const RaisedTrigger& trigger) {
    return {{"name", trigger.name},
            {"agreement", trigger.agreement},
            {"period", trigger.period},
            {"because", trigger.because}};
}

Json all_totals_json(const std::vector<CreditTotal>& totals) {
    Json all = Json::array();
    for (const CreditTotal& total : totals) all.push_back(one_total_json(total));
    return all;
}

Json shares_json(const std::vector<PointsShare>& shares) {
    Json all = Json::array();
    for (const PointsShare& share : shares) {
        all.push_back({{"objective", share.objective},
                       {"band", text_json(share.band)},
                       {"points", format_exact(share.points)},
                       {"repeat", share.repeat}});
    }
    return all;
}

// The names of the stored measurements that the line stands on.
Json measurements_json(const CreditLine& line) {
    Json all = Json::array();
    for (const MeasurementId& id : line.measurements) {
        all.push_back({{"agreement", line.agreement},
                       {"objective", id.objective},
                       {"period", id.period},
                       {"from", format_instant(id.part_from)},
                       {"version", id.version}});
    }
    return all;
}

}  // namespace

Json credit_total_json(const std::vector<CreditTotal>& totals) {
    if (totals.size() == 1) return one_total_json(totals.front());
    Json json{{"currency", nullptr},
              {"total", nullptr},
              {"capped", std::ranges::any_of(totals, &CreditTotal::capped)}};
    if (totals.empty()) {
        json["total"] = "0.00";  // no contract, so no currency and nothing to owe
    } else {
        json["totals"] = all_totals_json(totals);
    }
    return json;
}

Json credit_line_json(const CreditLine& line) {
    Json json{
        {"agreement", line.agreement},
        {"objective", text_json(line.objective)},
        {"period", line.period},
        {"scheme", line.scheme},
        {"base", line.base.to_string()},
        {"rule", line.rule},
        {"points", line.points ? Json(format_exact(*line.points)) : Json(nullptr)},
        {"amount", line.amount.to_string()},
        {"capped_from", line.capped_from ? Json(line.capped_from->to_string()) : Json(nullptr)},
        {"status", credit_status_name(line.status)}};
    if (!line.objective) json["objectives"] = shares_json(line.objectives);
    if (line.earns_back) json["earns_back"] = *line.earns_back;
    json["claim_by"] = line.claim_by ? Json(format_date(*line.claim_by)) : Json(nullptr);
    json["claim"] = line.claim ? Json(*line.claim) : Json(nullptr);
    json["capped_by"] = line.capped_by;
    json["rounded"] = line.rounded.to_string();
    json["derivation"] = line.steps;
    json["measurements"] = measurements_json(line);
    return json;
}

Json credits_json(const SupplierCredits& credits) {
    const bool one_currency = credits.totals.size() == 1;
    Json json{{"supplier", credits.supplier}, {"currency", nullptr}, {"total", nullptr}};
    if (one_currency) {
        json["currency"] = credits.totals.front().total.currency.code;
        json["total"] = credits.totals.front().total.to_string();
    } else if (!credits.totals.empty()) {
        json["totals"] = all_totals_json(credits.totals);
    } else {
        json["total"] = "0.00";  // no contract, so no currency and nothing to owe
    }
    json["lines"] = Json::array();
    for (const CreditLine& line : credits.lines) {
        Json item = credit_line_json(line);
        if (!one_currency) item["currency"] = line.amount.currency.code;
        json["lines"].push_back(std::move(item));
    }
    json["triggers"] = Json::array();
    for (const RaisedTrigger& trigger : credits.triggers) {
        json["triggers"].push_back(trigger_json(trigger));
    }
    return json;
}

Json comparison_json(const CreditComparison& comparison) {
    const auto line_json = [](const std::optional<CreditLine>& line) {
        return line ? credit_line_json(*line) : Json(nullptr);
    };
    Json json{
        {"supplier", comparison.supplier}, {"totals", Json::array()}, {"lines", Json::array()}};
    for (const auto& [code, total] : comparison.totals) {
        const Money difference{total.proposed.minor - total.now.minor, total.now.currency};
        json["totals"].push_back({{"currency", code},
                                  {"now", total.now.to_string()},
                                  {"proposed", total.proposed.to_string()},
                                  {"difference", difference.to_string()}});
    }
    for (const CreditChange& change : comparison.lines) {
        const CreditLine& line = change.any();
        const Money difference{change.difference_minor(), line.amount.currency};
        json["lines"].push_back({{"agreement", line.agreement},
                                 {"objective", text_json(line.objective)},
                                 {"period", line.period},
                                 {"currency", line.amount.currency.code},
                                 {"difference", difference.to_string()},
                                 {"now", line_json(change.now)},
                                 {"proposed", line_json(change.proposed)}});
    }
    for (const auto& [name, triggers] : {std::pair("rights_gained", &comparison.rights_gained),
                                         std::pair("rights_lost", &comparison.rights_lost)}) {
        json[name] = Json::array();
        for (const RaisedTrigger& trigger : *triggers) json[name].push_back(trigger_json(trigger));
    }
    return json;
}

}  // namespace underpin

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
    return {{"agreement", line.agreement},
            {"objective", text_json(line.objective)},
            {"period", line.period},
            {"scheme", line.scheme},
            {"base", line.base.to_string()},
            {"rule", line.rule},
            {"points", line.points ? Json(format_exact(*line.points)) : Json(nullptr)},
            {"amount", line.amount.to_string()},
            {"capped_from", line.capped_from ? Json(line.capped_from->to_string()) : Json(nullptr)},
            {"status", credit_status_name(line.status)}};
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

}  // namespace underpin

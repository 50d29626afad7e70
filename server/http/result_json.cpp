#include "http/result_json.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "documents/output_common.h"
#include "documents/output_credits.h"
#include "documents/output_scorecard.h"
#include "work/figures.h"

namespace underpin {

namespace {

using Json = nlohmann::ordered_json;

void put_names(Json& objective, const ObjectiveResult& result) {
    objective["name"] = result.name;
    objective["category"] = text_json(result.category);
}

void put_due(Json& json, const Standing& standing) {
    json["stale"] = standing.stale;
    json["due"] = standing.due;
}

bool is_provisional(const SupplierScorecard& card) {
    return std::ranges::any_of(card.agreements, [](const AgreementScore& agreement) {
        return std::ranges::any_of(agreement.objectives, [](const ObjectiveResult& result) {
            return !result.provisional.empty();
        });
    });
}

bool is_due(const Standing& standing, const SupplierScorecard& card) {
    return std::ranges::any_of(card.agreements, [&](const AgreementScore& agreement) {
        return standing.outcome.due.contains(agreement.agreement);
    });
}

std::size_t breached(const SupplierScorecard& card) {
    std::size_t count = 0;
    for (const auto& agreement : card.agreements) {
        count += static_cast<std::size_t>(
            std::ranges::count(agreement.objectives, Status::breached, &ObjectiveResult::status));
    }
    return count;
}

Json portfolio_cell(const Standing& standing, const SupplierScorecard& card) {
    return {{"period", card.period},
            {"score", score_json(card.score)},
            {"grade", text_json(card.grade)},
            {"breached", breached(card)},
            {"provisional", is_provisional(card)},
            {"stale", is_due(standing, card)},
            {"no_data", !card.score.has_value()}};
}

Json open_credits_json(const Standing& standing, const std::string& supplier) {
    const auto credits = supplier_credits(standing.outcome, supplier, std::nullopt);
    if (!credits) return nullptr;
    const auto open = open_credits(*credits);
    if (open.empty()) return nullptr;
    if (open.size() > 1) return {{"currency", nullptr}, {"total", nullptr}};
    return {{"currency", open.begin()->first}, {"total", open.begin()->second.to_string()}};
}

}  // namespace

Json named_scorecard_json(const Standing& standing, const SupplierScorecard& card) {
    auto json = scorecard_json(card);
    json["supplier_name"] = card.name;
    for (std::size_t a = 0; a < card.agreements.size(); ++a) {
        const auto& agreement = card.agreements[a];
        auto& shown = json["agreements"][a];
        shown["name"] = agreement.name;
        shown["time_zone"] = agreement.time_zone;
        for (std::size_t o = 0; o < agreement.objectives.size(); ++o) {
            put_names(shown["objectives"][o], agreement.objectives[o]);
        }
    }
    json["notes"] = card.notes;
    put_due(json, standing);
    return json;
}

Json named_credits_json(const Standing& standing, const SupplierCredits& credits) {
    auto json = credits_json(credits);
    json["notes"] = credits.notes;
    json["as_of"] = format_instant(standing.outcome.as_of);
    put_due(json, standing);
    return json;
}

Json measurement_json(const ObjectiveResult& result) {
    Json json{{"agreement", result.agreement},
              {"period", result.period},
              {"from", format_instant(result.range.from)},
              {"to", format_instant(result.range.to)},
              {"open", result.open},
              {"as_of", format_instant(result.as_of)}};
    auto numbers = objective_json(result);
    put_names(numbers, result);
    json.update(numbers);
    return json;
}

Json trend_json(const Standing& standing, const std::string& supplier,
                const std::optional<std::string>& to, std::size_t periods) {
    struct Series {
        const ObjectiveResult* latest = nullptr;
        std::vector<const ObjectiveResult*> points;
    };
    std::vector<Series> all;
    for (const auto& result : standing.outcome.results) {
        if (to && order_to_scorecard(*standing.outcome.portfolio,
                                     {result.agreement, result.period, result.range},
                                     *to) == std::strong_ordering::greater) {
            continue;
        }
        auto series = std::ranges::find_if(all, [&](const Series& one) {
            return one.latest->agreement == result.agreement &&
                   one.latest->objective == result.objective;
        });
        if (series == all.end()) series = all.insert(all.end(), Series{&result, {}});
        series->latest = &result;
        series->points.push_back(&result);
    }
    Json json{{"supplier", supplier},
              {"as_of", format_instant(standing.outcome.as_of)},
              {"stale", standing.stale},
              {"items", Json::array()}};
    for (const auto& series : all) {
        Json points = Json::array();
        const auto skip = series.points.size() - std::min(periods, series.points.size());
        for (auto i = skip; i < series.points.size(); ++i) {
            const auto& result = *series.points[i];
            points.push_back({{"period", result.period},
                              {"value", value_json(result.value)},
                              {"status", status_name(result.status)},
                              {"score", score_json(result.score)},
                              {"provisional", !result.provisional.empty()}});
        }
        json["items"].push_back({{"agreement", series.latest->agreement},
                                 {"objective", series.latest->objective},
                                 {"name", series.latest->name},
                                 {"unit", series.latest->unit},
                                 {"target", target_json(series.latest->target)},
                                 {"points", std::move(points)}});
    }
    return json;
}

Json portfolio_row_json(const Standing& standing, const std::string& supplier,
                        const std::vector<SupplierScorecard>& cards,
                        const std::vector<std::string>& months) {
    const auto& document = standing.outcome.portfolio->suppliers.at(supplier).document;
    Json cells = Json::array();
    for (const auto& month : months) {
        const auto card = std::ranges::find(cards, month, &SupplierScorecard::period);
        cells.push_back(card == cards.end() ? Json(nullptr) : portfolio_cell(standing, *card));
    }
    return {{"supplier", supplier},
            {"name", document.metadata.name},
            {"tier", document.as<Supplier>().tier},
            {"status", document.as<Supplier>().status},
            {"periods", std::move(cells)},
            {"credits_open", open_credits_json(standing, supplier)}};
}

}  // namespace underpin

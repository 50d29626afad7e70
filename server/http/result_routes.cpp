// Scorecards, trends, credits, measurements, explanations and the portfolio: what stands, at once.
#include <algorithm>
#include <cctype>
#include <nlohmann/json.hpp>

#include "documents/output_explain.h"
#include "http/api.h"
#include "http/json_reply.h"
#include "http/page.h"
#include "http/problem.h"
#include "http/result_json.h"
#include "http/routes.h"
#include "work/claim_standing.h"
#include "work/explain.h"

namespace underpin {

namespace {

using Json = nlohmann::ordered_json;

Result<StandingPtr> standing_of(const Api& api, const Request& request,
                                const std::string& supplier) {
    if (const auto as_of = request.instant("as_of")) {
        return api.board.of_supplier_at(supplier, *as_of);
    }
    auto standing = api.board.of_supplier(supplier);
    if (standing && (*standing)->due > 0) api.measure_soon();
    return standing;
}

Reply scorecard(const Api& api, const Request& request) {
    const auto& supplier = request.in_path("id");
    const auto standing = standing_of(api, request, supplier);
    if (!standing) return problem(request, standing.error());
    const auto period = *request.text("period");
    auto text = (*standing)->text("scorecard " + period, [&]() -> Result<std::string> {
        const auto card = scorecard_of((*standing)->outcome, supplier, period);
        if (!card) return card.error();
        return named_scorecard_json(**standing, *card).dump();
    });
    if (!text) return problem(request, text.error());
    Reply reply;
    reply.body = std::move(*text);
    return reply;
}

Reply credits(const Api& api, const Request& request) {
    const auto& supplier = request.in_path("id");
    const auto standing = standing_of(api, request, supplier);
    if (!standing) return problem(request, standing.error());
    auto owed = supplier_credits((*standing)->outcome, supplier, request.text("period"));
    if (!owed) return problem(request, owed.error());
    put_claims(api.context, request.instant("as_of").value_or(api.context.clock.now()), *owed);
    return json_reply(named_credits_json(**standing, *owed));
}

Reply trend(const Api& api, const Request& request) {
    const auto& supplier = request.in_path("id");
    const auto standing = api.board.of_supplier(supplier);
    if (!standing) return problem(request, standing.error());
    return json_reply(trend_json(**standing, supplier, request.text("to"),
                                 static_cast<std::size_t>(request.integer("periods"))));
}

std::string in_url(const std::string& text) {
    constexpr const char* digits = "0123456789ABCDEF";
    std::string out;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        const bool plain = (byte < 0x80 && std::isalnum(byte) != 0) || c == '-' || c == '.' ||
                           c == '_' || c == '~';
        out += plain ? std::string(1, c) : std::string{'%', digits[byte >> 4U], digits[byte & 15U]};
    }
    return out;
}

// Where the record is shown as it was imported.
std::string record_href(const Json& record) {
    return "/api/v1/sources/" + in_url(record["source"].get<std::string>()) +
           "/records?key=" + in_url(record["key"].get<std::string>());
}

Reply explanation(const Api& api, const Request& request) {
    const auto explained =
        explain(api.context, {request.in_path("id"), request.in_path("objective"),
                              *request.text("period"), request.instant("as_of")});
    if (!explained) return problem(request, explained.error());
    auto json = explanation_json(*explained);
    for (auto& part : json["parts"]) {
        for (auto& record : part["records"]) record["href"] = record_href(record);
    }
    json["name"] = explained->result.name;
    json["category"] = explained->result.category ? Json(*explained->result.category) : Json();
    return json_reply(json);
}

// Today where it is latest: in an agreement's zone the next month may have begun.
Date latest_day(const Portfolio& portfolio, Instant now) {
    auto latest = TimeZone::utc().date_of(now);
    for (const auto& [id, amended] : portfolio.agreements) {
        const auto& zone = amended.versions.front().document.as<Agreement>().time_zone;
        latest = std::max(latest, require(TimeZone::find(zone)).date_of(now));
    }
    return latest;
}

// The months from `from` to `to`; the twelve up to now where they are not given.
Result<std::vector<std::string>> months_of(const Api& api, const Request& request,
                                           const Portfolio& portfolio) {
    const auto month_of = [](Date day) {
        const date::year_month_day civil{day};
        return civil.year() / civil.month();
    };
    auto last = month_of(latest_day(portfolio, api.context.clock.now()));
    if (const auto to = request.text("to")) {
        last = month_of(require(days_of_label(*to)).end - date::days(1));
    }
    auto first = last - date::months(11);
    if (const auto from = request.text("from")) {
        first = month_of(require(days_of_label(*from)).first);
    }
    if (last < first || last - first > date::months(119)) {
        return Error{ErrorClass::input,
                     "from must not be after to, nor ten years before it",
                     "for example ?from=2024-01&to=2024-12",
                     {"", 0, 0, "from"}};
    }
    std::vector<std::string> months;
    for (auto month = first; month <= last; month += date::months(1)) {
        months.push_back(date::format("%Y-%m", month));
    }
    return months;
}

// As JSON; made once for as long as the supplier's results stand.
Result<std::string> portfolio_row(const Standing& standing, const std::string& supplier,
                                  const std::vector<std::string>& months) {
    return standing.text(
        "row " + months.front() + " " + months.back(), [&]() -> Result<std::string> {
            const auto cards =
                monthly_scorecards(standing.outcome, {supplier, months.front(), months.back()});
            if (!cards) return cards.error();
            return portfolio_row_json(standing, supplier, *cards, months).dump();
        });
}

Reply portfolio(const Api& api, const Request& request) {
    const auto documents = api.board.portfolio();
    if (!documents) return problem(request, documents.error());
    const auto months = months_of(api, request, **documents);
    if (!months) return problem(request, months.error());
    auto as_of = api.context.clock.now();
    bool stale = false;
    std::string rows;
    std::set<std::string> with_agreements;
    for (const auto& [id, agreement] : (*documents)->agreements) {
        const auto& terms = agreement.versions.front().document.as<Agreement>();
        with_agreements.insert((*documents)->supplier_of(terms));
    }
    for (const auto& [supplier, revised] : (*documents)->suppliers) {
        if (revised.document.as<Supplier>().kind == "customer") continue;
        if (!with_agreements.contains(supplier)) continue;
        const auto standing = api.board.of_supplier(supplier);
        if (!standing) continue;  // removed meanwhile
        if ((*standing)->due > 0) api.measure_soon();
        const auto row = portfolio_row(**standing, supplier, *months);
        if (!row) return problem(request, row.error());
        rows += (rows.empty() ? "" : ",") + *row;
        as_of = std::min(as_of, (*standing)->outcome.as_of);
        stale = stale || (*standing)->stale;
    }
    auto head =
        Json{{"as_of", format_instant(as_of)}, {"stale", stale}, {"periods", *months}}.dump();
    head.pop_back();
    Reply reply;
    reply.body = head + R"(,"suppliers":[)" + rows + "]}";
    return reply;
}

bool is_asked_for(const Request& request, const Portfolio& portfolio,
                  const ObjectiveResult& result) {
    const auto objective = request.text("objective");
    if (objective && *objective != result.objective) return false;
    const auto status = request.text("status");
    if (status && *status != status_name(result.status)) return false;
    const auto order = [&](const std::string& label) {
        return order_to_scorecard(portfolio, {result.agreement, result.period, result.range},
                                  label);
    };
    const auto from = request.text("from"), to = request.text("to");
    return (!from || order(*from) != std::strong_ordering::less) &&
           (!to || order(*to) != std::strong_ordering::greater);
}

Reply measurements(const Api& api, const Request& request) {
    const auto documents = api.board.portfolio();
    if (!documents) return problem(request, documents.error());
    std::set<std::string> ids;
    if (const auto agreement = request.text("agreement")) {
        if (!(*documents)->agreements.contains(*agreement)) {
            return problem(request, {ErrorClass::not_found,
                                     "there is no agreement '" + *agreement + "'",
                                     "GET /api/v1/agreements lists them",
                                     {"", 0, 0, "agreement"}});
        }
        ids.insert(*agreement);
    } else {
        for (const auto& [id, amended] : (*documents)->agreements) ids.insert(id);
    }
    const auto cursor = read_cursor(request);
    if (!cursor) return problem(request, cursor.error());
    // Only the suppliers of this page are looked at: the cursor's order begins with the agreement,
    // then come the period's start and the objective.
    ids.erase(ids.begin(), ids.lower_bound(cursor->substr(0, cursor->find('\t'))));
    const auto limit = static_cast<std::size_t>(request.integer("limit"));
    std::vector<StandingPtr> standings;
    std::vector<std::pair<std::string, const ObjectiveResult*>> chosen;
    std::size_t beyond_cursor = 0;
    for (const auto& id : ids) {
        if (beyond_cursor > limit) break;
        auto standing = api.board.of_agreement(id);
        if (!standing) return problem(request, standing.error());
        for (const auto& result : (*standing)->outcome.results) {
            if (result.agreement != id || !is_asked_for(request, **documents, result)) continue;
            auto from = std::to_string(result.range.from.ms + Instant::max().ms);
            chosen.emplace_back(id + "\t" + from + "\t" + result.objective, &result);
            if (chosen.back().first > *cursor) ++beyond_cursor;
        }
        standings.push_back(std::move(*standing));
    }
    std::ranges::sort(chosen);
    const auto page = page_of(
        request, chosen, [](const auto& one) { return one.first; },
        [](const auto& one) { return measurement_json(*one.second); });
    if (!page) return problem(request, page.error());
    return json_reply(*page);
}

constexpr const char* card_example =
    R"({"supplier":"acme","supplier_name":"Acme Cloud Ltd","period":"2024-03","as_of":"2024-05-01T00:00:00Z",)"
    R"("score":"40.00","grade":"E","categories":[{"category":"reliability","score":"100.00"}],"agreements":[],)"
    R"("credits":{"currency":"GBP","total":"0.00","capped":false},"notes":[],"stale":false,"due":0})";

Parameter supplier_id() {
    return {"id", ParameterType::id, "The supplier's id.", "acme", true, "", {}, 0};
}

Parameter period_parameter(bool required) {
    return {"period",
            ParameterType::period,
            "A month 2024-03, a quarter 2024-Q1, a year 2024 or a week 2024-W09.",
            "2024-03",
            required,
            "",
            {},
            0};
}

Parameter bound(const char* name, const char* description, const char* example) {
    return {name, ParameterType::period, description, example, false, "", {}, 0};
}

Answer ok(const char* description, const char* schema, const char* example) {
    return {200, description, {{"application/json", schema, example}}, {"ETag"}};
}

std::vector<Route> supplier_result_routes() {
    std::vector<Route> routes;
    routes.push_back(
        {"GET",
         "/api/v1/suppliers/{id}/scorecard",
         "getScorecard",
         "Results",
         "A supplier's scorecard for a period",
         "The agreements' periods with that label, and of agreements with other periods those "
         "whose last instant lies in it.",
         {supplier_id()},
         {period_parameter(true), as_of_parameter()},
         {},
         true,
         {ok("The scorecard.", "Scorecard", card_example)},
         {},
         Guard::none,
         scorecard});
    routes.push_back(
        {"GET",
         "/api/v1/suppliers/{id}/trend",
         "getTrend",
         "Results",
         "Each objective's last periods",
         "",
         {supplier_id()},
         {bound("to", "The last period.", "2024-12"),
          {"periods", ParameterType::integer, "How many.", "12", false, "12", {}, 120}},
         {},
         true,
         {ok("The series.", "Trend",
             R"({"supplier":"acme","as_of":"2024-05-01T00:00:00Z","stale":false,"items":[]})")},
         {},
         Guard::none,
         trend});
    routes.push_back(
        {"GET",
         "/api/v1/suppliers/{id}/credits",
         "getCredits",
         "Results",
         "The service credits that a supplier owes",
         "",
         {supplier_id()},
         {period_parameter(false), as_of_parameter()},
         {},
         true,
         {ok("The credits, line by line.", "Credits",
             R"({"supplier":"acme","currency":"GBP","total":"0.00","lines":[],"triggers":[],"notes":[],"as_of":"2024-05-01T00:00:00Z","stale":false,"due":0})")},
         {},
         Guard::none,
         credits});
    return routes;
}

}  // namespace

std::vector<Route> result_routes() {
    auto routes = supplier_result_routes();
    routes.push_back(
        {"GET",
         "/api/v1/portfolio",
         "getPortfolio",
         "Results",
         "Suppliers by calendar months: a heat map",
         "The twelve months up to now, or those from `from` to `to`.",
         {},
         {bound("from", "The first month.", "2024-01"), bound("to", "The last month.", "2024-12")},
         {},
         true,
         {ok("The heat map.", "Portfolio",
             R"({"as_of":"2024-05-01T00:00:00Z","stale":false,"periods":["2024-03"],"suppliers":[]})")},
         {},
         Guard::none,
         portfolio});
    routes.push_back({"GET",
                      "/api/v1/measurements",
                      "listMeasurements",
                      "Results",
                      "Measurements of agreements, by period",
                      "",
                      {},
                      {{"agreement",
                        ParameterType::id,
                        "Only of this agreement.",
                        "acme-hosting",
                        false,
                        "",
                        {},
                        0},
                       {"objective",
                        ParameterType::id,
                        "Only of objectives with this id.",
                        "availability",
                        false,
                        "",
                        {},
                        0},
                       bound("from", "From this label on.", "2024-01"),
                       bound("to", "Up to this label.", "2024-12"),
                       {"status",
                        ParameterType::choice,
                        "Only with this status.",
                        "breached",
                        false,
                        "",
                        {"met", "breached", "undetermined", "no_events", "no_data"},
                        0},
                       limit_parameter(),
                       cursor_parameter()},
                      {},
                      true,
                      {ok("A page of them.", "MeasurementPage", R"({"items":[],"next":null})")},
                      {404},
                      Guard::none,
                      measurements});
    routes.push_back(
        {"GET",
         "/api/v1/agreements/{id}/objectives/{objective}/explain",
         "explainMeasurement",
         "Results",
         "How a number came about, down to each record",
         "Measured again while you wait, with the reasons; nothing is stored.",
         {{"id", ParameterType::id, "The agreement's id.", "acme-hosting", true, "", {}, 0},
          {"objective", ParameterType::id, "The objective's id.", "availability", true, "", {}, 0}},
         {period_parameter(true), as_of_parameter()},
         {},
         true,
         {ok("The explanation.", "Explanation", "")},
         {},
         Guard::none,
         explanation});
    return routes;
}

}  // namespace underpin

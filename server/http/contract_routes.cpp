// What contracts ask of us and by when, and what proposed documents would change.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "documents/output_credits.h"
#include "documents/output_notices.h"
#include "http/api.h"
#include "http/document_json.h"
#include "http/json_reply.h"
#include "http/page.h"
#include "http/problem.h"
#include "http/routes.h"
#include "work/notices.h"
#include "work/what_if.h"

namespace underpin {

namespace {

using Json = nlohmann::ordered_json;

Reply list_notices(const Api& api, const Request& request) {
    NoticesRequest wanted;
    wanted.supplier = request.text("supplier");
    wanted.as_of = request.instant("as_of");
    const auto within = parse_duration(*request.text("within"));
    if (!within) {
        return problem(
            request,
            {ErrorClass::input, within.error().message, "write 180d", {"", 0, 0, "within"}});
    }
    wanted.within = *within;
    const auto notices = find_notices(api.context, wanted);
    if (!notices) return problem(request, notices.error());
    // By last day; what has none stands first, as the command prints it.
    std::vector<std::pair<std::string, const DatedNotice*>> ordered;
    for (const auto& one : *notices) {
        const auto& notice = one.notice;
        ordered.emplace_back((notice.last_day ? format_date(*notice.last_day) : "") + "\t" +
                                 notice.contract + "\t" + notice_kind_name(notice.kind) + "\t" +
                                 format_date(notice.end) + "\t" + notice.name,
                             &one);
    }
    std::ranges::sort(ordered);
    const auto page = page_of(
        request, ordered, [](const auto& one) { return one.first; },
        [](const auto& one) {
            return notice_json(one.second->notice, one.second->time_zone, one.second->days_left);
        });
    if (!page) return problem(request, page.error());
    return json_reply(*page);
}

Result<ApplyRequest> proposed_in(const Api& api, const Request& request) {
    auto body = request.whole_body(api.body_bytes);
    if (!body) return body.error();
    ApplyRequest proposed;
    proposed.text = DocumentText{std::move(*body), body_format(request), "body"};
    return proposed;
}

Reply compare_with_stored(const Api& api, const Request& request) {
    const auto proposed = proposed_in(api, request);
    if (!proposed) return problem(request, proposed.error());
    const auto answer = compare_documents(api.context, *proposed);
    if (!answer.errors.empty()) return failed_apply(request, answer.errors);
    return json_reply(applied_json(answer.outcome, true));
}

Reply show_what_if(const Api& api, const Request& request) {
    auto proposed = proposed_in(api, request);
    if (!proposed) return problem(request, proposed.error());
    WhatIfRequest wanted;
    wanted.supplier = request.in_path("id");
    wanted.proposed = std::move(*proposed);
    wanted.from = request.text("from");
    wanted.to = request.text("to");
    wanted.as_of = request.instant("as_of").value_or(api.context.clock.now());
    const auto answer = what_if(api.context, wanted);
    if (!answer) return problem(request, answer.error());
    if (!answer->errors.empty()) return failed_apply(request, answer->errors);
    auto json = comparison_json(answer->comparison);
    json["as_of"] = format_instant(*wanted.as_of);
    json["notes"] = answer->comparison.notes;
    json["warnings"] = Json::array();
    for (const auto& warning : answer->warnings) json["warnings"].push_back(fault_json(warning));
    return json_reply(json);
}

// Documents as `apply` takes them.
std::vector<Content> document_batch() {
    const std::string supplier =
        R"({"apiVersion":"underpin/v1","kind":"Supplier","metadata":{"id":"acme"},"spec":)" +
        std::string(example_spec(Kind::supplier)) + "}";
    return {{"application/yaml", "", yaml_of_json(supplier)},
            {"application/json", "DocumentBatch", "[" + supplier + "]"}};
}

}  // namespace

std::vector<Route> contract_routes() {
    std::vector<Route> routes;
    routes.push_back(
        {"GET",
         "/api/v1/notices",
         "listNotices",
         "Results",
         "By when notice must be sent: renewals, options and breaks",
         "Missed ones are among them as long as what they are about lies ahead.",
         {},
         {plain("supplier", ParameterType::id, "Only of this supplier's contracts.", "acme"),
          {"within", ParameterType::text, "How far ahead to look.", "365d", false, "180d", {}, 0},
          plain("as_of", ParameterType::instant, "Count from this instant.",
                "2024-05-01T00:00:00Z"),
          limit_parameter(),
          cursor_parameter()},
         {},
         true,
         {{200,
           "A page of them.",
           {{"application/json", "NoticePage", R"({"items":[],"next":null})"}},
           {"ETag"}}},
         {404},
         Guard::none,
         list_notices});
    routes.push_back(
        {"POST",
         "/api/v1/diff",
         "compareDocuments",
         "Documents",
         "Where documents differ from what is stored, field by field",
         "Checked by themselves, not against each other; nothing is changed.",
         {},
         {},
         document_batch(),
         true,
         {{200,
           "Each with its differences.",
           {{"application/json", "Applied",
             R"({"documents":[{"kind":"Supplier","id":"acme","result":"unchanged","revision":12,"differences":[]}],"warnings":[],"due":{}})"}},
           {}}},
         {422},
         Guard::none,
         compare_with_stored});
    routes.push_back(
        {"POST",
         "/api/v1/suppliers/{id}/what-if",
         "compareCredits",
         "Results",
         "History replayed under proposed documents: what would be owed",
         "Computed while you wait; nothing is stored.",
         {{"id", ParameterType::id, "The supplier's id.", "acme", true, "", {}, 0}},
         {plain("from", ParameterType::period, "The first period.", "2024-01"),
          plain("to", ParameterType::period, "The last period.", "2024-12"), as_of_parameter()},
         document_batch(),
         true,
         {{200,
           "The credits as they are, and as they would be.",
           {{"application/json", "CreditComparison",
             R"({"supplier":"acme","totals":[],"lines":[],"rights_gained":[],"rights_lost":[],"as_of":"2024-05-01T00:00:00Z","notes":[],"warnings":[]})"}},
           {}}},
         {422},
         Guard::none,
         show_what_if});
    return routes;
}

}  // namespace underpin

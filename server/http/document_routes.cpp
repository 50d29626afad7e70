// Documents in and out: suppliers, services, calendars, contracts, agreements, exclusions, sources.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/digest.h"
#include "documents/schema.h"
#include "documents/write.h"
#include "http/api.h"
#include "http/document_json.h"
#include "http/idempotent.h"
#include "http/json_reply.h"
#include "http/page.h"
#include "http/problem.h"
#include "http/routes.h"
#include "work/apply.h"
#include "work/export.h"

namespace underpin {

namespace {

using Json = nlohmann::ordered_json;

struct KindRoute {
    Kind kind;
    const char* plural;  // in the path
    const char* one;     // in operation names
    const char* many;
    const char* example_id;
};
constexpr KindRoute kinds[] = {
    {Kind::supplier, "suppliers", "Supplier", "Suppliers", "acme"},
    {Kind::service, "services", "Service", "Services", "hosting"},
    {Kind::calendar, "calendars", "Calendar", "Calendars", "uk-office"},
    {Kind::contract, "contracts", "Contract", "Contracts", "acme-msa"},
    {Kind::agreement, "agreements", "Agreement", "Agreements", "acme-hosting"},
    {Kind::exclusion, "exclusions", "Exclusion", "Exclusions", "acme-maint-2024-03-10"},
    {Kind::source, "sources", "Source", "Sources", "acme-tickets"}};

bool wants_yaml(const Request& request) {
    return request.header("accept").find("yaml") != std::string::npos;
}

std::string tag_of(std::int64_t revision) { return '"' + std::to_string(revision) + '"'; }

Reply list_documents(const Api& api, const Request& request, Kind kind) {
    DocumentFilter filter{
        kind,         std::nullopt,           request.text("q"), request.text("supplier"),
        std::nullopt, request.flag("retired")};
    if (const auto label = request.text("label")) {
        const auto colon = label->find(':');
        if (colon == std::string::npos) {
            return problem(request, {ErrorClass::input,
                                     "'" + *label + "' is not a label",
                                     "write its name and its value: region:emea",
                                     {"", 0, 0, "label"}});
        }
        filter.label = {label->substr(0, colon), label->substr(colon + 1)};
    }
    const auto found = find_documents(api.context, filter);
    if (!found) return problem(request, found.error());
    const auto key = [](const Revised& revised) {
        const auto& metadata = revised.document.metadata;
        return metadata.id + "\t" +
               (metadata.effective_from ? format_date(*metadata.effective_from) : "");
    };
    const auto page = page_of(request, *found, key, stored_document_json);
    if (!page) return problem(request, page.error());
    return json_reply(*page);
}

// The base text, or the amendment of the day that is asked for.
Reply get_document(const Api& api, const Request& request, Kind kind) {
    const auto& id = request.in_path("id");
    auto found =
        find_documents(api.context, {kind, id, std::nullopt, std::nullopt, std::nullopt, true});
    if (!found) return problem(request, found.error());
    std::optional<Date> from;
    if (const auto text = request.text("effective_from")) {
        const auto date = parse_date(*text);
        if (!date) {
            return problem(request, {ErrorClass::input,
                                     date.error().message,
                                     "write 2024-07-01",
                                     {"", 0, 0, "effective_from"}});
        }
        from = *date;
    }
    const auto at = std::ranges::find_if(*found, [&](const Revised& revised) {
        return revised.document.metadata.effective_from == from;
    });
    if (at == found->end()) {
        return problem(request, unknown_document(api, kind, id, from));
    }
    Reply reply;
    if (wants_yaml(request)) {
        reply.type = "application/yaml";
        reply.body = to_yaml(at->document);
    } else {
        reply.body = stored_document_json(*at).dump();
    }
    reply.headers.emplace_back("ETag", tag_of(at->revision));
    return reply;
}

// The revision that the client read; absent: whatever it is. An error for a tag of no document.
Result<std::optional<std::int64_t>> expected_revision(const Request& request) {
    const auto match = request.header("if-match");
    const auto none_match = request.header("if-none-match");
    if (none_match == "*") return std::optional<std::int64_t>(0);
    if (match.empty() || match == "*") return std::optional<std::int64_t>();
    const auto digits = match.size() > 2 ? match.substr(1, match.size() - 2) : std::string();
    const bool is_tag = match.front() == '"' && match.back() == '"' && digits.size() < 18 &&
                        !digits.empty() &&
                        digits.find_first_not_of("0123456789") == std::string::npos;
    if (!is_tag) {
        return Error{ErrorClass::input,
                     "If-Match " + match + " is no document's tag",
                     "send the ETag of the document as you read it",
                     {}};
    }
    return std::optional<std::int64_t>(std::stoll(digits));
}

Reply put_reply(const Request& request, const ApplyOutcome& outcome, bool dry_run) {
    const auto& line = outcome.lines.front();
    const bool created = line.outcome == DocumentOutcome::created && !dry_run;
    auto reply = json_reply(applied_json(outcome, dry_run), created ? 201 : 200);
    if (!dry_run) {
        reply.headers.emplace_back("ETag", tag_of(line.revision));
        if (created) reply.headers.emplace_back("Location", request.path);
    }
    return reply;
}

Reply put_document(const Api& api, const Request& request, Kind kind) {
    const auto expected = expected_revision(request);
    if (!expected) return problem(request, 400, expected.error());
    auto body = request.whole_body(api.body_bytes);
    if (!body) return problem(request, body.error());
    const auto asked = to_hex(
        sha256(request.header("if-match") + "\n" + request.header("if-none-match") + "\n" + *body));
    return once(api, request, asked, [&](const KeepReply& keep) {
        ApplyRequest wanted;
        wanted.text = DocumentText{std::move(*body), body_format(request), "body"};
        wanted.only = ApplyRequest::Only{kind, request.in_path("id"), *expected};
        wanted.reason = request.text("reason").value_or("");
        wanted.dry_run = request.flag("dry_run");
        wanted.committing = [&](Session& session, const ApplyOutcome& outcome) {
            keep(session, put_reply(request, outcome, false));
        };
        const auto answer = apply(api.context, wanted);
        if (!answer.errors.empty())
            return failed_apply(request, answer.errors, expected->has_value());
        return put_reply(request, answer.outcome, wanted.dry_run);
    });
}

Reply list_revisions(const Api& api, const Request& request, Kind kind) {
    const auto& id = request.in_path("id");
    auto history = api.context.database.read(
        [&](Session& session) { return document_history(session, kind_name(kind), id); });
    if (history.empty()) return problem(request, unknown_document(api, kind, id, std::nullopt));
    std::ranges::reverse(history);
    const auto key = [](const StoredDocument& stored) { return descending_key(stored.revision); };
    const auto page = page_of(request, history, key, revision_json);
    if (!page) return problem(request, page.error());
    return json_reply(*page);
}

Reply apply_batch(const Api& api, const Request& request) {
    auto body = request.whole_body(api.body_bytes);
    if (!body) return problem(request, body.error());
    return once(api, request, to_hex(sha256(*body)), [&](const KeepReply& keep) {
        ApplyRequest wanted;
        wanted.text = DocumentText{std::move(*body), body_format(request), "body"};
        wanted.reason = request.text("reason").value_or("");
        wanted.dry_run = request.flag("dry_run");
        wanted.committing = [&](Session& session, const ApplyOutcome& outcome) {
            keep(session, json_reply(applied_json(outcome, false)));
        };
        const auto answer = apply(api.context, wanted);
        if (!answer.errors.empty()) return failed_apply(request, answer.errors);
        return json_reply(applied_json(answer.outcome, wanted.dry_run));
    });
}

Reply export_all(const Api& api, const Request& request) {
    ExportRequest wanted;
    wanted.kind = request.text("kind").value_or("");
    wanted.retired = request.flag("retired");
    const auto documents = export_documents(api.context, wanted);
    if (!documents) return problem(request, documents.error());
    Reply reply;
    if (wants_yaml(request)) {
        reply.type = "application/yaml";
        reply.body = to_yaml(*documents);
    } else {
        reply.body = documents->empty()       ? "[]"
                     : documents->size() == 1 ? "[" + to_pretty_json(*documents) + "]"
                                              : to_pretty_json(*documents);
    }
    return reply;
}

Reply get_schema(const Api&, const Request& request) {
    const auto& name = request.in_path("kind");
    const auto at = std::ranges::find_if(
        kinds, [&](const KindRoute& one) { return name == one.plural || name == one.one; });
    if (at == std::end(kinds)) {
        return problem(request, {ErrorClass::not_found,
                                 "there is no kind '" + name + "'",
                                 "known are: suppliers, services, calendars, contracts, "
                                 "agreements, exclusions, sources",
                                 {}});
    }
    Reply reply;
    reply.type = "application/schema+json";
    reply.body = schema_text(at->kind);
    return reply;
}

std::string example_of(const KindRoute& kind, bool stored) {
    Json document{{"apiVersion", "underpin/v1"},
                  {"kind", kind.one},
                  {"metadata", {{"id", kind.example_id}}},
                  {"spec", Json::parse(example_spec(kind.kind))}};
    if (stored) document["revision"] = 12;
    return document.dump();
}

std::vector<Content> document_bodies(const KindRoute& kind) {
    const auto json = example_of(kind, false);
    return {{"application/json", kind.one, json}, {"application/yaml", "", yaml_of_json(json)}};
}

Parameter id_parameter(const KindRoute& kind) {
    return {"id", ParameterType::id, "The document's id.", kind.example_id, true, "", {}, 0};
}

constexpr const char* applied_example =
    R"({"documents":[{"kind":"Supplier","id":"acme","result":"changed","revision":12}],"warnings":[],"due":{}})";

Route list_route(const KindRoute& kind) {
    const auto example = R"({"items":[)" + example_of(kind, true) + R"(],"next":null})";
    return {
        "GET",
        std::string("/api/v1/") + kind.plural,
        std::string("list") + kind.many,
        "Documents",
        std::string("List ") + kind.plural,
        "As `export` writes them, with their revisions; amendments stand after their base text.",
        {},
        {plain("q", ParameterType::text, "Words in the id or the name.", "cloud"),
         plain("supplier", ParameterType::id, "Only what belongs to this supplier.", "acme"),
         plain("label", ParameterType::text, "Only with this label, name and value.",
               "region:emea"),
         plain("retired", ParameterType::flag, "Retired ones as well.", "true"), limit_parameter(),
         cursor_parameter()},
        {},
        true,
        {{200, "A page of them.", {{"application/json", "DocumentPage", example}}, {"ETag"}}},
        {},
        Guard::none,
        [kind](const Api& api, const Request& request) {
            return list_documents(api, request, kind.kind);
        }};
}

Route get_route(const KindRoute& kind) {
    Route route{"GET",
                std::string("/api/v1/") + kind.plural + "/{id}",
                std::string("get") + kind.one,
                "Documents",
                std::string("Read one of the ") + kind.plural,
                "Its ETag is its revision; send it back in If-Match when you change it.",
                {id_parameter(kind)},
                {},
                {},
                true,
                {{200,
                  "The document.",
                  {{"application/json", "StoredDocument", example_of(kind, true)},
                   {"application/yaml", "", ""}},
                  {"ETag"}}},
                {},
                Guard::none,
                [kind](const Api& api, const Request& request) {
                    return get_document(api, request, kind.kind);
                }};
    if (kind.kind == Kind::contract || kind.kind == Kind::agreement) {
        route.in_query.push_back(plain("effective_from", ParameterType::text,
                                       "The amendment from this day, instead of the base text.",
                                       "2024-07-01"));
    }
    return route;
}

Route put_route(const KindRoute& kind) {
    return {
        "PUT",
        std::string("/api/v1/") + kind.plural + "/{id}",
        std::string("put") + kind.one,
        "Documents",
        std::string("Create or change one of the ") + kind.plural,
        "Checked against its schema and against all other documents; stored as a new revision. "
        "One with `effective_from` is an amendment of its own.",
        {id_parameter(kind)},
        {plain("reason", ParameterType::text, "Why, for the record.", "amendment 2 signed"),
         plain("dry_run", ParameterType::flag, "Say what would be done, and do nothing.", "true")},
        document_bodies(kind),
        true,
        {{200,
          "Changed, or as it was.",
          {{"application/json", "Applied", applied_example}},
          {"ETag"}},
         {201,
          "Created.",
          {{"application/json", "Applied", applied_example}},
          {"ETag", "Location"}}},
        {409, 412, 422},
        Guard::idempotent,
        [kind](const Api& api, const Request& request) {
            return put_document(api, request, kind.kind);
        }};
}

Route revisions_route(const KindRoute& kind) {
    return {"GET",
            std::string("/api/v1/") + kind.plural + "/{id}/revisions",
            std::string("list") + kind.one + "Revisions",
            "Documents",
            std::string("Every revision of one of the ") + kind.plural,
            "Who, when and why, and the document as it was; the newest first.",
            {id_parameter(kind)},
            {limit_parameter(), cursor_parameter()},
            {},
            true,
            {{200,
              "A page of them.",
              {{"application/json", "RevisionPage", R"({"items":[],"next":null})"}},
              {"ETag"}}},
            {},
            Guard::none,
            [kind](const Api& api, const Request& request) {
                return list_revisions(api, request, kind.kind);
            }};
}

std::vector<Route> batch_routes() {
    const auto supplier = example_of(kinds[0], false);
    std::vector<Route> routes;
    routes.push_back(
        {"POST",
         "/api/v1/apply",
         "applyDocuments",
         "Documents",
         "Apply documents: all of them, or none",
         "A batch in YAML (several documents, separated by `---`) or JSON (one, or a list).",
         {},
         {plain("reason", ParameterType::text, "Why, for the record.", "amendment 2 signed"),
          plain("dry_run", ParameterType::flag, "Say what would be done, and do nothing.", "true")},
         {{"application/yaml", "", yaml_of_json(supplier)},
          {"application/json", "DocumentBatch", "[" + supplier + "]"}},
         true,
         {{200, "What was done to each.", {{"application/json", "Applied", applied_example}}, {}}},
         {409, 422},
         Guard::idempotent,
         apply_batch});
    routes.push_back(
        {"GET",
         "/api/v1/export",
         "exportDocuments",
         "Documents",
         "All documents",
         "In an order in which people read them; what `apply` takes back.",
         {},
         {{"kind",
           ParameterType::choice,
           "Only of this kind.",
           "Agreement",
           false,
           "",
           {"Supplier", "Service", "Calendar", "Contract", "Agreement", "Exclusion", "Source"},
           0},
          plain("retired", ParameterType::flag, "Retired ones as well.", "true")},
         {},
         true,
         {{200,
           "The documents.",
           {{"application/json", "DocumentList", "[" + supplier + "]"},
            {"application/yaml", "", ""}},
           {"ETag"}}},
         {},
         Guard::none,
         export_all});
    routes.push_back(
        {"GET",
         "/api/v1/schemas/{kind}",
         "getSchema",
         "Documents",
         "The JSON Schema of a kind of document",
         "",
         {{"kind", ParameterType::text, "suppliers, services, ...", "suppliers", true, "", {}, 0}},
         {},
         {},
         true,
         {{200, "The schema.", {{"application/schema+json", "JsonSchema", ""}}, {"ETag"}}},
         {},
         Guard::none,
         get_schema});
    return routes;
}

}  // namespace

std::vector<Route> document_routes() {
    auto routes = batch_routes();
    for (const auto& kind : kinds) {
        for (auto* make : {list_route, get_route, put_route, revisions_route}) {
            routes.push_back(make(kind));
        }
    }
    return routes;
}

}  // namespace underpin

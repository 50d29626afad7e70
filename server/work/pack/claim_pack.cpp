#include "work/pack/claim_pack.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/digest.h"
#include "domain/claim_balance.h"
#include "work/claim_lines.h"
#include "work/claims.h"
#include "work/explain.h"
#include "work/pack/claim_letter.h"
#include "work/pack/pack_evidence.h"
#include "work/pack/pack_numbers.h"
#include "work/portfolio.h"
#include "work/scorecards.h"

namespace underpin {

namespace {

using Json = nlohmann::ordered_json;

std::vector<std::string> objectives_of(const CreditLine& line) {
    if (line.objective) return {*line.objective};
    std::vector<std::string> ids;
    for (const auto& share : line.objectives) ids.push_back(share.objective);
    return ids;
}

class Packer {
  public:
    Packer(const Context& context, const Portfolio& portfolio, const Claim& claim,
           const PackNumbers& numbers)
        : context_(context), portfolio_(portfolio), claim_(claim), numbers_(numbers) {}

    Result<PackFiles> make(const PackScope& scope) {
        if (auto done = gather_lines(); !done) return done.error();
        const auto zone = require(TimeZone::find(claim_.lines.front().time_zone));
        const auto letter =
            claim_letter(portfolio_, claim_, lines_, zone.date_of(context_.clock.now()));
        files_["letter.html"] = letter_html(letter);
        files_["letter.pdf"] = letter_pdf(letter);
        files_["evidence.csv"] = evidence_csv(lines_);
        files_["claim.json"] = claim_json().dump(1) + "\n";
        const auto documents = documents_in(context_, portfolio_, claim_, scope);
        for (const auto& one : documents) files_[document_file(one.name)] = one.json;
        if (auto done = add_evidence(context_, scope, files_); !done) return done.error();
        files_["manifest.json"] = manifest(documents).dump(1) + "\n";
        return std::move(files_);
    }

  private:
    Result<void> gather_lines() {
        for (const auto& line : claim_.lines) {
            const auto at = numbers_.lines.find(line.key);
            if (at == numbers_.lines.end()) {
                return Error{ErrorClass::conflict,
                             line.key.to_string() + " is in the claim, but no longer owed",
                             "close the period again, so that the claim is adjusted",
                             {}};
            }
            LetterLine one{line, worth_of(claim_, line), at->second, {}};
            for (const auto& objective : objectives_of(one.credit)) {
                auto explained = explain(context_, {line.key.agreement, objective, line.key.period,
                                                    numbers_.outcome.as_of});
                if (!explained) return explained.error();
                one.explanations.push_back(std::move(*explained));
            }
            lines_.push_back(std::move(one));
        }
        return {};
    }

    [[nodiscard]] Json claim_json() const {
        auto lines = Json::array();
        for (const auto& one : lines_) {
            const auto& key = one.line.key;
            lines.push_back({{"agreement", key.agreement},
                             {"objective", key.objective ? Json(*key.objective) : Json()},
                             {"period", key.period},
                             {"earns_back", key.earns_back ? Json(*key.earns_back) : Json()},
                             {"net", Money{one.worth, claim_.currency}.to_string()}});
        }
        return {{"claim", claim_.id},
                {"supplier", claim_.supplier},
                {"contract", claim_.contract},
                {"currency", claim_.currency.code},
                {"as_of", format_instant(numbers_.outcome.as_of)},
                {"lines", lines}};
    }

    [[nodiscard]] std::map<std::string, std::string> scorers() const {
        std::map<std::string, std::string> versions;
        for (const auto& result : numbers_.outcome.results) {
            for (const auto& part : result.parts) versions[part.metric] = part.scorer_version;
        }
        return versions;
    }

    [[nodiscard]] Json manifest(const std::vector<StoredDocument>& documents) const {
        Json json{{"format", "underpin claim pack 1"},
                  {"claim", claim_.id},
                  {"claim_version", claim_.version()},
                  {"as_of", format_instant(numbers_.outcome.as_of)},
                  {"time_zone_data", tz_data_version()},
                  {"scorers", scorers()},
                  {"documents", Json::array()},
                  {"files", Json::array()}};
        for (const auto& one : documents) {
            json["documents"].push_back(
                {{"kind", one.name.kind},
                 {"id", one.name.id},
                 {"effective_from",
                  one.name.effective_from ? Json(format_date(*one.name.effective_from)) : Json()},
                 {"revision", one.revision},
                 {"file", document_file(one.name)}});
        }
        for (const auto& [name, content] : files_) {
            json["files"].push_back(
                {{"name", name}, {"bytes", content.size()}, {"sha256", to_hex(sha256(content))}});
        }
        return json;
    }

    const Context& context_;
    const Portfolio& portfolio_;
    const Claim& claim_;
    const PackNumbers& numbers_;
    std::vector<LetterLine> lines_;
    PackFiles files_;
};

// The newest instant that one of its lines was closed or restated as of.
Result<Instant> as_of_lines(const Context& context, const Claim& claim) {
    const auto lines = closed_lines(context, claim.supplier);
    if (!lines) return lines.error();
    std::optional<Instant> newest;
    for (const auto& line : *lines) {
        const bool claimed = std::ranges::any_of(
            claim.lines, [&](const ClaimLine& one) { return one.key == line.key; });
        if (!claimed) continue;
        const auto statement = context.database.read(
            [&](Session& session) { return load_statement(session, line.statement); });
        if (statement) newest = std::max(newest.value_or(statement->as_of), statement->as_of);
    }
    if (newest) return *newest;
    return Error{ErrorClass::conflict,
                 "the lines of claim " + std::to_string(claim.id) + " are of no closed period",
                 "underpin doctor says more",
                 {}};
}

}  // namespace

Result<PackNumbers> numbers_at(const Context& context, const std::string& supplier,
                               const std::set<std::string>& agreements, Instant as_of) {
    MeasureRequest request;
    request.agreements = agreements;
    request.as_of = as_of;
    auto outcome = measure(context, request);
    if (!outcome) return outcome.error();
    const auto credits = supplier_credits(*outcome, supplier, std::nullopt);
    if (!credits) return credits.error();
    PackNumbers numbers;
    for (const auto& line : credits->lines) numbers.lines.emplace(key_of(line), line);
    numbers.outcome = std::move(*outcome);
    return numbers;
}

Result<PackFiles> make_claim_pack(const Context& context, std::int64_t id) {
    const auto claim = get_claim(context, id);
    if (!claim) return claim.error();
    const auto portfolio = load_portfolio_with_past(context);
    if (!portfolio) return portfolio.error();
    if (!portfolio->contracts.contains(claim->contract) ||
        !portfolio->suppliers.contains(claim->supplier)) {
        return Error{ErrorClass::not_found,
                     "the contract " + claim->contract + " of claim " + std::to_string(id) +
                         " is no longer in the documents",
                     "apply it again",
                     {}};
    }
    const auto scope = scope_of(*portfolio, *claim);
    const auto as_of = as_of_lines(context, *claim);
    if (!as_of) return as_of.error();
    const auto numbers = numbers_at(context, claim->supplier, scope.agreements, *as_of);
    if (!numbers) return numbers.error();
    return Packer(context, *portfolio, *claim, *numbers).make(scope);
}

}  // namespace underpin

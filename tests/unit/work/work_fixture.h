// Small portfolios and evidence for the tests of the work layer.
#pragma once

#include <string>
#include <vector>

#include "domain/evidence.h"
#include "domain/terms.h"
#include "unit/time_literals.h"

namespace underpin::test {

inline Objective objective(std::string id) {
    Objective made;
    made.id = std::move(id);
    made.metric = "availability";
    made.with_json = "{}";
    made.evidence.sources = {"status"};
    made.target = {true, Rational(99), "99"};
    return made;
}

inline Revised agreement_version(std::int64_t revision, std::vector<Objective> objectives,
                                 Term term, std::optional<Date> effective_from = std::nullopt) {
    Agreement agreement;
    agreement.type = AgreementType::operational;
    agreement.supplier = "acme";
    agreement.time_zone = "Europe/London";
    agreement.term = term;
    agreement.objectives = std::move(objectives);
    Document document;
    document.kind = Kind::agreement;
    document.metadata.id = "hosting";
    document.metadata.effective_from = effective_from;
    document.spec = std::move(agreement);
    return {std::move(document), revision};
}

inline Portfolio portfolio_of(std::vector<Revised> versions) {
    Portfolio portfolio;
    portfolio.agreements["hosting"] = Amended{std::move(versions)};
    return portfolio;
}

// One interval a row: {key, from, to or absent, component}.
struct Outage {
    std::string key;
    Instant from;
    std::optional<Instant> to;
    std::string component;
};

inline EvidenceColumns intervals(const std::vector<Outage>& outages) {
    EvidenceColumns rows;
    rows.source = "status";
    for (const auto& outage : outages) {
        rows.id.push_back(static_cast<std::int64_t>(rows.id.size()) + 1);
        rows.hash.emplace_back();
        rows.key.push_back(outage.key);
        rows.start.push_back(outage.from.ms);
        rows.end.push_back(outage.to ? outage.to->ms : EvidenceColumns::absent);
        rows.impact.push_back(1'000'000);
        const auto code = [](EvidenceColumns::Text& column, const std::string& text) {
            for (std::uint32_t i = 0; i < column.dictionary.size(); ++i) {
                if (column.dictionary[i] == text) return i;
            }
            column.dictionary.push_back(text);
            return static_cast<std::uint32_t>(column.dictionary.size() - 1);
        };
        rows.state.codes.push_back(code(rows.state, "outage"));
        rows.component.codes.push_back(code(rows.component, outage.component));
        rows.incident.codes.push_back(0);
    }
    return rows;
}

}  // namespace underpin::test

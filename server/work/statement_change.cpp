#include "work/statement_change.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <tuple>

#include "base/text.h"
#include "documents/output_common.h"
#include "documents/statement_text.h"
#include "store/credit_entries.h"
#include "store/documents.h"
#include "store/evidence.h"
#include "store/measurements.h"

namespace underpin {

namespace {

using Json = nlohmann::ordered_json;
using ObjectiveKey = std::tuple<std::string, std::string, std::string>;  // agreement, period, id
using Reasons = std::vector<std::string>;

constexpr std::size_t most_records = 1000;  // looked at; more say nothing new
constexpr std::size_t most_named = 3;

void add_once(Reasons& reasons, const std::string& reason) {
    if (std::ranges::find(reasons, reason) == reasons.end()) reasons.push_back(reason);
}

std::string records_text(const std::vector<std::string>& keys, const char* one, const char* many) {
    std::vector<std::string> named(
        keys.begin(),
        keys.begin() + static_cast<std::ptrdiff_t>(std::min(most_named, keys.size())));
    auto text =
        std::to_string(keys.size()) + (keys.size() == 1 ? one : many) + " (" + join(named, ", ");
    if (keys.size() > most_named) {
        text += " and " + std::to_string(keys.size() - most_named) + " more";
    }
    return text + ")";
}

std::map<std::string, std::int64_t> seen_by(const Measurement& m) {
    return {m.sources_seen.begin(), m.sources_seen.end()};
}

bool concerns(const ChangedRecord& record, const Measurement& before, const Measurement& after) {
    return std::ranges::any_of(std::array{before.part, before.reach, after.reach}, [&](Span span) {
        return record.span.from <= span.to && span.from <= record.span.to;
    });
}

// What the sources brought between two measurements of a cell.
void add_evidence(Session& session, const Measurement& before, const Measurement& after,
                  Reasons& reasons) {
    const auto seen = seen_by(before);
    for (const auto& [source, revision] : after.sources_seen) {
        const auto at = seen.find(source);
        const auto since = at == seen.end() ? 0 : at->second;
        if (since >= revision) continue;
        std::vector<std::string> added, changed;
        for (const auto& record : changed_records(session, source, since, revision, most_records)) {
            if (concerns(record, before, after)) {
                (record.is_new ? added : changed).push_back(record.key);
            }
        }
        if (!added.empty()) {
            add_once(reasons, source + ": " + records_text(added, " new record", " new records"));
        }
        if (!changed.empty()) {
            add_once(reasons,
                     source + ": " + records_text(changed, " record changed", " records changed"));
        }
        if (before.measured.coverage != after.measured.coverage) {
            add_once(reasons, source + ": another part of the period is covered");
        }
    }
}

std::string document_text(const StoredDocument& document) {
    auto text = document.name.kind + "/" + document.name.id;
    if (document.name.effective_from) text += " from " + format_date(*document.name.effective_from);
    text += ": revision " + std::to_string(document.revision);
    return document.reason.empty() ? text : text + " (" + document.reason + ")";
}

// The documents that were changed since the version before.
class ChangedDocuments {
  public:
    ChangedDocuments(Session& session, std::int64_t before, std::int64_t now)
        : session_(session),
          before_(before),
          changed_(document_revisions_between(session, before, now)) {}

    // Those that a cell stood on before or stands on now.
    void add_of_cell(const Measurement& before, const Measurement& after, Reasons& reasons) const {
        for (const auto& document : changed_) {
            if (holds(after, document.revision) || holds(before, previous(document.name))) {
                add_once(reasons, document_text(document));
            }
        }
    }
    // Those that may change what is shown or owed without changing a measurement.
    void add_terms(const std::set<std::string>& agreements, const Portfolio& portfolio,
                   const std::string& supplier, Reasons& reasons) const {
        for (const auto& document : changed_) {
            const auto& [kind, id, from] = document.name;
            const auto contract = portfolio.contracts.find(id);
            const bool is_its_contract =
                kind == "Contract" && contract != portfolio.contracts.end() &&
                contract->second.versions.front().document.as<Contract>().supplier == supplier;
            if (is_its_contract || (kind == "Agreement" && agreements.contains(id)) ||
                kind == "Calendar") {
                add_once(reasons, document_text(document));
            }
        }
    }

  private:
    static bool holds(const Measurement& m, std::int64_t revision) {
        return std::ranges::find(m.document_revisions, revision) != m.document_revisions.end();
    }
    // The revision of the document that stood before; 0: none.
    [[nodiscard]] std::int64_t previous(const DocumentName& name) const {
        std::int64_t revision = 0;
        for (const auto& stored : document_history(session_, name.kind, name.id)) {
            if (stored.name == name && stored.revision <= before_) revision = stored.revision;
        }
        return revision;
    }

    Session& session_;
    std::int64_t before_;
    std::vector<StoredDocument> changed_;
};

Json result_shown(const ObjectiveResult* result) {
    if (result == nullptr) return nullptr;
    return {{"version", result->version},
            {"status", status_name(result->status)},
            {"value", value_json(result->value)},
            {"score", score_json(result->score)}};
}

class Describing {
  public:
    Describing(Session& session, const MeasureOutcome& measured, const StoredStatement& before,
               const StatementFace& face)
        : session_(session),
          measured_(measured),
          before_(before),
          face_(face),
          documents_(session, before.documents, measured.documents) {}

    Result<StatementChange> run(const std::vector<std::string>& restated_before) {
        const auto card = scorecard_of_text(before_.scorecard);
        if (!card) return card.error();
        const auto credits = credits_of_text(before_.credits);
        if (!credits) return credits.error();
        add_objectives(*card);
        add_credits(*credits);
        if (because_.empty()) add_other_reasons(restated_before);
        Json json{{"because", because_}, {"objectives", objectives_}, {"credits", credits_}};
        return StatementChange{json.dump(), join(because_, "; ")};
    }

  private:
    using Results = std::map<ObjectiveKey, const ObjectiveResult*>;

    static Results results_of(const SupplierScorecard& card) {
        Results results;
        for (const auto& agreement : card.agreements) {
            for (const auto& result : agreement.objectives) {
                results[{result.agreement, result.period, result.objective}] = &result;
            }
        }
        return results;
    }

    static bool same(const ObjectiveResult* a, const ObjectiveResult* b) {
        if (a == nullptr || b == nullptr) return a == b;
        return a->version == b->version && a->status == b->status && a->value == b->value &&
               a->score == b->score && a->target.text == b->target.text && a->weight == b->weight;
    }

    void add_objectives(const SupplierScorecard& card) {
        const auto old_results = results_of(card), new_results = results_of(face_.card);
        std::set<ObjectiveKey> keys;
        for (const auto* results : {&old_results, &new_results}) {
            for (const auto& [key, result] : *results) keys.insert(key);
        }
        for (const auto& key : keys) {
            const auto find = [&](const Results& results) {
                const auto at = results.find(key);
                return at == results.end() ? nullptr : at->second;
            };
            const auto* was = find(old_results);
            const auto* is = find(new_results);
            if (!same(was, is)) add_objective(key, was, is);
        }
    }

    void add_objective(const ObjectiveKey& key, const ObjectiveResult* was,
                       const ObjectiveResult* is) {
        const auto& [agreement, period, objective] = key;
        Reasons reasons;
        if (was != nullptr && is != nullptr) reasons = reasons_between(*was, *is);
        if (reasons.empty()) {
            documents_.add_terms({agreement}, *measured_.portfolio, face_.card.supplier, reasons);
        }
        objectives_.push_back({{"agreement", agreement},
                               {"objective", objective},
                               {"period", period},
                               {"from", result_shown(was)},
                               {"to", result_shown(is)},
                               {"because", reasons}});
        for (const auto& reason : reasons) add_once(because_, reason);
    }

    Reasons reasons_between(const ObjectiveResult& was, const ObjectiveResult& is) {
        Reasons reasons;
        std::map<std::pair<std::int64_t, int>, Measurement> rows;
        for (const auto& stored : load_measurements(session_, is.agreement, is.period)) {
            const auto& m = stored.measurement;
            if (m.objective == is.objective) rows.insert_or_assign({m.part.from.ms, m.version}, m);
        }
        for (const auto& part : is.parts) {
            const auto old_part = std::ranges::find(was.parts, part.part, &Measurement::part);
            if (old_part == was.parts.end()) continue;
            const auto row = rows.find({part.part.from.ms, old_part->version});
            if (row == rows.end() || old_part->version == part.version) continue;
            add_part(row->second, part, reasons);
        }
        return reasons;
    }

    void add_part(const Measurement& before, const Measurement& after, Reasons& reasons) {
        const auto known = reasons.size();
        add_evidence(session_, before, after, reasons);
        documents_.add_of_cell(before, after, reasons);
        if (before.scorer_version != after.scorer_version) {
            add_once(reasons, "scorer " + after.metric + ": " + before.scorer_version + " became " +
                                  after.scorer_version);
        }
        if (before.tz_data_version != after.tz_data_version) {
            add_once(reasons, "time zone data: " + before.tz_data_version + " became " +
                                  after.tz_data_version);
        }
        if (reasons.size() == known) {
            add_once(reasons, "time has passed: what had not ended by " +
                                  format_instant(before.as_of) + " was judged again");
        }
    }

    using Lines = std::map<CreditLineName, const CreditLine*>;
    static Lines lines_of(const SupplierCredits& credits) {
        Lines lines;
        for (const auto& line : credits.lines) {
            lines[{line.agreement, line.objective.value_or(""), line.period,
                   line.earns_back.value_or("")}] = &line;
        }
        return lines;
    }

    void add_credits(const SupplierCredits& before) {
        const auto was = lines_of(before), is = lines_of(face_.credits);
        auto all = was;
        all.insert(is.begin(), is.end());
        for (const auto& [name, any] : all) {
            const auto amount = [&name = name](const Lines& lines) {
                const auto at = lines.find(name);
                return at == lines.end() ? Json() : Json(at->second->amount.to_string());
            };
            if (amount(was) == amount(is)) continue;
            credits_.push_back(
                {{"agreement", name.agreement},
                 {"objective", name.objective.empty() ? Json() : Json(name.objective)},
                 {"period", name.period},
                 {"currency", any->amount.currency.code},
                 {"from", amount(was)},
                 {"to", amount(is)}});
        }
    }

    void add_other_reasons(const std::vector<std::string>& restated_before) {
        if (!restated_before.empty()) {
            because_.push_back(
                "credits follow from " + join(restated_before, ", ") +
                (restated_before.size() == 1 ? ", which was restated" : ", which were restated"));
        }
        std::set<std::string> agreements;
        for (const auto& agreement : face_.card.agreements) agreements.insert(agreement.agreement);
        documents_.add_terms(agreements, *measured_.portfolio, face_.card.supplier, because_);
        if (because_.empty()) {
            because_.push_back("time has passed since " + format_instant(before_.as_of) +
                               ": what was late then is later now");
        }
    }

    Session& session_;
    const MeasureOutcome& measured_;
    const StoredStatement& before_;
    const StatementFace& face_;
    ChangedDocuments documents_;
    Reasons because_;
    Json objectives_ = Json::array(), credits_ = Json::array();
};

}  // namespace

Result<StatementChange> describe_change(Session& session, const MeasureOutcome& measured,
                                        const StoredStatement& before, const StatementFace& face,
                                        const std::vector<std::string>& restated_before) {
    return Describing(session, measured, before, face).run(restated_before);
}

}  // namespace underpin

#include "work/recompute.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/time_zone.h"
#include "documents/statement_text.h"
#include "domain/measurement_difference.h"
#include "store/measurements.h"
#include "work/portfolio.h"
#include "work/statement_basis.h"

namespace underpin {

namespace {

using PlainJson = nlohmann::json;  // whose differences do not hang on an order of keys

std::string frozen_text(const PlainJson& json) {
    return json.is_string() ? json.get<std::string>() : json.dump();
}

PlainJson at_or_nothing(const PlainJson& json, const PlainJson::json_pointer& where) {
    return json.contains(where) ? json.at(where) : PlainJson("nothing");
}

// Where two texts differ, as paths into them.
void compare_texts(const std::string& what, const std::string& frozen,
                   const std::string& recomputed, std::vector<RecomputeDifference>& differences) {
    const auto was = comparable(frozen, Compared::all);
    const auto is = comparable(recomputed, Compared::all);
    for (const auto& step : PlainJson::diff(was, is)) {
        const PlainJson::json_pointer where(step.at("path").get<std::string>());
        differences.push_back({what + where.to_string(), frozen_text(at_or_nothing(was, where)),
                               frozen_text(at_or_nothing(is, where))});
    }
}

std::string value_text(const Measurement& m) {
    return std::string(status_name(m.status)) + " " + (m.value ? format_exact(*m.value) : "-") +
           " (" + std::to_string(m.measured.breaching) + "/" + std::to_string(m.measured.counted) +
           ", digest " + to_hex(m.digest).substr(0, 12) + ")";
}

class Recomputing {
  public:
    explicit Recomputing(const Context& context) : context_(context) {}

    Result<RecomputedStatement> run(const StoredStatement& statement, std::size_t& numbers) {
        RecomputedStatement done{statement.name, {}, {}};
        if (statement_hash(statement) != statement.sha256) {
            done.differences.push_back({"sha256", statement.sha256, statement_hash(statement)});
        }
        const auto basis = basis_of_statement(statement);
        if (!basis) return basis.error();
        const auto measured = measured_by(*basis);
        if (!measured) return measured.error();
        note_changes(*basis, **measured, done);
        CreditKeys keys;
        for (const auto& cell : basis->cells) keys.emplace(cell.agreement, cell.period);
        const auto faces =
            faces_of(**measured, statement.name.supplier, {statement.name.period}, keys);
        if (!faces) return faces.error();
        const auto& face = faces->front();
        compare_texts("scorecard", statement.scorecard, scorecard_text(face.card),
                      done.differences);
        compare_texts("credits", statement.credits, credits_text(face.credits), done.differences);
        compare_cells(*basis, face, done);
        numbers += basis->cells.size();
        return done;
    }

  private:
    // Statements that were closed at once stand on the same: one is measured for all.
    Result<std::shared_ptr<const MeasureOutcome>> measured_by(const StatementBasis& basis) {
        // With the same time zone data what was kept is what is compiled now.
        auto stands_on = basis;
        stands_on.cells.clear();
        if (basis.tz_data_version == tz_data_version()) stands_on.measured.service_times.clear();
        auto key = std::to_string(basis.measured.as_of.ms) + "/" +
                   std::to_string(basis.measured.documents) + "/" + basis_text(stands_on);
        if (last_ && key == last_key_) return last_;
        auto past = load_past(context_, basis.measured.documents);
        if (!past) return past.error();
        auto outcome =
            measure_again(context_, std::make_shared<const Portfolio>(std::move(past->portfolio)),
                          basis.measured, basis.agreements);
        if (!outcome) return outcome.error();
        last_ = std::make_shared<const MeasureOutcome>(std::move(*outcome));
        last_key_ = std::move(key);
        return last_;
    }

    void note_changes(const StatementBasis& basis, const MeasureOutcome& measured,
                      RecomputedStatement& done) {
        for (const auto& [metric, version] : basis.scorer_versions) {
            const auto* scorer = context_.scorers.find(metric);
            const auto now =
                scorer == nullptr ? std::string("none") : scorer_version(measured, metric);
            if (now == version) continue;
            done.notes.push_back("scorer " + metric + " was " + version + " and is " + now);
        }
        if (basis.tz_data_version == tz_data_version()) return;
        done.notes.push_back("time zone data was " + basis.tz_data_version + " and is " +
                             tz_data_version());
        for (const auto& kept : basis.measured.service_times) {
            const auto now =
                service_spans(measured.portfolio->calendar_of(kept.calendar), kept.range);
            if (now != kept.spans) {
                done.notes.push_back("the service time of " + kept.calendar +
                                     " would be another now; recomputed with what was kept");
            }
        }
    }

    static std::string scorer_version(const MeasureOutcome& measured, const std::string& metric) {
        for (const auto& result : measured.results) {
            if (result.metric == metric) return result.parts.front().scorer_version;
        }
        return "none";
    }

    // The measurements' own rows: they carry what the scorecard only shows.
    void compare_cells(const StatementBasis& basis, const StatementFace& face,
                       RecomputedStatement& done) {
        for (const auto& cell : basis.cells) {
            const auto frozen = row_of(cell);
            const auto* again = part_of(face, cell);
            if (frozen && again != nullptr && same_answer(*frozen, *again) &&
                frozen->digest == again->digest) {
                continue;
            }
            done.differences.push_back({"measurement " + cell.agreement + " " + cell.objective +
                                            " " + cell.period + ", version " +
                                            std::to_string(cell.version),
                                        frozen ? value_text(*frozen) : "nothing",
                                        again != nullptr ? value_text(*again) : "nothing"});
        }
    }

    std::optional<Measurement> row_of(const CellName& cell) {
        const auto rows = context_.database.read([&](Session& session) {
            return load_measurements(session, cell.agreement, cell.period);
        });
        for (const auto& row : rows) {
            if (row.frozen && cell_name(row.measurement) == cell) return row.measurement;
        }
        return std::nullopt;
    }

    static const Measurement* part_of(const StatementFace& face, const CellName& cell) {
        for (const auto& agreement : face.card.agreements) {
            for (const auto& result : agreement.objectives) {
                for (const auto& part : result.parts) {
                    if (part.agreement == cell.agreement && part.objective == cell.objective &&
                        part.period == cell.period && part.part.from == cell.part_from) {
                        return &part;
                    }
                }
            }
        }
        return nullptr;
    }

    const Context& context_;
    std::string last_key_;
    std::shared_ptr<const MeasureOutcome> last_;
};

std::vector<StoredStatement> all_statements(const Context& context,
                                            const std::optional<std::string>& supplier) {
    return context.database.read([&](Session& session) {
        std::vector<StoredStatement> all;
        const auto suppliers =
            supplier ? std::vector{*supplier} : suppliers_with_statements(session);
        for (const auto& id : suppliers) {
            std::ranges::move(load_statements(session, id), std::back_inserter(all));
        }
        return all;
    });
}

}  // namespace

bool RecomputeReport::ok() const {
    return std::ranges::all_of(statements, [](const RecomputedStatement& statement) {
        return statement.differences.empty();
    });
}

Result<RecomputeReport> recompute(const Context& context, const RecomputeRequest& request) {
    const auto statements = all_statements(context, request.supplier);
    if (request.supplier && statements.empty()) {
        return Error{ErrorClass::not_found,
                     "nothing of " + *request.supplier + " is closed",
                     "close a period with: underpin close --supplier " + *request.supplier +
                         " --period 2024-03",
                     {}};
    }
    Recomputing recomputing(context);
    RecomputeReport report;
    for (const auto& statement : statements) {
        auto done = recomputing.run(statement, report.numbers);
        if (!done) return done.error();
        report.statements.push_back(std::move(*done));
        if (request.progress) request.progress(report.statements.size(), statements.size());
    }
    return report;
}

}  // namespace underpin

#include "work/statement_writing.h"

#include <map>
#include <nlohmann/json.hpp>

#include "documents/statement_text.h"
#include "domain/measurement_difference.h"
#include "store/journal.h"
#include "store/measurements.h"
#include "work/statement_basis.h"

namespace underpin {

namespace {

Error measured_meanwhile(const Measurement& part) {
    return {
        ErrorClass::conflict,
        part.agreement + " " + part.objective + " " + part.period + " was measured again meanwhile",
        "try again",
        {}};
}

// The newest versions of an agreement's period, by objective and part.
using NewestRows = std::map<std::pair<std::string, std::int64_t>, StoredMeasurement>;

NewestRows newest_rows(Session& session, const AgreementScore& agreement) {
    NewestRows rows;
    for (auto& stored : load_measurements(session, agreement.agreement, agreement.period)) {
        const auto& m = stored.measurement;
        const std::pair key{m.objective, m.part.from.ms};
        rows.insert_or_assign(key, std::move(stored));
    }
    return rows;
}

}  // namespace

StoredStatement make_statement(const MeasureOutcome& measured, const StatementFace& face,
                               int version, const std::string& actor, const std::string& reason,
                               const std::string& changed) {
    StoredStatement statement;
    statement.name = {face.card.supplier, face.card.period, version};
    statement.as_of = measured.as_of;
    statement.actor = actor;
    statement.reason = reason;
    statement.documents = measured.documents;
    statement.scorecard = scorecard_text(face.card);
    statement.credits = credits_text(face.credits);
    statement.basis = basis_text(basis_of(measured, face));
    statement.changed = changed;
    return statement;
}

Result<void> freeze_face(Session& session, const StatementFace& face) {
    std::vector<CellName> cells;
    for (const auto& agreement : face.card.agreements) {
        const auto rows = newest_rows(session, agreement);
        for (const auto& result : agreement.objectives) {
            for (const auto& part : result.parts) {
                const auto row = rows.find({part.objective, part.part.from.ms});
                if (row == rows.end() || !same_answer(row->second.measurement, part)) {
                    return measured_meanwhile(part);
                }
                // A newer row that says the same as a frozen one only spares measuring again.
                const bool is_final =
                    row->second.frozen || row->second.measurement.version == part.version + 1;
                if (!is_final) cells.push_back(cell_name(part));
            }
        }
    }
    return freeze_measurements(session, cells);
}

ClosedCredits closed_credits(Session& session, const std::string& supplier) {
    std::map<std::string, const StoredStatement*> by_label;
    const auto latest = latest_statements(session, supplier);
    for (const auto& statement : latest) by_label[statement.name.period] = &statement;
    ClosedCredits closed;
    for (const auto& period : load_closed_periods(session, supplier)) {
        const auto* statement = by_label.at(period.statement);
        closed[{period.agreement, period.period}] = {statement->name, statement->reason, false};
    }
    return closed;
}

void journal_statement(Session& session, const std::string& act, const StoredStatement& statement) {
    append_journal(
        session,
        {statement.actor, act, "Statement/" + statement.name.supplier + "/" + statement.name.period,
         "version " + std::to_string(statement.name.version) + ", sha256 " + statement.sha256 +
             (statement.reason.empty() ? "" : ": " + statement.reason)});
}

}  // namespace underpin

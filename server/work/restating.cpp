#include "work/restating.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "documents/statement_text.h"
#include "work/scorecards.h"
#include "work/statement_change.h"
#include "work/statement_writing.h"

namespace underpin {

namespace {

// What is stored of a supplier's closed periods.
struct Closed {
    std::vector<StoredStatement> latest;
    CreditKeys periods;
};

Closed load_closed(const Database& database, const std::string& supplier) {
    return database.read([&](Session& session) {
        Closed closed{latest_statements(session, supplier), {}};
        for (const auto& period : load_closed_periods(session, supplier)) {
            closed.periods.emplace(period.agreement, period.period);
        }
        return closed;
    });
}

bool says_the_same(const StoredStatement& statement, const StatementFace& face) {
    const auto same = [](const std::string& frozen, const std::string& now) {
        return comparable(frozen, Compared::numbers) == comparable(now, Compared::numbers);
    };
    return same(statement.scorecard, scorecard_text(face.card)) &&
           same(statement.credits, credits_text(face.credits));
}

struct StatementDraft {
    StatementFace face;
    StoredStatement statement;
};

// The next version of each statement that no longer holds, in the order of closing.
Result<std::vector<StatementDraft>> drafts_of(const Context& context,
                                              const MeasureOutcome& measured,
                                              const std::string& supplier, const Closed& closed) {
    std::vector<std::string> labels;
    for (const auto& statement : closed.latest) labels.push_back(statement.name.period);
    auto faces = faces_of(measured, supplier, labels, closed.periods);
    if (!faces) return faces.error();
    std::vector<StatementDraft> drafts;
    std::vector<std::string> restated;
    for (std::size_t i = 0; i < labels.size(); ++i) {
        const auto& before = closed.latest[i];
        auto& face = (*faces)[i];
        if (says_the_same(before, face)) continue;
        const auto change = context.database.read([&](Session& session) {
            return describe_change(session, measured, before, face, restated);
        });
        if (!change) return change.error();
        auto statement = make_statement(measured, face, before.name.version + 1, context.actor,
                                        change->reason, change->json);
        drafts.push_back({std::move(face), std::move(statement)});
        restated.push_back(before.name.period);
    }
    return drafts;
}

// The closed periods of the drafts alone: another process may have restated others meanwhile.
ClosedCredits closed_by(Session& session, const std::string& supplier,
                        const std::vector<StatementDraft>& drafts) {
    CreditKeys shown;
    std::set<std::string> labels;  // their periods that nothing is shown of any more
    for (const auto& draft : drafts) {
        shown.merge(credit_keys(draft.face.card.agreements));
        labels.insert(draft.face.card.period);
    }
    auto closed = closed_credits(session, supplier);
    std::erase_if(closed, [&](const auto& one) {
        return !shown.contains(one.first) && !labels.contains(one.second.statement.period);
    });
    return closed;
}

Result<std::vector<StoredStatement>> write_drafts(Session& session, const std::string& supplier,
                                                  const SupplierCredits& credits,
                                                  const std::vector<StatementDraft>& drafts,
                                                  const std::string& actor) {
    lock_statements(session);
    std::vector<StoredStatement> written;
    for (const auto& draft : drafts) {
        if (auto frozen = freeze_face(session, draft.face); !frozen) return frozen.error();
        auto saved = save_statement(session, draft.statement);
        if (!saved) return saved.error();
        journal_statement(session, "restate", *saved);
        written.push_back(std::move(*saved));
    }
    const auto entries = load_credit_entries(session, {supplier, {}, {}, {}});
    save_credit_entries(
        session, entries_to_add(entries, credits, closed_by(session, supplier, drafts), actor));
    return written;
}

bool holds_all(const MeasureOutcome& measured, const MeasureRequest& request,
               const std::string& supplier) {
    const auto ids = measured.portfolio->agreements_of(supplier);
    return request.agreements.empty() || std::ranges::all_of(ids, [&](const std::string& id) {
               return request.agreements.contains(id);
           });
}

bool touches(const MeasureOutcome& measured, const MeasureRequest& request,
             const std::string& supplier) {
    const auto ids = measured.portfolio->agreements_of(supplier);
    return request.agreements.empty() || std::ranges::any_of(ids, [&](const std::string& id) {
               return request.agreements.contains(id);
           });
}

void say_restated(const std::vector<StoredStatement>& restated, MeasureOutcome& outcome) {
    for (const auto& statement : restated) {
        outcome.notes.push_back(statement.name.period + " of " + statement.name.supplier +
                                " was restated, version " + std::to_string(statement.name.version) +
                                ": " + statement.reason);
    }
}

Result<std::vector<StoredStatement>> restate_one(const Context& context,
                                                 const MeasureOutcome& measured,
                                                 const MeasureRequest& request,
                                                 const std::string& supplier) {
    if (holds_all(measured, request, supplier)) {
        return restate_supplier(context, measured, supplier);
    }
    // Credits stand on all of its agreements.
    const auto ids = measured.portfolio->agreements_of(supplier);
    const auto all = measure(context, {{ids.begin(), ids.end()}, std::nullopt, {}});
    if (!all) return all.error();
    return restate_supplier(context, *all, supplier);
}

}  // namespace

Result<std::vector<StoredStatement>> restate_supplier(const Context& context,
                                                      const MeasureOutcome& measured,
                                                      const std::string& supplier) {
    const auto closed = load_closed(context.database, supplier);
    if (closed.latest.empty() || !measured.portfolio->suppliers.contains(supplier)) {
        return std::vector<StoredStatement>{};
    }
    const auto drafts = drafts_of(context, measured, supplier, closed);
    if (!drafts) return drafts.error();
    if (drafts->empty()) return std::vector<StoredStatement>{};
    const auto credits = supplier_credits(measured, supplier, std::nullopt);
    if (!credits) return credits.error();
    return context.database.transact([&](Session& session) {
        return write_drafts(session, supplier, *credits, *drafts, context.actor);
    });
}

Result<MeasureOutcome> measure_and_restate(const Context& context, const MeasureRequest& request) {
    constexpr int most_tries = 5;
    std::vector<StoredStatement> restated;
    for (int tries = 1;; ++tries) {
        auto outcome = measure(context, request);
        if (!outcome || request.as_of) return outcome;
        const auto suppliers = context.database.read(
            [](Session& session) { return suppliers_with_statements(session); });
        std::optional<Error> conflict;
        for (const auto& supplier : suppliers) {
            if (!touches(*outcome, request, supplier)) continue;
            const auto done = restate_one(context, *outcome, request, supplier);
            if (done) {
                restated.insert(restated.end(), done->begin(), done->end());
            } else if (done.error().error_class == ErrorClass::conflict && tries < most_tries) {
                conflict = done.error();
            } else {
                return done.error();
            }
        }
        if (conflict) continue;
        say_restated(restated, *outcome);
        return outcome;
    }
}

}  // namespace underpin

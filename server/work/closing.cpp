#include "work/closing.h"

#include <algorithm>

#include "work/closing_plan.h"
#include "work/portfolio.h"
#include "work/restating.h"
#include "work/statement_writing.h"

namespace underpin {

namespace {

CreditKeys closed_keys(const ClosedCredits& closed) {
    CreditKeys keys;
    for (const auto& [key, credit] : closed) keys.insert(key);
    return keys;
}

ClosedStatement closed_before(StoredStatement statement, const StatementFace& face) {
    return {std::move(statement), face.card, face.credits, true};
}

std::vector<ClosedPeriod> periods_of(const StatementFace& face) {
    std::vector<ClosedPeriod> periods;
    for (const auto& agreement : face.card.agreements) {
        periods.push_back({agreement.agreement,
                           agreement.period,
                           face.card.supplier,
                           face.card.period,
                           agreement.range,
                           {}});
    }
    return periods;
}

// A statement that is there already grows by the periods that its agreements had not closed.
StoredStatement next_statement(const Context& context, const MeasureOutcome& measured,
                               const CloseRequest& request, const StatementFace& face,
                               int version) {
    return make_statement(measured, face, version, context.actor, request.reason,
                          R"({"because":[],"objectives":[],"credits":[]})");
}

// One attempt, in one transaction.
class Closing {
  public:
    Closing(const Context& context, const CloseRequest& request, const MeasureOutcome& measured,
            const SupplierCredits& credits)
        : context_(context), request_(request), measured_(measured), credits_(credits) {}

    Result<CloseOutcome> run(Session& session) {
        if (!request_.dry_run) lock_statements(session);
        closed_ = closed_credits(session, request_.supplier);
        const auto faces = plan_closing(measured_, request_, closed_keys(closed_));
        if (!faces) return faces.error();
        CloseOutcome outcome;
        for (const auto& face : *faces) {
            auto closed = close(session, face);
            if (!closed) return closed.error();
            outcome.statements.push_back(std::move(*closed));
        }
        if (!request_.dry_run) add_entries(session);
        return outcome;
    }

  private:
    Result<ClosedStatement> close(Session& session, const StatementFace& face) {
        auto before = load_statements(session, request_.supplier, face.card.period);
        const bool closes =
            !std::ranges::all_of(face.card.agreements, [&](const AgreementScore& agreement) {
                return closed_.contains({agreement.agreement, agreement.period});
            });
        if (!closes && !before.empty()) return closed_before(std::move(before.back()), face);
        const int version = before.empty() ? 1 : before.back().name.version + 1;
        auto statement = next_statement(context_, measured_, request_, face, version);
        note_closing(face, statement);
        if (!request_.dry_run) {
            if (auto frozen = freeze_face(session, face); !frozen) return frozen.error();
            auto saved = save_statement(session, std::move(statement));
            if (!saved) return saved.error();
            statement = std::move(*saved);
            save_closed_periods(session, periods_of(face));
            journal_statement(session, "close", statement);
        }
        return ClosedStatement{std::move(statement), face.card, face.credits, false};
    }

    void note_closing(const StatementFace& face, const StoredStatement& statement) {
        for (const auto& agreement : face.card.agreements) {
            const auto reason = statement.reason.empty() ? "closed" : "closed: " + statement.reason;
            closed_.try_emplace({agreement.agreement, agreement.period},
                                ClosedCredit{statement.name, reason, true});
        }
    }

    void add_entries(Session& session) {
        const auto existing = load_credit_entries(session, {request_.supplier, {}, {}, {}});
        // What is closed already is adjusted by restating, which looks at all of it.
        auto closing = closed_;
        std::erase_if(closing, [](const auto& one) { return !one.second.closing; });
        save_credit_entries(session, entries_to_add(existing, credits_, closing, context_.actor));
    }

    const Context& context_;
    const CloseRequest& request_;
    const MeasureOutcome& measured_;
    const SupplierCredits& credits_;
    ClosedCredits closed_;
};

Result<MeasureOutcome> measure_for(const Context& context, const CloseRequest& request) {
    const auto portfolio = load_portfolio_with_past(context);
    if (!portfolio) return portfolio.error();
    if (const auto days = days_of_label(request.period); !days) return days.error();
    auto agreements = agreements_of(*portfolio, request.supplier);
    if (!agreements) return agreements.error();
    if (agreements->empty()) {
        return Error{ErrorClass::not_found,
                     request.supplier + " has no agreement",
                     "apply an Agreement that names it or a contract of its",
                     {}};
    }
    const MeasureRequest measure_request{std::move(*agreements), std::nullopt, request.progress};
    return request.dry_run ? measure(context, measure_request)
                           : measure_and_restate(context, measure_request);
}

}  // namespace

Result<CloseOutcome> close_period(const Context& context, const CloseRequest& request) {
    constexpr int most_tries = 5;
    for (int tries = 1;; ++tries) {
        const auto measured = measure_for(context, request);
        if (!measured) return measured.error();
        const auto credits = supplier_credits(*measured, request.supplier, std::nullopt);
        if (!credits) return credits.error();
        const auto run = [&](Session& session) {
            return Closing(context, request, *measured, *credits).run(session);
        };
        auto outcome =
            request.dry_run ? context.database.read(run) : context.database.transact(run);
        if (outcome) {
            outcome->notes = measured->notes;
            return outcome;
        }
        // Somebody measured, closed or restated in between: look again.
        const bool again = outcome.error().error_class == ErrorClass::conflict;
        if (!again || tries == most_tries) return outcome;
    }
}

}  // namespace underpin

#include "work/closing_plan.h"

#include <algorithm>

#include "base/text.h"

namespace underpin {

namespace {

Error refused(std::string message, std::string hint) {
    return {ErrorClass::input, std::move(message), std::move(hint), {}};
}

TimeZone zone_of(const AgreementScore& agreement) {
    return require(TimeZone::find(agreement.time_zone));
}

// When the scorecard's label is over for an agreement: the end of its own period of that label, or
// of the calendar's where it has periods of another form.
Instant end_of(const AgreementScore& agreement, const std::string& label) {
    if (agreement.period == label) return agreement.range.to;
    return zone_of(agreement).midnight(require(days_of_label(label)).end);
}

Result<void> check_ended(const StatementFace& face, Instant as_of) {
    for (const auto& agreement : face.card.agreements) {
        const auto end = end_of(agreement, face.card.period);
        if (end <= as_of) continue;
        return refused(face.card.period + " of " + agreement.agreement + " is open: it ends at " +
                           format_instant(end),
                       "close it after that");
    }
    return {};
}

// An earlier period of one of the agreements that has something to freeze and is not closed.
struct Blocker {
    Instant end;
    std::string period, agreement;
    auto operator<=>(const Blocker&) const = default;
};

std::set<Blocker> blockers_of(const MeasureOutcome& measured, const StatementFace& face,
                              const CreditKeys& closed) {
    std::map<std::string, Instant> first;  // of what is being closed, by agreement
    for (const auto& agreement : face.card.agreements) {
        auto& from = first.try_emplace(agreement.agreement, agreement.range.from).first->second;
        from = std::min(from, agreement.range.from);
    }
    std::set<Blocker> blockers;
    for (const auto& result : measured.results) {
        const auto at = first.find(result.agreement);
        if (at == first.end() || result.range.from >= at->second) continue;
        // A period that nothing was ever known of need not be closed.
        if (result.status == Status::no_data) continue;
        if (closed.contains({result.agreement, result.period})) continue;
        blockers.insert({result.range.to, result.period, result.agreement});
    }
    return blockers;
}

Result<void> check_order(const std::set<Blocker>& blockers, const CloseRequest& request) {
    if (blockers.empty() || request.through) return {};
    const auto& first = *blockers.begin();
    return refused(
        "periods close in order: " + first.period + " of " + first.agreement + " is not closed",
        "close it first: underpin close --supplier " + request.supplier + " --period " +
            first.period + "; or close all up to " + request.period + " with --through");
}

Result<void> check_sources(const MeasureOutcome& measured, const StatementFace& face,
                           const CloseRequest& request) {
    std::vector<std::string> unsettled;
    for (const auto& agreement : face.card.agreements) {
        for (const auto& result : agreement.objectives) {
            for (const auto& part : result.parts) {
                for (const auto& [source, revision] : part.sources_seen) {
                    const bool known = std::ranges::find(unsettled, source) != unsettled.end();
                    if (measured.unsettled.contains(source) && !known) unsettled.push_back(source);
                }
            }
        }
    }
    if (unsettled.empty()) return {};
    if (!request.accept_unsettled) {
        return refused(
            "the last import of " + join(unsettled, ", ") + " failed or has not finished",
            "import it again; or freeze what the last successful import left with "
            "--accept-unsettled and a --reason");
    }
    if (request.reason.empty()) {
        return refused("--accept-unsettled needs a --reason",
                       "say why the evidence at hand is good enough");
    }
    return {};
}

bool is_closed(const StatementFace& face, const CreditKeys& closed) {
    return std::ranges::all_of(face.card.agreements, [&](const AgreementScore& agreement) {
        return closed.contains({agreement.agreement, agreement.period});
    });
}

}  // namespace

Result<std::vector<StatementFace>> plan_closing(const MeasureOutcome& measured,
                                                const CloseRequest& request,
                                                const CreditKeys& closed) {
    auto asked = faces_of(measured, request.supplier, {request.period});
    if (!asked) return asked.error();
    const auto& face = asked->front();
    if (face.card.agreements.empty()) {
        return refused("no agreement of " + request.supplier + " has a period in " +
                           request.period + " that has begun",
                       "underpin score --supplier " + request.supplier + " shows which there are");
    }
    if (is_closed(face, closed)) return std::move(*asked);
    const auto blockers = blockers_of(measured, face, closed);
    std::vector<std::string> labels;
    for (const auto& blocker : blockers) {
        if (std::ranges::find(labels, blocker.period) == labels.end()) {
            labels.push_back(blocker.period);
        }
    }
    std::erase(labels, request.period);
    labels.push_back(request.period);
    if (auto checked = check_ended(face, measured.as_of); !checked) return checked.error();
    if (auto checked = check_order(blockers, request); !checked) return checked.error();
    auto faces = faces_of(measured, request.supplier, labels);
    if (!faces) return faces.error();
    for (const auto& one : *faces) {
        if (auto checked = check_ended(one, measured.as_of); !checked) return checked.error();
        if (auto checked = check_sources(measured, one, request); !checked) return checked.error();
    }
    return faces;
}

}  // namespace underpin

#include "work/scorecards.h"

#include <algorithm>
#include <functional>

#include "base/text.h"

namespace underpin {

namespace {

const PeriodRule& plain_rule(PeriodEvery every) {
    static const std::map<PeriodEvery, PeriodRule> rules{
        {PeriodEvery::month, {PeriodEvery::month, 1, 1}},
        {PeriodEvery::quarter, {PeriodEvery::quarter, 1, 1}},
        {PeriodEvery::year, {PeriodEvery::year, 1, 1}},
        {PeriodEvery::week, {PeriodEvery::week, 1, 1}}};
    return rules.at(every);
}

std::vector<std::string> keys_of(const std::map<std::string, Revised>& documents) {
    std::vector<std::string> keys;
    for (const auto& [key, value] : documents) keys.push_back(key);
    return keys;
}

// One period of one agreement with the results in it, before it is scored.
struct PeriodResults {
    Span range;
    std::vector<const ObjectiveResult*> results;
};

// By agreement and label, in order of time.
using ResultsOfSupplier = std::map<std::string, std::map<std::string, PeriodResults>>;

ResultsOfSupplier results_of(const MeasureOutcome& measured, const std::string& supplier) {
    ResultsOfSupplier results;
    for (const auto& id : measured.portfolio->agreements_of(supplier)) results[id];
    for (const auto& result : measured.results) {
        const auto agreement = results.find(result.agreement);
        if (agreement == results.end()) continue;
        auto& period = agreement->second[result.period];
        period.range = result.range;
        period.results.push_back(&result);
    }
    return results;
}

const Agreement& base_of(const Portfolio& portfolio, const std::string& agreement) {
    return portfolio.agreements.at(agreement).versions.front().document.as<Agreement>();
}

AgreementScore make_agreement(const MeasureOutcome& measured, const std::string& id,
                              const std::string& label, const PeriodResults& period) {
    const auto zone = require(TimeZone::find(base_of(*measured.portfolio, id).time_zone));
    const auto& amended = measured.portfolio->agreements.at(id);
    const auto& terms = amended.on(zone.date_of(period.range.from));
    AgreementScore score;
    score.agreement = id;
    score.name = terms.document.metadata.name;
    score.time_zone = zone.name();
    score.period = label;
    score.range = period.range;
    score.weight = terms.document.as<Agreement>().weight;
    for (const auto* result : period.results) {
        score.open = score.open || result->open;
        score.objectives.push_back(*result);
    }
    return score;
}

std::vector<AgreementScore> agreements_in(const MeasureOutcome& measured,
                                          const ResultsOfSupplier& results,
                                          const std::string& label) {
    std::vector<AgreementScore> agreements;
    for (const auto& [id, periods] : results) {
        for (const auto& [own_label, period] : periods) {
            const auto order =
                order_to_scorecard(*measured.portfolio, {id, own_label, period.range}, label);
            if (order == std::strong_ordering::equal) {
                agreements.push_back(make_agreement(measured, id, own_label, period));
            }
        }
    }
    return agreements;
}

StatementFace make_face(const MeasureOutcome& measured, const SupplierCredits& credits,
                        const std::string& supplier, const std::string& label,
                        std::vector<AgreementScore> agreements) {
    const auto& document = measured.portfolio->suppliers.at(supplier).document;
    StatementFace face{make_scorecard(supplier, document.metadata.name, label, measured.as_of,
                                      std::move(agreements)),
                       {}};
    face.credits = credits_of(credits, credit_keys(face.card.agreements));
    face.card.credits = face.credits.totals;
    face.card.notes = face.credits.notes;
    return face;
}

SupplierScorecard make_card(const MeasureOutcome& measured, const ResultsOfSupplier& results,
                            const SupplierCredits& credits, const std::string& supplier,
                            const std::string& label) {
    auto card =
        make_face(measured, credits, supplier, label, agreements_in(measured, results, label)).card;
    card.notes.insert(card.notes.end(), measured.notes.begin(), measured.notes.end());
    return card;
}

SupplierCredits all_credits(const MeasureOutcome& measured, const std::string& supplier) {
    const auto ids = measured.portfolio->agreements_of(supplier);
    std::vector<ObjectiveResult> results;
    std::ranges::copy_if(measured.results, std::back_inserter(results),
                         [&](const ObjectiveResult& result) {
                             return std::ranges::find(ids, result.agreement) != ids.end();
                         });
    return derive_credits({*measured.portfolio, supplier, measured.as_of, results});
}

}  // namespace

Result<LabelledDays> days_of_label(const std::string& label) {
    for (const auto every :
         {PeriodEvery::month, PeriodEvery::quarter, PeriodEvery::year, PeriodEvery::week}) {
        if (const auto period = period_labelled(plain_rule(every), label)) {
            return LabelledDays{period->first, period->end};
        }
    }
    return Error{ErrorClass::input,
                 "'" + label + "' is not a period",
                 "write a month 2024-03, a quarter 2024-Q1, a year 2024 or a week 2024-W09",
                 {}};
}

std::strong_ordering order_to_scorecard(const Portfolio& portfolio,
                                        const AgreementPeriodName& period,
                                        const std::string& label) {
    const auto& base = base_of(portfolio, period.agreement);
    // A label of the agreement's own form names one of its periods, whatever days that has.
    if (const auto named = period_labelled(base.period, label)) {
        if (const auto own = period_labelled(base.period, period.label)) {
            return own->first < named->first   ? std::strong_ordering::less
                   : named->first < own->first ? std::strong_ordering::greater
                                               : std::strong_ordering::equal;
        }
    }
    const auto days = require(days_of_label(label));
    const auto zone = require(TimeZone::find(base.time_zone));
    const auto last = zone.date_of(period.range.to - Duration{1});
    if (last < days.first) return std::strong_ordering::less;
    return last < days.end ? std::strong_ordering::equal : std::strong_ordering::greater;
}

Result<std::set<std::string>> agreements_of(const Portfolio& portfolio,
                                            const std::string& supplier) {
    if (!portfolio.suppliers.contains(supplier)) {
        const auto known = keys_of(portfolio.suppliers);
        const auto nearest = nearest_word(supplier, known);
        return Error{ErrorClass::not_found,
                     "there is no supplier '" + supplier + "'",
                     nearest         ? "did you mean " + *nearest + "?"
                     : known.empty() ? "apply documents first: underpin apply -f FILE"
                                     : "known are: " + join(known, ", "),
                     {}};
    }
    const auto ids = portfolio.agreements_of(supplier);
    return std::set<std::string>(ids.begin(), ids.end());
}

Result<SupplierScorecard> scorecard_of(const MeasureOutcome& measured, const std::string& supplier,
                                       const std::string& period) {
    if (const auto days = days_of_label(period); !days) return days.error();
    const auto results = results_of(measured, supplier);
    return make_card(measured, results, all_credits(measured, supplier), supplier, period);
}

Result<std::vector<StatementFace>> faces_of(const MeasureOutcome& measured,
                                            const std::string& supplier,
                                            const std::vector<std::string>& labels,
                                            const std::optional<CreditKeys>& only) {
    const auto results = results_of(measured, supplier);
    const auto credits = all_credits(measured, supplier);
    std::vector<StatementFace> faces;
    for (const auto& label : labels) {
        if (const auto days = days_of_label(label); !days) return days.error();
        auto agreements = agreements_in(measured, results, label);
        std::erase_if(agreements, [&](const AgreementScore& one) {
            return only && !only->contains({one.agreement, one.period});
        });
        faces.push_back(make_face(measured, credits, supplier, label, std::move(agreements)));
    }
    return faces;
}

Result<LabelledDays> days_of(const ScorecardsRequest& request) {
    LabelledDays bounds{Date::min(), Date::max()};
    if (request.from) {
        const auto days = days_of_label(*request.from);
        if (!days) return days.error();
        bounds.first = days->first;
    }
    if (request.to) {
        const auto days = days_of_label(*request.to);
        if (!days) return days.error();
        bounds.end = days->end;
    }
    if (bounds.end <= bounds.first) {
        return Error{
            ErrorClass::input,
            "the range from " + *request.from + " to " + *request.to + " ends before it begins",
            "write the earlier period first",
            {}};
    }
    return bounds;
}

namespace {

// The label of the scorecard that shows a period, given its own label and its last day.
using LabelOf = std::function<std::string(const std::string& label, Date last)>;

// A scorecard belongs to the range when its label's last day does: a quarter does not fit into two
// of its months.
bool ends_in(const std::string& label, const LabelledDays& range) {
    const auto last = require(days_of_label(label)).end - date::days{1};
    return range.first <= last && last < range.end;
}

// A customer's agreements are what others promise it: no part of a portfolio of suppliers.
bool is_asked_for(const ScorecardsRequest& request, const std::string& id,
                  const Supplier& supplier) {
    return request.supplier ? *request.supplier == id : supplier.kind != "customer";
}

Result<std::vector<SupplierScorecard>> make_cards(const MeasureOutcome& measured,
                                                  const ScorecardsRequest& request,
                                                  const LabelOf& label_of) {
    const auto bounds = days_of(request);
    if (!bounds) return bounds.error();
    std::vector<SupplierScorecard> cards;
    for (const auto& [supplier, document] : measured.portfolio->suppliers) {
        if (!is_asked_for(request, supplier, document.document.as<Supplier>())) continue;
        const auto results = results_of(measured, supplier);
        std::set<std::string> labels;
        for (const auto& [id, periods] : results) {
            const auto zone = require(TimeZone::find(base_of(*measured.portfolio, id).time_zone));
            for (const auto& [label, period] : periods) {
                auto wanted = label_of(label, zone.date_of(period.range.to - Duration{1}));
                if (ends_in(wanted, *bounds)) labels.insert(std::move(wanted));
            }
        }
        if (labels.empty()) continue;
        const auto credits = all_credits(measured, supplier);
        for (const auto& label : labels) {
            auto card = make_card(measured, results, credits, supplier, label);
            if (!card.agreements.empty()) cards.push_back(std::move(card));
        }
    }
    return cards;
}

}  // namespace

Result<std::vector<SupplierScorecard>> scorecards_of(const MeasureOutcome& measured,
                                                     const ScorecardsRequest& request) {
    return make_cards(measured, request, [](const std::string& label, Date) { return label; });
}

Result<std::vector<SupplierScorecard>> monthly_scorecards(const MeasureOutcome& measured,
                                                          const ScorecardsRequest& request) {
    // A month's scorecard has the periods of that label and those that end in it.
    return make_cards(measured, request, [](const std::string& label, Date last) {
        const auto& months = plain_rule(PeriodEvery::month);
        return period_labelled(months, label) ? label : period_holding(months, last).label;
    });
}

Result<SupplierCredits> supplier_credits(const MeasureOutcome& measured,
                                         const std::string& supplier,
                                         const std::optional<std::string>& period) {
    auto credits = all_credits(measured, supplier);
    if (!period) return credits;
    const auto card = scorecard_of(measured, supplier, *period);
    if (!card) return card.error();
    return credits_of(credits, credit_keys(card->agreements));
}

}  // namespace underpin

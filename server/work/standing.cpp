#include "work/standing.h"

#include "work/portfolio.h"
#include "work/scorecards.h"

namespace underpin {

namespace {

// Dates of claims pass without anything being written; nothing is shown that is older than this.
constexpr Duration kept_for{minute.ms};

StandingPtr stand(MeasureOutcome outcome, std::optional<Instant> as_of) {
    auto standing = std::make_shared<Standing>();
    for (const auto& [agreement, count] : outcome.due) standing->due += count;
    standing->stale = standing->due > 0 || !outcome.unsettled.empty();
    standing->outcome = std::move(outcome);
    standing->as_of = as_of;
    return standing;
}

}  // namespace

Result<std::string> Standing::text(const std::string& name,
                                   const std::function<Result<std::string>()>& make) const {
    constexpr std::size_t most_texts = 200;  // of one supplier: more than anybody looks at
    {
        const std::lock_guard lock(mutex_);
        if (const auto at = texts_.find(name); at != texts_.end()) return at->second;
    }
    auto made = make();
    const std::lock_guard lock(mutex_);
    if (made && texts_.size() < most_texts) texts_.emplace(name, *made);
    return made;
}

StandingBoard::StandingBoard(const Context& context)
    : context_(context), changes_(context.database) {}

std::shared_ptr<StandingBoard::Kept> StandingBoard::entry(const std::string& supplier) {
    const std::lock_guard lock(mutex_);
    auto& kept = entries_[supplier];
    if (!kept) kept = std::make_shared<Kept>();
    return kept;
}

Result<std::shared_ptr<const Portfolio>> StandingBoard::portfolio() {
    const auto stamp = changes_.stamp();
    const std::lock_guard lock(mutex_);
    if (portfolio_ && stamp == portfolio_stamp_) return portfolio_;
    const auto revision =
        context_.database.read([](Session& session) { return document_revision(session); });
    if (!portfolio_ || revision != portfolio_revision_) {
        auto loaded = load_portfolio_with_past(context_);
        if (!loaded) return loaded.error();
        portfolio_ = std::make_shared<const Portfolio>(std::move(*loaded));
        portfolio_revision_ = revision;
    }
    portfolio_stamp_ = stamp;
    return portfolio_;
}

Result<StandingPtr> StandingBoard::compose(std::set<std::string> agreements) {
    auto documents = portfolio();
    if (!documents) return documents.error();
    // No agreement at all would mean all of them.
    if (agreements.empty()) {
        MeasureOutcome nothing;
        nothing.portfolio = *documents;
        nothing.as_of = context_.clock.now();
        return stand(std::move(nothing), std::nullopt);
    }
    auto outcome = standing(context_, *documents, {std::move(agreements)});
    if (!outcome) return outcome.error();
    return stand(std::move(*outcome), std::nullopt);
}

StandingPtr StandingBoard::kept(const std::string& supplier) {
    std::shared_ptr<Kept> kept;
    {
        const std::lock_guard lock(mutex_);
        const auto at = entries_.find(supplier);
        if (at == entries_.end()) return nullptr;
        kept = at->second;
    }
    const std::lock_guard lock(kept->mutex);
    const bool stands =
        kept->standing && context_.clock.now() < kept->until && kept->stamp == changes_.stamp();
    return stands ? kept->standing : nullptr;
}

Result<StandingPtr> StandingBoard::of_supplier(const std::string& supplier) {
    if (auto standing = kept(supplier)) return standing;
    const auto documents = portfolio();
    if (!documents) return documents.error();
    auto ids = agreements_of(**documents, supplier);
    if (!ids) return ids.error();
    const auto kept = entry(supplier);
    const std::lock_guard lock(kept->mutex);
    // Taken before composing: what changes meanwhile is found the next time.
    const auto stamp = changes_.stamp();
    const auto now = context_.clock.now();
    if (kept->standing && kept->stamp == stamp && now < kept->until) return kept->standing;
    auto composed = compose(std::move(*ids));
    if (!composed) return composed.error();
    kept->standing = *composed;
    kept->stamp = stamp;
    kept->until = now + kept_for;
    return composed;
}

Result<StandingPtr> StandingBoard::of_agreement(const std::string& agreement) {
    const auto documents = portfolio();
    if (!documents) return documents.error();
    const auto at = (*documents)->agreements.find(agreement);
    if (at == (*documents)->agreements.end()) {
        return Error{ErrorClass::not_found, "there is no agreement '" + agreement + "'", "", {}};
    }
    const auto& terms = at->second.versions.front().document.as<Agreement>();
    const auto other = (*documents)->supplier_of(terms);
    const auto with = other.empty() ? terms.customer.value_or("") : other;
    const auto party = (*documents)->suppliers.find(with);
    const bool is_known =
        party != (*documents)->suppliers.end() &&
        (party->second.document.as<Supplier>().kind == "customer") == other.empty();
    return is_known ? of_supplier(with) : compose({agreement});
}

Result<StandingPtr> StandingBoard::of_supplier_at(const std::string& supplier, Instant as_of) {
    const auto documents = portfolio();
    if (!documents) return documents.error();
    auto ids = agreements_of(**documents, supplier);
    if (!ids) return ids.error();
    if (ids->empty()) {
        MeasureOutcome nothing;
        nothing.portfolio = *documents;
        nothing.as_of = as_of;
        return stand(std::move(nothing), as_of);
    }
    auto outcome = measure_with(context_, *documents, {std::move(*ids), as_of, {}});
    if (!outcome) return outcome.error();
    return stand(std::move(*outcome), as_of);
}

}  // namespace underpin

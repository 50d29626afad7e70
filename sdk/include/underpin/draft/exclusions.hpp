// underpin/draft/exclusions.hpp - which instants exclusions remove, of everything (whole ones) or
// of one component (partial ones). Not yet promised. Immutable once built; safe from any thread.
#ifndef UNDERPIN_DRAFT_EXCLUSIONS_HPP
#define UNDERPIN_DRAFT_EXCLUSIONS_HPP

#include <vector>

#include "underpin/columns.hpp"
#include "underpin/service_time.hpp"

namespace underpin {
inline namespace sdk {

class Exclusions {
  public:
    // `components` is the evidence's component column, whose codes the partial exclusions name.
    Exclusions(const underpin_evidence& evidence, const TextColumn& components)
        : whole_(evidence.excluded),
          partials_(evidence.partials),
          partial_count_(evidence.partial_count) {
        if (evidence.partial_count == 0) return;
        by_component_.resize(components.dictionary_size());
        for (std::size_t i = 0; i < evidence.partial_count; ++i) {
            const underpin_partial& partial = evidence.partials[i];
            for (std::size_t c = 0; c < partial.component_count; ++c) {
                const auto code = partial.components[c];
                if (code < by_component_.size()) {
                    by_component_[code].push_back({partial.from, partial.to});
                }
            }
        }
        for (auto& ranges : by_component_) normalize(ranges);
    }

    // Whether an event of that component (or TextColumn::none) at t is left out.
    [[nodiscard]] bool hold(std::int64_t t, std::uint32_t component) const {
        if (contains(whole_, t)) return true;
        const Ranges& ranges = of_component(component);
        const auto after = std::upper_bound(
            ranges.begin(), ranges.end(), t,
            [](std::int64_t instant, const Range& range) { return instant < range.from; });
        return after != ranges.begin() && t < std::prev(after)->to;
    }

    // Calls visit(partial) for each partial exclusion that holds a part of [from, to).
    template <class Visit>
    void each_partial(std::int64_t from, std::int64_t to, const Visit& visit) const {
        for (std::size_t i = 0; i < partial_count_; ++i) {
            if (partials_[i].from < to && from < partials_[i].to) visit(partials_[i]);
        }
    }

  private:
    // When that component is excluded, by partial exclusions only.
    [[nodiscard]] const Ranges& of_component(std::uint32_t component) const {
        return component < by_component_.size() ? by_component_[component] : none_;
    }

    underpin_spans whole_;
    const underpin_partial* partials_;
    std::size_t partial_count_;
    std::vector<Ranges> by_component_;
    Ranges none_;
};

}  // namespace sdk
}  // namespace underpin

#endif  // UNDERPIN_DRAFT_EXCLUSIONS_HPP

// The algebra of spans against plain sets of whole numbers.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>
#include <set>

#include "unit/time_literals.h"

namespace underpin {
namespace {

using Points = std::set<std::int64_t>;

Span any_span() {
    const auto from = *rc::gen::inRange<std::int64_t>(0, 40);
    return {{from}, {from + *rc::gen::inRange<std::int64_t>(-2, 12)}};
}

std::vector<Span> any_list() {
    std::vector<Span> spans;
    for (int count = *rc::gen::inRange(0, 9); count > 0; --count) spans.push_back(any_span());
    return spans;
}

Points points_of(const std::vector<Span>& spans) {
    Points points;
    for (const Span& span : spans) {
        for (std::int64_t t = span.from.ms; t < span.to.ms; ++t) points.insert(t);
    }
    return points;
}

bool is_normal(const Spans& spans) {
    for (std::size_t i = 0; i < spans.size(); ++i) {
        if (spans[i].to <= spans[i].from) return false;
        if (i > 0 && spans[i].from <= spans[i - 1].to) return false;
    }
    return true;
}

RC_GTEST_PROP(SpansLaws, NormalizeKeepsThePoints, ()) {
    const std::vector<Span> list = any_list();
    const Spans spans = normalize(list);
    RC_ASSERT(is_normal(spans));
    RC_ASSERT(points_of(spans) == points_of(list));
    RC_ASSERT(length(spans).ms == static_cast<std::int64_t>(points_of(list).size()));
    RC_ASSERT(normalize(spans) == spans);
}

RC_GTEST_PROP(SpansLaws, OperationsAreThoseOfSets, ()) {
    const Spans a = normalize(any_list());
    const Spans b = normalize(any_list());
    const Span range = any_span();
    Points both, either, first_only, in_range;
    for (std::int64_t t = -5; t < 60; ++t) {
        const bool in_a = points_of(a).contains(t);
        const bool in_b = points_of(b).contains(t);
        if (in_a && in_b) both.insert(t);
        if (in_a || in_b) either.insert(t);
        if (in_a && !in_b) first_only.insert(t);
        if (in_a && range.contains({t})) in_range.insert(t);
        RC_ASSERT(contains(a, {t}) == in_a);
    }
    RC_ASSERT(points_of(intersect(a, b)) == both && is_normal(intersect(a, b)));
    RC_ASSERT(points_of(unite(a, b)) == either && is_normal(unite(a, b)));
    RC_ASSERT(points_of(subtract(a, b)) == first_only && is_normal(subtract(a, b)));
    RC_ASSERT(points_of(clip(a, range)) == in_range && is_normal(clip(a, range)));
}

RC_GTEST_PROP(SpansLaws, PartsAddUp, ()) {
    const Spans a = normalize(any_list());
    const Spans b = normalize(any_list());
    RC_ASSERT(unite(subtract(a, b), intersect(a, b)) == a);
    RC_ASSERT(intersect(a, b) == intersect(b, a));
    RC_ASSERT(length(a) + length(b) == length(unite(a, b)) + length(intersect(a, b)));
}

}  // namespace
}  // namespace underpin

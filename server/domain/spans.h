// Sets of instants as sorted, disjoint, half-open spans [from, to), and their algebra.
#pragma once

#include <vector>

#include "base/instant.h"

namespace underpin {

struct Span {
    Instant from;
    Instant to;

    bool operator==(const Span&) const = default;
    [[nodiscard]] Duration length() const { return to - from; }
    [[nodiscard]] bool contains(Instant t) const { return from <= t && t < to; }
};

// Sorted by from, disjoint, none empty; touching spans are one.
using Spans = std::vector<Span>;

[[nodiscard]] Spans normalize(std::vector<Span> spans);  // any order, overlaps and empties allowed
[[nodiscard]] Spans unite(const Spans& a, const Spans& b);
[[nodiscard]] Spans intersect(const Spans& a, const Spans& b);
[[nodiscard]] Spans subtract(const Spans& a, const Spans& b);
[[nodiscard]] Spans clip(const Spans& spans, Span range);
[[nodiscard]] Duration length(const Spans& spans);
[[nodiscard]] bool contains(const Spans& spans, Instant t);

}  // namespace underpin

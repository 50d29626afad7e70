#include "domain/spans.h"

#include <algorithm>

namespace underpin {
namespace {

bool is_empty(const Span& span) { return span.to <= span.from; }

// The first span that ends after t.
Spans::const_iterator first_ending_after(const Spans& spans, Instant t) {
    return std::partition_point(spans.begin(), spans.end(),
                                [t](const Span& span) { return span.to <= t; });
}

}  // namespace

Spans normalize(std::vector<Span> spans) {
    std::erase_if(spans, is_empty);
    std::sort(spans.begin(), spans.end(),
              [](const Span& a, const Span& b) { return a.from < b.from; });
    std::size_t kept = 0;
    for (const Span span : spans) {
        if (kept > 0 && span.from <= spans[kept - 1].to) {
            spans[kept - 1].to = std::max(spans[kept - 1].to, span.to);
        } else {
            spans[kept++] = span;
        }
    }
    spans.resize(kept);
    return spans;
}

Spans unite(const Spans& a, const Spans& b) {
    Spans all = a;
    all.insert(all.end(), b.begin(), b.end());
    return normalize(std::move(all));
}

Spans intersect(const Spans& a, const Spans& b) {
    Spans common;
    auto left = a.begin();
    auto right = b.begin();
    while (left != a.end() && right != b.end()) {
        const Span both{std::max(left->from, right->from), std::min(left->to, right->to)};
        if (!is_empty(both)) common.push_back(both);
        if (left->to < right->to) {
            ++left;
        } else {
            ++right;
        }
    }
    return common;
}

Spans subtract(const Spans& a, const Spans& b) {
    Spans left;
    auto cut = b.begin();
    for (const Span& span : a) {
        while (cut != b.end() && cut->to <= span.from) ++cut;
        Instant from = span.from;
        for (auto next = cut; next != b.end() && next->from < span.to; ++next) {
            if (from < next->from) left.push_back({from, next->from});
            from = next->to;
        }
        if (from < span.to) left.push_back({from, span.to});
    }
    return left;
}

Spans clip(const Spans& spans, Span range) {
    Spans inside;
    for (auto span = first_ending_after(spans, range.from);
         span != spans.end() && span->from < range.to; ++span) {
        const Span part{std::max(span->from, range.from), std::min(span->to, range.to)};
        if (!is_empty(part)) inside.push_back(part);
    }
    return inside;
}

Duration length(const Spans& spans) {
    Duration total;
    for (const Span& span : spans) total = total + span.length();
    return total;
}

bool contains(const Spans& spans, Instant t) {
    const auto span = first_ending_after(spans, t);
    return span != spans.end() && span->from <= t;
}

}  // namespace underpin

// Inside of the store: the ranges that a batch touched, in few rows.
#pragma once

#include "domain/spans.h"
#include "store/session.h"

namespace underpin {

inline constexpr std::size_t max_touched_rows = 256;  // a batch

// At most max_touched_rows spans that hold all of the given ones: exact where they are few, then
// widened to whole UTC days, then to 2, 4, 8 ... days. An empty span counts as one millisecond.
[[nodiscard]] Spans coalesce_touched(std::vector<Span> spans);

void append_touched(Session& session, std::int64_t source, std::int64_t revision,
                    const Spans& spans);

}  // namespace underpin

#include "store/touched.h"

#include <algorithm>

#include "store/sql.h"

namespace underpin {
namespace {

std::int64_t floor_to(std::int64_t value, std::int64_t step) {
    const auto rest = value % step;
    return value - (rest < 0 ? rest + step : rest);
}

Spans widen(const Spans& spans, std::int64_t step) {
    std::vector<Span> out;
    out.reserve(spans.size());
    for (const auto& span : spans) {
        const auto from = floor_to(span.from.ms, step);
        const auto to = floor_to(span.to.ms - 1, step) + step;
        out.push_back(
            {std::max(Instant{from}, Instant::min()), std::min(Instant{to}, Instant::max())});
    }
    return normalize(std::move(out));
}

}  // namespace

Spans coalesce_touched(std::vector<Span> spans) {
    for (auto& span : spans) span.to = std::max(span.to, span.from + Duration{1});
    auto out = normalize(std::move(spans));
    for (auto step = day.ms; out.size() > max_touched_rows; step *= 2) out = widen(out, step);
    return out;
}

void append_touched(Session& session, std::int64_t source, std::int64_t revision,
                    const Spans& spans) {
    if (spans.empty()) return;
    constexpr Column columns[] = {{"source_id", CellKind::integer},
                                  {"revision", CellKind::integer},
                                  {"from_at", CellKind::integer},
                                  {"to_at", CellKind::integer}};
    const auto writer = session.writer("evidence_touched", columns);
    for (const auto& span : spans) {
        writer->put(source);
        writer->put(revision);
        writer->put(span.from.ms);
        writer->put(span.to.ms);
        writer->end_row();
    }
    writer->flush();
}

}  // namespace underpin

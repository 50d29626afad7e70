// Inside of the store: a record as a row of `evidence` and back.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "domain/evidence.h"
#include "store/evidence_text.h"
#include "store/runs.h"
#include "store/session.h"

namespace underpin {

// The columns of `evidence` in the table's order.
enum EvidenceColumn : std::size_t {
    col_id,
    col_source,
    col_key,
    col_run,
    col_place,
    col_hash,
    col_shape,
    col_dates,
    col_start,
    col_responded,
    col_end,
    col_due,
    col_impact,
    col_state,
    col_component,
    col_priority,
    col_metric,
    col_incident,
    col_value,
    col_good,
    col_total,
    col_ordered,
    col_delivered,
    col_pauses,
    col_attributes,
    evidence_column_count
};

[[nodiscard]] std::span<const Column> evidence_columns();
[[nodiscard]] const std::string& evidence_column_list();  // "id, source_id, ..."
[[nodiscard]] std::span<const CellKind> evidence_kinds();

// A source is one stretch of ids: number x 2^40 + revision.
inline constexpr int revision_bits = 40;
[[nodiscard]] constexpr std::int64_t row_id(std::int64_t source, std::int64_t revision) {
    return (source << revision_bits) + revision;
}
[[nodiscard]] constexpr std::int64_t revision_of(std::int64_t id) {
    return id & ((std::int64_t{1} << revision_bits) - 1);
}

inline constexpr std::size_t max_key_bytes = 700;

// Why the database cannot take this record (an overlong key, text that is not UTF-8).
[[nodiscard]] std::optional<Reject> fault_of_row(const Record& record);

struct RowOrigin {
    std::int64_t source = 0;
    std::int64_t revision = 0;
    std::int64_t run = 0;
};
void write_record(RowWriter& writer, const RowOrigin& origin, const Record& record,
                  const Sha256& hash);
[[nodiscard]] Record read_record(const RowReader& reader);
[[nodiscard]] Sha256 read_hash(const RowReader& reader, std::size_t column);

}  // namespace underpin

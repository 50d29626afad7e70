#include "store/measurements.h"

#include <set>

#include "store/measurement_detail.h"
#include "store/sql.h"

namespace underpin {
namespace {

std::string describe(const CellName& cell) {
    return cell.agreement + " " + cell.objective + " " + cell.period + " (version " +
           std::to_string(cell.version) + ")";
}

std::int64_t remove_unfrozen(Session& session, const CellName& cell) {
    return sql::execute(session,
                        "DELETE FROM measurement WHERE agreement = :agreement AND objective = "
                        ":objective AND period = :period AND part_from = :part AND version = "
                        ":version AND frozen = 0",
                        cell.agreement, cell.objective, cell.period, cell.part_from.ms,
                        cell.version);
}

bool is_frozen(Session& session, const CellName& cell) {
    return sql::value<std::int64_t>(
               session,
               "SELECT COUNT(*) FROM measurement WHERE agreement = :agreement AND objective = "
               ":objective AND period = :period AND part_from = :part AND version = :version AND "
               "frozen = 1",
               cell.agreement, cell.objective, cell.period, cell.part_from.ms, cell.version) > 0;
}

constexpr Column columns[] = {
    {"agreement", CellKind::text},
    {"objective", CellKind::text},
    {"period", CellKind::text},
    {"part_from", CellKind::integer},
    {"version", CellKind::integer},
    {"frozen", CellKind::integer},
    {"part_to", CellKind::integer},
    {"range_from", CellKind::integer},
    {"range_to", CellKind::integer},
    {"metric", CellKind::text},
    {"unit", CellKind::text},
    {"period_open", CellKind::integer},
    {"status", CellKind::text},
    {"value", CellKind::text},
    {"score", CellKind::text},
    {"counted", CellKind::integer},
    {"breaching", CellKind::integer},
    {"pending", CellKind::integer},
    {"excluded", CellKind::integer},
    {"as_of", CellKind::integer},
    {"valid_until", CellKind::integer},
    {"scorer_version", CellKind::text},
    {"tz_data_version", CellKind::text},
    {"digest", CellKind::text},
    {"detail", CellKind::text},
    {"saved_at", CellKind::integer},
};
enum : std::size_t {
    c_agreement,
    c_objective,
    c_period,
    c_part_from,
    c_version,
    c_frozen,
    c_part_to,
    c_range_from,
    c_range_to,
    c_metric,
    c_unit,
    c_open,
    c_status,
    c_value,
    c_score,
    c_counted,
    c_breaching,
    c_pending,
    c_excluded,
    c_as_of,
    c_valid_until,
    c_scorer,
    c_tz_data,
    c_digest,
    c_detail,
    c_saved_at
};

void put(RowWriter& writer, const std::optional<Rational>& value) {
    if (value) {
        writer.put(rational_text(*value));
    } else {
        writer.put_null();
    }
}

void write_row(RowWriter& writer, const StoredMeasurement& stored, Instant now) {
    const auto& m = stored.measurement;
    for (const auto* text : {&m.agreement, &m.objective, &m.period})
        writer.put(std::string_view(*text));
    writer.put(m.part.from.ms);
    writer.put(std::int64_t{m.version});
    writer.put(std::int64_t{stored.frozen});
    writer.put(m.part.to.ms);
    writer.put(m.range.from.ms);
    writer.put(m.range.to.ms);
    writer.put(std::string_view(m.metric));
    writer.put(std::string_view(m.unit));
    writer.put(std::int64_t{m.open});
    writer.put(std::string_view(status_name(m.status)));
    put(writer, m.value);
    put(writer, m.score);
    for (const auto count : {m.measured.counted, m.measured.breaching, m.measured.pending,
                             m.measured.excluded, m.as_of.ms, stored.valid_until.ms}) {
        writer.put(count);
    }
    writer.put(std::string_view(m.scorer_version));
    writer.put(std::string_view(m.tz_data_version));
    writer.put(to_hex(m.digest));
    writer.put(detail_text(m));
    writer.put(now.ms);
    writer.end_row();
}

StoredMeasurement read_row(const RowReader& row) {
    StoredMeasurement stored;
    auto& m = stored.measurement;
    m.agreement = row.text(c_agreement);
    m.objective = row.text(c_objective);
    m.period = row.text(c_period);
    m.part = {Instant{row.integer(c_part_from)}, Instant{row.integer(c_part_to)}};
    m.range = {Instant{row.integer(c_range_from)}, Instant{row.integer(c_range_to)}};
    m.version = static_cast<int>(row.integer(c_version));
    stored.frozen = row.integer(c_frozen) != 0;
    m.metric = row.text(c_metric);
    m.unit = row.text(c_unit);
    m.open = row.integer(c_open) != 0;
    m.status = status_of(row.text(c_status));
    if (!row.is_null(c_value)) m.value = rational_of(row.text(c_value));
    if (!row.is_null(c_score)) m.score = rational_of(row.text(c_score));
    m.measured.counted = row.integer(c_counted);
    m.measured.breaching = row.integer(c_breaching);
    m.measured.pending = row.integer(c_pending);
    m.measured.excluded = row.integer(c_excluded);
    m.as_of = Instant{row.integer(c_as_of)};
    stored.valid_until = Instant{row.integer(c_valid_until)};
    m.scorer_version = row.text(c_scorer);
    m.tz_data_version = row.text(c_tz_data);
    m.digest = digest_of(row.text(c_digest));
    read_detail(row.text(c_detail), m);
    stored.saved_at = Instant{row.integer(c_saved_at)};
    return stored;
}

// Says to readers that what they keep of these agreements is old (store/changes.h).
void count_saves(Session& session, const std::set<std::string>& agreements) {
    for (const auto& agreement : agreements) {
        sql::execute(session,
                     std::string(session.insert_ignore()) +
                         "measurement_saves (agreement, saves) VALUES (:agreement, 0)",
                     agreement);
        sql::execute(session,
                     "UPDATE measurement_saves SET saves = saves + 1 WHERE agreement = :agreement",
                     agreement);
    }
}

}  // namespace

CellName cell_name(const Measurement& m) {
    return {m.agreement, m.objective, m.period, m.part.from, m.version};
}

Result<void> save_measurements(Session& session,
                               const std::vector<StoredMeasurement>& measurements) {
    for (const auto& stored : measurements) {
        const auto cell = cell_name(stored.measurement);
        if (remove_unfrozen(session, cell) == 0 && is_frozen(session, cell)) {
            return Error{ErrorClass::conflict,
                         "the measurement " + describe(cell) + " is frozen",
                         "what changes a closed period is its next version",
                         {}};
        }
    }
    if (measurements.empty()) return {};
    std::set<std::string> agreements;
    for (const auto& stored : measurements) agreements.insert(stored.measurement.agreement);
    count_saves(session, agreements);
    const auto writer = session.writer("measurement", columns);
    for (const auto& stored : measurements) write_row(*writer, stored, session.clock().now());
    writer->flush();
    return {};
}

void remove_measurements(Session& session, const std::vector<CellName>& cells) {
    std::set<std::string> agreements;
    for (const auto& cell : cells) {
        remove_unfrozen(session, cell);
        agreements.insert(cell.agreement);
    }
    count_saves(session, agreements);
}

Result<void> freeze_measurements(Session& session, const std::vector<CellName>& cells) {
    std::set<std::string> agreements;
    for (const auto& cell : cells) {
        const auto frozen = sql::execute(
            session,
            "UPDATE measurement SET frozen = 1 WHERE agreement = :agreement AND objective = "
            ":objective AND period = :period AND part_from = :part AND version = :version AND "
            "frozen = 0",
            cell.agreement, cell.objective, cell.period, cell.part_from.ms, cell.version);
        if (frozen != 1) {
            return Error{ErrorClass::conflict,
                         "the measurement " + describe(cell) + " changed meanwhile",
                         "try again",
                         {}};
        }
        agreements.insert(cell.agreement);
    }
    count_saves(session, agreements);
    return {};
}

std::vector<StoredMeasurement> load_measurements(Session& session, const std::string& agreement,
                                                 const std::optional<std::string>& period) {
    std::string text = "SELECT ";
    std::vector<CellKind> kinds;
    for (const auto& column : columns) {
        text += (kinds.empty() ? "" : ", ") + std::string(column.name);
        kinds.push_back(column.kind);
    }
    text += " FROM measurement WHERE agreement = ?";
    std::vector<Parameter> values{std::string_view(agreement)};
    if (period) {
        text += " AND period = ?";
        values.emplace_back(std::string_view(*period));
    }
    text += " ORDER BY objective, range_from, part_from, version";
    std::vector<StoredMeasurement> out;
    const auto reader = session.reader(text, kinds, values);
    while (reader->next()) out.push_back(read_row(*reader));
    return out;
}

std::vector<std::string> measured_agreements(Session& session) {
    std::vector<std::string> names;
    sql::each<std::string>(session, "SELECT DISTINCT agreement FROM measurement ORDER BY agreement",
                           [&](std::string name) { names.push_back(std::move(name)); });
    return names;
}

}  // namespace underpin

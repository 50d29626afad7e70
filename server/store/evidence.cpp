#include "store/evidence.h"

#include <algorithm>

#include "store/evidence_row.h"
#include "store/sql.h"

namespace underpin {
namespace {

std::int64_t source_number(Session& session, const std::string& source) {
    return sql::value<std::int64_t>(session, "SELECT id FROM evidence_source WHERE name = :name",
                                    source);
}

void load_revisions(Session& session, const std::string& table, std::int64_t source,
                    const std::string& key, std::vector<RecordRevision>& out) {
    const Parameter values[] = {source, std::string_view(key)};
    const auto reader = session.reader("SELECT " + evidence_column_list() + " FROM " + table +
                                           " WHERE source_id = ? AND record_key = ? ORDER BY id",
                                       evidence_kinds(), values);
    while (reader->next()) {
        out.push_back({read_record(*reader), revision_of(reader->integer(col_id)),
                       reader->integer(col_run), read_hash(*reader, col_hash),
                       table == "evidence"});
    }
}

// The first revision that a run after `last_run` made.
std::optional<std::int64_t> first_revision_after(Session& session, std::int64_t source,
                                                 std::int64_t last_run) {
    std::optional<std::int64_t> first;
    {
        // Revisions grow: those of later runs are the last rows of the source.
        const Parameter values[] = {row_id(source, 0), row_id(source + 1, 0)};
        constexpr CellKind kinds[] = {CellKind::integer, CellKind::integer};
        const auto reader =
            session.reader("SELECT id, run FROM evidence WHERE id >= ? AND id < ? ORDER BY id DESC",
                           kinds, values);
        while (reader->next() && reader->integer(1) > last_run) first = reader->integer(0);
    }
    const auto superseded = sql::value<std::int64_t>(
        session, "SELECT MIN(id) FROM evidence_history WHERE source_id = :source AND run > :run",
        source, last_run);
    if (superseded > 0) first = std::min(first.value_or(superseded), superseded);
    if (first) first = revision_of(*first);
    return first;
}

SettledEvidence left_by(Session& session, const std::string& source, std::int64_t number,
                        std::int64_t run) {
    const auto first = first_revision_after(session, number, run);
    if (!first) return {max_revision(session, source), std::nullopt, run};
    return {*first - 1, run, run};
}

}  // namespace

std::vector<RecordRevision> load_record(Session& session, const std::string& source,
                                        const std::string& key) {
    std::vector<RecordRevision> revisions;
    const auto number = source_number(session, source);
    load_revisions(session, "evidence_history", number, key, revisions);
    load_revisions(session, "evidence", number, key, revisions);
    return revisions;
}

namespace {

constexpr CellKind instants_of_record[] = {CellKind::text, CellKind::integer, CellKind::integer,
                                           CellKind::integer};

void widen(Span& span, const RowReader& row) {
    for (std::size_t i = 1; i < std::size(instants_of_record); ++i) {
        if (row.is_null(i)) continue;
        span.from = std::min(span.from, Instant{row.integer(i)});
        span.to = std::max(span.to, Instant{row.integer(i)});
    }
    if (row.is_null(2)) span.to = Instant::max();  // it has not ended
}

}  // namespace

std::vector<ChangedRecord> changed_records(Session& session, const std::string& source,
                                           std::int64_t after, std::int64_t last,
                                           std::size_t limit) {
    std::vector<ChangedRecord> changed;
    const auto number = source_number(session, source);
    {
        const Parameter values[] = {row_id(number, after), row_id(number, last)};
        const auto reader = session.reader(
            "SELECT record_key, start_at, end_at, due_at FROM evidence WHERE id > ? AND id <= ? "
            "ORDER BY id",
            instants_of_record, values);
        while (changed.size() < limit && reader->next()) {
            changed.push_back(
                {std::string(reader->text(0)), true, {Instant::max(), Instant::min()}});
            widen(changed.back().span, *reader);
        }
    }
    for (auto& record : changed) {
        const Parameter values[] = {number, std::string_view(record.key), row_id(number, after)};
        const auto reader = session.reader(
            "SELECT record_key, start_at, end_at, due_at FROM evidence_history WHERE source_id = ? "
            "AND record_key = ? AND id <= ?",
            instants_of_record, values);
        while (reader->next()) {
            record.is_new = false;
            widen(record.span, *reader);
        }
    }
    return changed;
}

std::int64_t max_revision(Session& session, const std::string& source) {
    return sql::value<std::int64_t>(
        session, "SELECT last_revision FROM evidence_source WHERE name = :name", source);
}

SettledEvidence settled_evidence(Session& session, const std::string& source) {
    const auto number = source_number(session, source);
    const auto last_run = sql::value<std::int64_t>(
        session,
        "SELECT MAX(id) FROM import_run WHERE source_id = :source AND status = 'succeeded'",
        number);
    return left_by(session, source, number, last_run);
}

SettledEvidence evidence_left_by(Session& session, const std::string& source, std::int64_t run) {
    return left_by(session, source, source_number(session, source), run);
}

std::int64_t count_records(Session& session, const std::string& source) {
    return sql::value<std::int64_t>(
        session, "SELECT records FROM evidence_source WHERE name = :name", source);
}

std::vector<std::string> evidence_sources(Session& session) {
    std::vector<std::string> names;
    sql::each<std::string>(session, "SELECT name FROM evidence_source ORDER BY name",
                           [&](std::string name) { names.push_back(std::move(name)); });
    return names;
}

Spans load_coverage(Session& session, const std::string& source) {
    Spans spans;
    sql::each<std::int64_t, std::int64_t>(
        session,
        "SELECT c.from_at, c.to_at FROM evidence_coverage c JOIN evidence_source s ON s.id = "
        "c.source_id WHERE s.name = :name ORDER BY c.from_at",
        [&](std::int64_t from, std::int64_t to) {
            spans.push_back({Instant{from}, Instant{to}});
        },
        source);
    return spans;
}

Spans load_coverage(Session& session, const std::string& source, std::int64_t last_run) {
    Spans spans;
    sql::each<std::int64_t, std::int64_t>(
        session,
        "SELECT c.from_at, c.to_at FROM import_covered c JOIN import_run r ON r.id = c.run WHERE "
        "r.source_id = :source AND r.status = 'succeeded' AND r.id <= :run",
        [&](std::int64_t from, std::int64_t to) {
            spans.push_back({Instant{from}, Instant{to}});
        },
        source_number(session, source), last_run);
    return normalize(std::move(spans));
}

std::vector<TouchedRange> touched_since(Session& session, const std::string& source,
                                        std::int64_t revision) {
    std::vector<TouchedRange> ranges;
    sql::each<std::int64_t, std::int64_t, std::int64_t>(
        session,
        "SELECT t.from_at, t.to_at, t.revision FROM evidence_touched t JOIN evidence_source s ON "
        "s.id = t.source_id WHERE s.name = :name AND t.revision > :revision ORDER BY t.revision, "
        "t.from_at",
        [&](std::int64_t from, std::int64_t to, std::int64_t last) {
            ranges.push_back({{Instant{from}, Instant{to}}, last});
        },
        source, revision);
    return ranges;
}

}  // namespace underpin

#include "store/evidence.h"

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

}  // namespace

std::vector<RecordRevision> load_record(Session& session, const std::string& source,
                                        const std::string& key) {
    std::vector<RecordRevision> revisions;
    const auto number = source_number(session, source);
    load_revisions(session, "evidence_history", number, key, revisions);
    load_revisions(session, "evidence", number, key, revisions);
    return revisions;
}

std::int64_t max_revision(Session& session, const std::string& source) {
    return sql::value<std::int64_t>(
        session, "SELECT last_revision FROM evidence_source WHERE name = :name", source);
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

#include "store/evidence_write.h"

#include <algorithm>
#include <unordered_map>
#include <unordered_set>

#include "store/evidence_row.h"
#include "store/sql.h"

namespace underpin {
namespace {

constexpr std::size_t ids_at_once = 500;  // in an IN list

struct Existing {
    std::int64_t id = 0;
    Sha256 hash{};
};
// Keys are views into the batch's records.
using ExistingByKey = std::unordered_map<std::string_view, Existing>;

std::string marks(std::size_t count) {
    std::string out = "?";
    for (std::size_t i = 1; i < count; ++i) out += ",?";
    return out;
}

void look_up_some(Session& session, std::int64_t source, std::span<const Record* const> records,
                  const std::unordered_map<std::string_view, const Record*>& by_key,
                  ExistingByKey& existing) {
    static constexpr CellKind kinds[] = {CellKind::integer, CellKind::text, CellKind::bytes};
    std::vector<Parameter> values{source};
    for (const auto* record : records) values.emplace_back(std::string_view(record->key));
    const auto reader = session.reader(
        "SELECT id, record_key, hash FROM evidence WHERE source_id = ? "
        "AND record_key IN (" +
            marks(records.size()) + ")",
        kinds, values);
    while (reader->next()) {
        const auto found = by_key.find(reader->text(1));
        if (found == by_key.end()) continue;
        existing[std::string_view(found->second->key)] = {reader->integer(0),
                                                          read_hash(*reader, 2)};
    }
}

ExistingByKey look_up(Session& session, std::int64_t source,
                      std::span<const Record* const> records) {
    std::unordered_map<std::string_view, const Record*> by_key;
    by_key.reserve(records.size());
    for (const auto* record : records) by_key.emplace(record->key, record);
    ExistingByKey existing;
    existing.reserve(records.size());
    for (std::size_t at = 0; at < records.size(); at += ids_at_once) {
        look_up_some(session, source,
                     records.subspan(at, std::min(ids_at_once, records.size() - at)), by_key,
                     existing);
    }
    return existing;
}

// Moves current rows into the history and notes the ranges that they touched.
void supersede(Session& session, std::span<const std::int64_t> ids, std::int64_t run,
               std::vector<Span>& touched) {
    std::string list;
    for (const auto id : ids) list += (list.empty() ? "" : ",") + std::to_string(id);
    const std::string where = " FROM evidence WHERE id IN (" + list + ")";
    {
        const auto reader =
            session.reader("SELECT " + evidence_column_list() + where, evidence_kinds(), {});
        while (reader->next()) touched.push_back(touched_range(read_record(*reader)));
    }
    sql::execute(session, "INSERT INTO evidence_history (" + evidence_column_list() +
                              ", superseded_run) SELECT " + evidence_column_list() + ", " +
                              std::to_string(run) + where);
    sql::execute(session, "DELETE" + where);
}

void upsert_segment(Session& session, SourceCounters& source, std::int64_t run,
                    std::span<const Record* const> records, std::span<const Sha256> hashes,
                    UpsertResult& result) {
    const auto existing =
        source.records == 0 ? ExistingByKey() : look_up(session, source.id, records);
    std::vector<std::size_t> fresh;  // to be written
    std::vector<std::int64_t> old_ids;
    for (std::size_t i = 0; i < records.size(); ++i) {
        const auto found = existing.find(records[i]->key);
        if (found == existing.end()) {
            ++result.created;
            ++source.records;
        } else if (found->second.hash == hashes[i]) {
            ++result.unchanged;
            continue;
        } else {
            ++result.changed;
            old_ids.push_back(found->second.id);
        }
        fresh.push_back(i);
    }
    const std::span<const std::int64_t> old = old_ids;
    for (std::size_t at = 0; at < old.size(); at += ids_at_once) {
        supersede(session, old.subspan(at, std::min(ids_at_once, old.size() - at)), run,
                  result.touched);
    }
    if (fresh.empty()) return;
    const auto writer = session.writer("evidence", evidence_columns());
    for (const auto i : fresh) {
        const auto& record = *records[i];
        write_record(*writer, {source.id, ++source.last_revision, run}, record, hashes[i]);
        result.touched.push_back(touched_range(record));
        source.shapes |= std::int64_t{1} << static_cast<int>(record.shape);
    }
    writer->flush();
}

}  // namespace

PreparedRecords prepare_records(const std::vector<const Record*>& records) {
    PreparedRecords prepared;
    prepared.records = records;
    prepared.hashes.reserve(records.size());
    std::unordered_set<std::string_view> keys;
    keys.reserve(records.size());
    for (std::size_t i = 0; i < records.size(); ++i) {
        prepared.hashes.push_back(content_hash(*records[i]));
        if (keys.insert(records[i]->key).second) continue;
        prepared.segment_ends.push_back(i);
        keys.clear();
        keys.insert(records[i]->key);
    }
    prepared.segment_ends.push_back(records.size());
    return prepared;
}

UpsertResult upsert_records(Session& session, SourceCounters& source, std::int64_t run,
                            const PreparedRecords& prepared) {
    UpsertResult result;
    std::size_t begin = 0;
    for (const auto end : prepared.segment_ends) {
        const auto size = end - begin;
        upsert_segment(session, source, run, std::span(prepared.records).subspan(begin, size),
                       std::span(prepared.hashes).subspan(begin, size), result);
        begin = end;
    }
    return result;
}

}  // namespace underpin

#include "store/evidence_write.h"

#include <algorithm>
#include <unordered_map>

#include "store/evidence_row.h"
#include "store/sql.h"

namespace underpin {
namespace {

constexpr std::size_t ids_at_once = 500;  // in an IN list

struct Existing {
    std::int64_t id = 0;
    Sha256 hash{};
    std::int64_t run = 0;
};
// Keys are views into the batch's records.
using ExistingByKey = std::unordered_map<std::string_view, Existing>;

std::string marks(std::size_t count) {
    std::string out = "?";
    for (std::size_t i = 1; i < count; ++i) out += ",?";
    return out;
}

using RecordsByKey = std::unordered_map<std::string_view, const Record*>;

// Adds what `table` holds of the keys; `superseded_run` narrows the history to one run's doing.
void look_up_some(Session& session, const std::string& table, const std::string& condition,
                  std::vector<Parameter> values, std::span<const Record* const> records,
                  const RecordsByKey& by_key, ExistingByKey& existing) {
    static constexpr CellKind kinds[] = {CellKind::integer, CellKind::text, CellKind::bytes,
                                         CellKind::integer};
    for (const auto* record : records) values.emplace_back(std::string_view(record->key));
    const auto reader =
        session.reader("SELECT id, record_key, hash, run FROM " + table + " WHERE " + condition +
                           " AND record_key IN (" + marks(records.size()) + ")",
                       kinds, values);
    while (reader->next()) {
        const auto found = by_key.find(reader->text(1));
        if (found == by_key.end()) continue;
        existing[std::string_view(found->second->key)] = {reader->integer(0), read_hash(*reader, 2),
                                                          reader->integer(3)};
    }
}

ExistingByKey look_up(Session& session, const std::string& table, const std::string& condition,
                      const std::vector<Parameter>& values,
                      std::span<const Record* const> records) {
    RecordsByKey by_key;
    by_key.reserve(records.size());
    for (const auto* record : records) by_key.emplace(record->key, record);
    ExistingByKey existing;
    existing.reserve(records.size());
    for (std::size_t at = 0; at < records.size(); at += ids_at_once) {
        look_up_some(session, table, condition, values,
                     records.subspan(at, std::min(ids_at_once, records.size() - at)), by_key,
                     existing);
    }
    return existing;
}

std::string list_of(std::span<const std::int64_t> ids) {
    std::string list;
    for (const auto id : ids) list += (list.empty() ? "" : ",") + std::to_string(id);
    return list;
}

void note_touched(Session& session, const std::string& from, std::vector<Span>& touched) {
    const auto reader =
        session.reader("SELECT " + evidence_column_list() + from, evidence_kinds(), {});
    while (reader->next()) touched.push_back(touched_range(read_record(*reader)));
}

// Moves current rows into the history and notes the ranges that they touched.
void supersede(Session& session, std::span<const std::int64_t> ids, std::int64_t run,
               std::vector<Span>& touched) {
    const std::string where = " FROM evidence WHERE id IN (" + list_of(ids) + ")";
    note_touched(session, where, touched);
    sql::execute(session, "INSERT INTO evidence_history (" + evidence_column_list() +
                              ", superseded_run) SELECT " + evidence_column_list() + ", " +
                              std::to_string(run) + where);
    sql::execute(session, "DELETE" + where);
}

// Takes back rows that the same run wrote: a later row of their key stands in their place.
void take_back(Session& session, std::span<const std::int64_t> ids, std::vector<Span>& touched) {
    const std::string where = " FROM evidence WHERE id IN (" + list_of(ids) + ")";
    note_touched(session, where, touched);
    sql::execute(session, "DELETE" + where);
}

// Makes superseded revisions current again.
void restore(Session& session, std::span<const std::int64_t> ids, std::vector<Span>& touched) {
    const std::string where = " FROM evidence_history WHERE id IN (" + list_of(ids) + ")";
    note_touched(session, where, touched);
    sql::execute(session, "INSERT INTO evidence (" + evidence_column_list() + ") SELECT " +
                              evidence_column_list() + where);
    sql::execute(session, "DELETE" + where);
}

template <typename F>
void some_at_once(const std::vector<std::int64_t>& ids, F&& function) {
    const std::span<const std::int64_t> all = ids;
    for (std::size_t at = 0; at < all.size(); at += ids_at_once) {
        function(all.subspan(at, std::min(ids_at_once, all.size() - at)));
    }
}

// What becomes of the rows of a batch.
struct Plan {
    std::vector<std::size_t> fresh;        // to be written
    std::vector<std::int64_t> superseded;  // by a row of this run
    std::vector<std::size_t> repeated;     // rows whose key this run has written before
    std::vector<std::int64_t> taken_back;  // what it had written
    std::vector<std::int64_t> restored;    // revisions that a repeated row says again
};

Plan plan(const ExistingByKey& existing, std::int64_t run, const PreparedRecords& prepared,
          UpsertResult& result) {
    Plan plan;
    for (std::size_t i = 0; i < prepared.records.size(); ++i) {
        const auto found = existing.find(prepared.records[i]->key);
        if (found == existing.end()) {
            ++result.created;
            plan.fresh.push_back(i);
        } else if (found->second.hash == prepared.hashes[i]) {
            ++result.unchanged;
            if (found->second.run == run) ++result.again;
        } else if (found->second.run == run) {
            result.repeated.add(prepared.records[i]->key);
            plan.repeated.push_back(i);
            plan.taken_back.push_back(found->second.id);
        } else {
            ++result.changed;
            plan.superseded.push_back(found->second.id);
            plan.fresh.push_back(i);
        }
    }
    return plan;
}

// A repeated row that says what stood before the run changes nothing after all.
void settle_repeated(Session& session, std::int64_t source, std::int64_t run,
                     const PreparedRecords& prepared, Plan& plan, UpsertResult& result) {
    if (plan.repeated.empty()) return;
    std::vector<const Record*> records;
    for (const auto i : plan.repeated) records.push_back(prepared.records[i]);
    const auto before = look_up(session, "evidence_history", "source_id = ? AND superseded_run = ?",
                                {source, run}, records);
    for (const auto i : plan.repeated) {
        const auto found = before.find(prepared.records[i]->key);
        if (found == before.end() || found->second.hash != prepared.hashes[i]) {
            plan.fresh.push_back(i);
            continue;
        }
        plan.restored.push_back(found->second.id);
        --result.changed;
        ++result.unchanged;
    }
}

}  // namespace

PreparedRecords prepare_records(const std::vector<const Record*>& records) {
    PreparedRecords prepared;
    prepared.records.reserve(records.size());
    prepared.hashes.reserve(records.size());
    std::unordered_map<std::string_view, std::size_t> places;
    places.reserve(records.size());
    for (const auto* record : records) {
        const auto hash = content_hash(*record);
        const auto [at, is_new] = places.try_emplace(record->key, prepared.records.size());
        if (is_new) {
            prepared.records.push_back(record);
            prepared.hashes.push_back(hash);
            continue;
        }
        if (prepared.hashes[at->second] == hash) {
            ++prepared.same;
        } else {
            prepared.repeated.add(record->key);
        }
        prepared.records[at->second] = record;
        prepared.hashes[at->second] = hash;
    }
    return prepared;
}

UpsertResult upsert_records(Session& session, SourceCounters& source, std::int64_t run,
                            const PreparedRecords& prepared) {
    UpsertResult result;
    result.unchanged = prepared.same;
    result.repeated = prepared.repeated;
    const auto existing = source.records == 0 ? ExistingByKey()
                                              : look_up(session, "evidence", "source_id = ?",
                                                        {source.id}, prepared.records);
    auto todo = plan(existing, run, prepared, result);
    settle_repeated(session, source.id, run, prepared, todo, result);
    source.records += result.created;
    some_at_once(todo.superseded,
                 [&](const auto ids) { supersede(session, ids, run, result.touched); });
    some_at_once(todo.taken_back, [&](const auto ids) { take_back(session, ids, result.touched); });
    some_at_once(todo.restored, [&](const auto ids) { restore(session, ids, result.touched); });
    // A change needs a number by which measurements see it, also where nothing new is written.
    if (!todo.restored.empty()) ++source.last_revision;
    if (todo.fresh.empty()) return result;
    const auto writer = session.writer("evidence", evidence_columns());
    for (const auto i : todo.fresh) {
        const auto& record = *prepared.records[i];
        write_record(*writer, {source.id, ++source.last_revision, run}, record, prepared.hashes[i]);
        result.touched.push_back(touched_range(record));
        source.shapes |= std::int64_t{1} << static_cast<int>(record.shape);
    }
    writer->flush();
    return result;
}

}  // namespace underpin

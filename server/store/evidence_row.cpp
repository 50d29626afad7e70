#include "store/evidence_row.h"

#include <array>
#include <cstring>

#include "base/text.h"

namespace underpin {
namespace {

constexpr auto integer = CellKind::integer;
constexpr auto text = CellKind::text;
constexpr auto bytes = CellKind::bytes;

constexpr std::array<Column, evidence_column_count> columns = {{
    {"id", integer},       {"source_id", integer},    {"record_key", text}, {"run", integer},
    {"place", integer},    {"hash", bytes},           {"shape", integer},   {"dates", integer},
    {"start_at", integer}, {"responded_at", integer}, {"end_at", integer},  {"due_at", integer},
    {"impact", integer},   {"state", text},           {"component", text},  {"priority", text},
    {"metric", text},      {"incident", text},        {"value", text},      {"good", text},
    {"total", text},       {"ordered", text},         {"delivered", text},  {"pauses", text},
    {"attributes", text},
}};

void put(RowWriter& writer, const std::optional<Instant>& value) {
    if (value) {
        writer.put(value->ms);
    } else {
        writer.put_null();
    }
}

void put(RowWriter& writer, const std::optional<Int128>& value) {
    if (value) {
        writer.put(int128_text(*value));
    } else {
        writer.put_null();
    }
}

std::optional<Instant> instant(const RowReader& reader, std::size_t column) {
    if (reader.is_null(column)) return std::nullopt;
    return Instant{reader.integer(column)};
}

std::optional<Int128> quantity(const RowReader& reader, std::size_t column) {
    if (reader.is_null(column)) return std::nullopt;
    return int128_of(reader.text(column));
}

Reject reject(const Record& record, const char* column, std::string_view content,
              std::string reason) {
    constexpr std::size_t shown_bytes = 200;
    // Text that is not UTF-8 cannot be shown as it is.
    std::string shown;
    for (const char c : content.substr(0, shown_bytes)) {
        shown += static_cast<unsigned char>(c) < 0x80 ? c : '?';
    }
    return {record.place,
            column,
            is_utf8(content) && content.size() <= shown_bytes ? std::string(content) : shown,
            std::move(reason),
            {}};
}

}  // namespace

std::span<const Column> evidence_columns() { return columns; }

std::span<const CellKind> evidence_kinds() {
    static const auto kinds = [] {
        std::array<CellKind, evidence_column_count> out{};
        for (std::size_t i = 0; i < out.size(); ++i) out[i] = columns[i].kind;
        return out;
    }();
    return kinds;
}

const std::string& evidence_column_list() {
    static const std::string list = [] {
        std::string out;
        for (const auto& column : columns)
            out += (out.empty() ? "" : ", ") + std::string(column.name);
        return out;
    }();
    return list;
}

std::optional<Reject> fault_of_row(const Record& record) {
    constexpr std::size_t max_text_bytes = 65'535;
    constexpr std::size_t max_row_bytes = 1U << 20U;
    if (record.key.size() > max_key_bytes) {
        return reject(record, "key", record.key,
                      "the key is longer than " + std::to_string(max_key_bytes) + " bytes");
    }
    std::size_t total = record.pauses.size() * 40;
    const auto check = [&](const char* column, const std::string& value) -> std::optional<Reject> {
        total += value.size();
        if (value.size() > max_text_bytes)
            return reject(record, column, value, "the text is longer than 65,535 bytes");
        if (!is_utf8(value)) return reject(record, column, value, "the text is not UTF-8");
        return std::nullopt;
    };
    const std::pair<const char*, const std::string*> texts[] = {{"key", &record.key},
                                                                {"state", &record.state},
                                                                {"component", &record.component},
                                                                {"priority", &record.priority},
                                                                {"metric", &record.metric},
                                                                {"incident", &record.incident}};
    for (const auto& [column, value] : texts) {
        if (auto fault = check(column, *value)) return fault;
    }
    for (const auto& [name, value] : record.attributes) {
        if (auto fault = check("attribute name", name)) return fault;
        if (auto fault = check(name.c_str(), value)) return fault;
    }
    if (total > max_row_bytes) return reject(record, "", "", "the record takes more than 1 MiB");
    return std::nullopt;
}

void write_record(RowWriter& writer, const RowOrigin& origin, const Record& record,
                  const Sha256& hash) {
    writer.put(row_id(origin.source, origin.revision));
    writer.put(origin.source);
    writer.put(std::string_view(record.key));
    writer.put(origin.run);
    writer.put(record.place);
    writer.put(std::string_view(reinterpret_cast<const char*>(hash.data()), hash.size()));
    writer.put(static_cast<std::int64_t>(record.shape));
    writer.put(std::int64_t{record.start_is_date} + 2 * std::int64_t{record.responded_is_date} +
               4 * std::int64_t{record.end_is_date} + 8 * std::int64_t{record.due_is_date});
    for (const auto* value : {&record.start, &record.responded, &record.end, &record.due}) {
        put(writer, *value);
    }
    writer.put(record.impact_millionths);
    for (const auto* value :
         {&record.state, &record.component, &record.priority, &record.metric, &record.incident}) {
        writer.put(std::string_view(*value));
    }
    for (const auto* value :
         {&record.value, &record.good, &record.total, &record.ordered, &record.delivered}) {
        put(writer, *value);
    }
    writer.put(pauses_text(record.pauses));
    writer.put(attributes_text(record.attributes));
    writer.end_row();
}

Record read_record(const RowReader& reader) {
    Record record;
    record.shape = static_cast<Shape>(reader.integer(col_shape));
    record.key = reader.text(col_key);
    record.place = reader.integer(col_place);
    const auto dates = reader.integer(col_dates);
    record.start_is_date = (dates & 1) != 0;
    record.responded_is_date = (dates & 2) != 0;
    record.end_is_date = (dates & 4) != 0;
    record.due_is_date = (dates & 8) != 0;
    record.start = instant(reader, col_start);
    record.responded = instant(reader, col_responded);
    record.end = instant(reader, col_end);
    record.due = instant(reader, col_due);
    record.impact_millionths = reader.integer(col_impact);
    record.state = reader.text(col_state);
    record.component = reader.text(col_component);
    record.priority = reader.text(col_priority);
    record.metric = reader.text(col_metric);
    record.incident = reader.text(col_incident);
    record.value = quantity(reader, col_value);
    record.good = quantity(reader, col_good);
    record.total = quantity(reader, col_total);
    record.ordered = quantity(reader, col_ordered);
    record.delivered = quantity(reader, col_delivered);
    each_pause(reader.text(col_pauses), [&](Instant from, const std::optional<Instant>& to) {
        record.pauses.push_back({from, to});
    });
    each_attribute(reader.text(col_attributes), [&](std::string_view name, std::string_view value) {
        record.attributes.emplace(name, value);
    });
    return record;
}

Sha256 read_hash(const RowReader& reader, std::size_t column) {
    Sha256 hash{};
    const auto data = reader.text(column);
    std::memcpy(hash.data(), data.data(), std::min(hash.size(), data.size()));
    return hash;
}

}  // namespace underpin

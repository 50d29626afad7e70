#include "plugin/record_reader.h"

#include <array>
#include <span>

namespace underpin {
namespace {

using wire::ColumnView;

constexpr Instant year_1{-62'135'596'800'000};
constexpr Instant year_10000{253'402'300'800'000};

// What a database can hold as a key and as a field's text, in bytes.
constexpr std::size_t longest_key = 700;
constexpr std::size_t longest_text = 65'535;
constexpr std::size_t shown_text = 100;

struct RowFault {
    std::string text, reason;
};

// Puts a row's value into the record; a fault where the record cannot hold it.
using Put = std::optional<RowFault> (*)(const ColumnView&, std::size_t, Record&);

struct Field {
    std::string_view name;
    std::int32_t type;
    Put put;
};

std::optional<RowFault> read_instant(const ColumnView& column, std::size_t row,
                                     std::optional<Instant>& out, bool& is_date) {
    const Instant at{column.instants[row]};
    if (at.ms == UNDERPIN_ABSENT) return std::nullopt;
    if (at < year_1 || at >= year_10000) {
        return RowFault{std::to_string(at.ms) + " ms", "is not in the years 1 to 9999"};
    }
    out = at;
    is_date = column.date(row);
    return std::nullopt;
}

Int128 units_of(underpin_int128 value) {
    const auto high = static_cast<unsigned __int128>(static_cast<std::uint64_t>(value.high));
    return static_cast<Int128>((high << 64U) | value.low);
}

std::string decimal_text(Int128 units, int scale) {
    return Decimal(to_integer(units), scale).to_string();
}

std::optional<RowFault> read_decimal(const ColumnView& column, std::size_t row, int places,
                                     std::optional<Int128>& out) {
    Int128 units = units_of(column.decimals[row]);
    int scale = column.scale;
    const auto fault = [&](const char* reason) {
        return RowFault{decimal_text(units_of(column.decimals[row]), column.scale), reason};
    };
    for (; scale > places; --scale) {
        if (units % 10 != 0) {
            return fault(places == impact_places ? "has more than six decimals"
                                                 : "has more than nine decimals");
        }
        units /= 10;
    }
    for (; scale < places; ++scale) {
        if (__builtin_mul_overflow(units, Int128{10}, &units)) return fault("is too large");
    }
    out = units;
    return std::nullopt;
}

template <std::optional<Instant> Record::*Member, bool Record::*IsDate>
std::optional<RowFault> put_instant(const ColumnView& column, std::size_t row, Record& record) {
    return read_instant(column, row, record.*Member, record.*IsDate);
}

template <std::string Record::*Member>
std::optional<RowFault> put_text(const ColumnView& column, std::size_t row, Record& record) {
    const std::string_view text = column.text(row);
    if (text.size() > longest_text) {
        return RowFault{"", "is longer than " + std::to_string(longest_text) + " bytes"};
    }
    record.*Member = text;
    return std::nullopt;
}

template <std::optional<Int128> Record::*Member>
std::optional<RowFault> put_quantity(const ColumnView& column, std::size_t row, Record& record) {
    return read_decimal(column, row, quantity_places, record.*Member);
}

std::optional<RowFault> put_impact(const ColumnView& column, std::size_t row, Record& record) {
    std::optional<Int128> impact;
    if (auto fault = read_decimal(column, row, impact_places, impact)) return fault;
    if (*impact < 0 || *impact > 1'000'000) {
        return RowFault{decimal_text(*impact, impact_places), "is not between 0 and 1"};
    }
    record.impact_millionths = static_cast<std::int64_t>(*impact);
    return std::nullopt;
}

std::optional<RowFault> put_pauses(const ColumnView& column, std::size_t row, Record& record) {
    for (std::uint32_t i = column.offsets[row]; i < column.offsets[row + 1]; ++i) {
        Pause pause{Instant{column.pause_from[i]}, std::nullopt};
        if (column.pause_to[i] != UNDERPIN_ABSENT) pause.to = Instant{column.pause_to[i]};
        if (pause.from < year_1 || pause.from >= year_10000 ||
            (pause.to && (*pause.to < year_1 || *pause.to >= year_10000))) {
            return RowFault{"", "has a pause that is not in the years 1 to 9999"};
        }
        record.pauses.push_back(pause);
    }
    return std::nullopt;
}

constexpr Put put_key = put_text<&Record::key>;
constexpr Put put_incident = put_text<&Record::incident>;
constexpr Put put_start = put_instant<&Record::start, &Record::start_is_date>;
constexpr Put put_end = put_instant<&Record::end, &Record::end_is_date>;

constexpr Field interval_fields[] = {
    {"key", UNDERPIN_TEXT, put_key},
    {"from", UNDERPIN_INSTANT, put_start},
    {"to", UNDERPIN_INSTANT, put_end},
    {"state", UNDERPIN_TEXT, put_text<&Record::state>},
    {"impact", UNDERPIN_DECIMAL, put_impact},
    {"component", UNDERPIN_TEXT, put_text<&Record::component>},
    {"incident", UNDERPIN_TEXT, put_incident},
};

constexpr Field case_fields[] = {
    {"key", UNDERPIN_TEXT, put_key},
    {"opened", UNDERPIN_INSTANT, put_start},
    {"responded", UNDERPIN_INSTANT, put_instant<&Record::responded, &Record::responded_is_date>},
    {"resolved", UNDERPIN_INSTANT, put_end},
    {"due", UNDERPIN_INSTANT, put_instant<&Record::due, &Record::due_is_date>},
    {"pauses", UNDERPIN_PAUSES, put_pauses},
    {"priority", UNDERPIN_TEXT, put_text<&Record::priority>},
    {"ordered", UNDERPIN_DECIMAL, put_quantity<&Record::ordered>},
    {"delivered", UNDERPIN_DECIMAL, put_quantity<&Record::delivered>},
    {"incident", UNDERPIN_TEXT, put_incident},
};

constexpr Field sample_fields[] = {
    {"key", UNDERPIN_TEXT, put_key},
    {"at", UNDERPIN_INSTANT, put_start},
    {"metric", UNDERPIN_TEXT, put_text<&Record::metric>},
    {"value", UNDERPIN_DECIMAL, put_quantity<&Record::value>},
    {"good", UNDERPIN_DECIMAL, put_quantity<&Record::good>},
    {"total", UNDERPIN_DECIMAL, put_quantity<&Record::total>},
    {"incident", UNDERPIN_TEXT, put_incident},
};

std::span<const Field> fields_of(std::int32_t shape) {
    switch (shape) {
        case UNDERPIN_SHAPE_INTERVAL: return interval_fields;
        case UNDERPIN_SHAPE_CASE: return case_fields;
        default: return sample_fields;
    }
}

Shape shape_of_batch(std::int32_t shape) {
    switch (shape) {
        case UNDERPIN_SHAPE_INTERVAL: return Shape::interval;
        case UNDERPIN_SHAPE_CASE: return Shape::case_;
        default: return Shape::sample;
    }
}

// A column with what its rows are for: a field, or (put is null) an attribute of that name.
struct Bound {
    const ColumnView* column;
    Put put;
    std::string name;
};

std::optional<std::string> bind(const wire::BatchView& batch, std::vector<Bound>& bound) {
    const auto fields = fields_of(batch.shape);
    for (const ColumnView& column : batch.columns) {
        Bound one{&column, nullptr, std::string(column.name)};
        std::int32_t type = UNDERPIN_TEXT;
        for (const Field& field : fields) {
            if (field.name != column.name) continue;
            one.put = field.put;
            type = field.type;
        }
        if (column.type != type) return "column " + one.name + " of a batch has the wrong type";
        bound.push_back(std::move(one));
    }
    return std::nullopt;
}

}  // namespace

void RecordReader::name_sample(Record& record) {
    std::string key = record.metric + "@" + format_instant(*record.start);
    const std::uint32_t seen = ++samples_[key];
    record.key = seen == 1 ? std::move(key) : key + "#" + std::to_string(seen);
}

std::optional<std::string> RecordReader::read(const wire::BatchView& batch,
                                              std::vector<Record>& records,
                                              const OnFault& on_fault) {
    std::vector<Bound> columns;
    if (auto fault = bind(batch, columns)) return fault;
    records.reserve(records.size() + batch.rows);
    for (std::size_t row = 0; row < batch.rows; ++row) {
        Record record;
        record.shape = shape_of_batch(batch.shape);
        record.place = batch.places.empty() ? 0 : batch.places[row];
        std::optional<RowFault> fault;
        std::string_view at;
        for (const Bound& bound : columns) {
            if (!bound.column->has(row)) continue;
            if (bound.put == nullptr) {
                record.attributes.emplace(bound.name, bound.column->text(row));
            } else if ((fault = bound.put(*bound.column, row, record))) {
                at = bound.name;
                break;
            }
        }
        if (!fault) {
            if (auto reason = fault_of(record))
                fault = RowFault{record.key, std::move(*reason)};
            else if (record.shape == Shape::sample && record.key.empty())
                name_sample(record);
        }
        if (!fault && record.key.size() > longest_key) {
            at = "key";
            fault = RowFault{record.key.substr(0, shown_text),
                             "is longer than " + std::to_string(longest_key) + " bytes"};
        }
        if (fault) {
            on_fault(record.place, at, fault->text, fault->reason);
            continue;
        }
        records.push_back(std::move(record));
    }
    return std::nullopt;
}

}  // namespace underpin

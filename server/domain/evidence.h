// Evidence: what vendor portals say happened, one record a key, in three shapes.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/digest.h"
#include "base/exact.h"
#include "domain/spans.h"

namespace underpin {

enum class Shape { interval, case_, sample };
[[nodiscard]] const char* shape_name(Shape shape);  // "case"
[[nodiscard]] std::optional<Shape> shape_named(std::string_view name);

// A decimal with a fixed number of digits after the point, in checked 128-bit units.
inline constexpr int quantity_places = 9;  // ordered, delivered, value, good, total
inline constexpr int impact_places = 6;

struct Pause {
    Instant from;
    std::optional<Instant> to;  // none: still paused
    bool operator==(const Pause&) const = default;
};

// One record as imported. Which fields are used depends on the shape; date_only says which of the
// instants was written as a date (delivery compares dates).
struct Record {
    Shape shape = Shape::interval;
    std::string key;
    std::optional<Instant> start;      // interval from | case opened | sample at
    std::optional<Instant> responded;  // case
    std::optional<Instant> end;        // interval to | case resolved
    std::optional<Instant> due;        // case
    bool start_is_date = false, responded_is_date = false, end_is_date = false, due_is_date = false;
    std::string state = "outage";                // interval
    std::int64_t impact_millionths = 1'000'000;  // interval
    std::string component;                       // interval; empty: none
    std::string priority;                        // case; empty: none
    std::string metric;                          // sample
    std::optional<Int128> value, good, total;    // sample, in 10^-9
    std::optional<Int128> ordered, delivered;    // case, in 10^-9
    std::vector<Pause> pauses;                   // case
    std::string incident;                        // what ties the records of one event; empty: none
    std::map<std::string, std::string> attributes;
    std::int64_t place = 0;  // line or index in what was read; not part of the content
};

// The reason why a record cannot be kept (no key, to < from, resolved before opened, ...).
[[nodiscard]] std::optional<std::string> fault_of(const Record& record);
// SHA-256 over the content in a fixed, versioned encoding (key and place left out).
[[nodiscard]] Sha256 content_hash(const Record& record);
// The range that a change of the record touches: from its earliest to its latest instant, dates
// (due, end) wherever on earth they may lie. An absent end reaches to Instant::max().
[[nodiscard]] Span touched_range(const Record& record);

// Many records as columns: what a scan of a source gives and scorers work on. Index i of every
// vector is one record. Absent instants are `absent`; absent text is code 0 (the empty string).
struct EvidenceColumns {
    static constexpr std::int64_t absent = INT64_MIN;

    // Text as codes into one dictionary a column; code 0 is always "".
    struct Text {
        std::vector<std::uint32_t> codes;
        std::vector<std::string> dictionary{""};
    };

    Shape shape = Shape::interval;
    std::string source;
    std::vector<std::int64_t> id;  // the store's id of the record's current revision
    std::vector<Sha256> hash;
    std::vector<std::string> key;
    std::vector<std::int64_t> start, responded, end, due;
    std::vector<std::uint8_t> dates;   // bit 0 start, 1 responded, 2 end, 3 due: was a date
    std::vector<std::int64_t> impact;  // millionths
    Text state, component, priority, metric, incident;
    std::vector<std::optional<Int128>> value, good, total, ordered, delivered;  // 10^-9
    std::vector<std::uint32_t> pause_offset{0};                                 // size + 1 entries
    std::vector<std::int64_t> pause_from, pause_to;
    std::map<std::string, Text> attributes;  // only those that were asked for

    [[nodiscard]] std::size_t size() const { return id.size(); }
};

}  // namespace underpin

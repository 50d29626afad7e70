// What the cases of importers compare: a run's records, rejects, coverage and warnings as lines of
// text.
#pragma once

#include <cstdlib>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>

#include "recorded_run.h"

namespace underpin::case_text {

using Json = nlohmann::ordered_json;

inline std::string read_file(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    std::ostringstream bytes;
    bytes << in.rdbuf();
    return bytes.str();
}

inline std::string time_text(Instant at, bool is_date) {
    return format_instant(at) + (is_date ? " (date)" : "");
}

inline std::string number_text(Int128 units, int places) {
    return format_exact(
        make_rational(to_integer(units), Integer(places == 9 ? 1'000'000'000 : 1'000'000)));
}

inline void put_times(const Record& record, Json& out) {
    const bool interval = record.shape == Shape::interval;
    const char* start = interval ? "from" : record.shape == Shape::case_ ? "opened" : "at";
    if (record.start) out[start] = time_text(*record.start, record.start_is_date);
    if (record.responded) out["responded"] = time_text(*record.responded, record.responded_is_date);
    if (record.end) out[interval ? "to" : "resolved"] = time_text(*record.end, record.end_is_date);
    if (record.due) out["due"] = time_text(*record.due, record.due_is_date);
    for (const Pause& pause : record.pauses) {
        out["pauses"].push_back(format_instant(pause.from) + "/" +
                                (pause.to ? format_instant(*pause.to) : ""));
    }
}

inline Json record_json(const Record& record, const std::string& file) {
    Json out{{"place", file + ":" + std::to_string(record.place)}, {"key", record.key}};
    put_times(record, out);
    if (record.shape == Shape::interval) {
        out["state"] = record.state;
        out["impact"] = number_text(record.impact_millionths, 6);
    }
    const std::pair<const char*, const std::string*> texts[] = {{"component", &record.component},
                                                                {"priority", &record.priority},
                                                                {"metric", &record.metric},
                                                                {"incident", &record.incident}};
    for (const auto& [name, text] : texts) {
        if (!text->empty()) out[name] = *text;
    }
    const std::pair<const char*, const std::optional<Int128>*> numbers[] = {
        {"value", &record.value},
        {"good", &record.good},
        {"total", &record.total},
        {"ordered", &record.ordered},
        {"delivered", &record.delivered}};
    for (const auto& [name, number] : numbers) {
        if (*number) out[name] = number_text(**number, 9);
    }
    for (const auto& [name, value] : record.attributes) out["attributes"][name] = value;
    return out;
}

inline std::string run_text(const RecordedEvents& events, const Result<ImportTotals>& outcome) {
    std::ostringstream out;
    for (std::size_t i = 0; i < events.records.size(); ++i) {
        out << "record " << record_json(events.records[i], events.files[i]).dump() << '\n';
    }
    for (const RejectedRow& row : events.rejects) {
        out << "reject " << row.file << ':' << row.place << " [" << row.column << "] "
            << Json(row.text).dump() << " " << row.reason << '\n';
    }
    for (const Span& span : events.coverage) {
        out << "covered " << format_instant(span.from) << ' ' << format_instant(span.to) << '\n';
    }
    for (const std::string& warning : events.warnings) out << "warning " << warning << '\n';
    if (!outcome.ok()) out << "error " << outcome.error().to_string() << '\n';
    return out.str();
}

// The text with every occurrence of something that differs from run to run named instead.
inline std::string without(std::string text, const std::string& what, const std::string& name) {
    for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at)) {
        text.replace(at, what.size(), name);
    }
    return text;
}

// Compares with expected.txt in the folder, or rewrites it where UNDERPIN_UPDATE_CASES is set.
inline void compare(const std::filesystem::path& folder, const std::string& found) {
    const auto expectation = folder / "expected.txt";
    if (std::getenv("UNDERPIN_UPDATE_CASES") != nullptr) {
        std::ofstream(expectation, std::ios::binary) << found;
    }
    EXPECT_EQ(read_file(expectation), found) << folder;
}

}  // namespace underpin::case_text

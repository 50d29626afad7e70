// Runs every folder of plugins/csv/cases through the real child: case.json (time zone, config) and
// the files beside it in, expected.txt out. UNDERPIN_UPDATE_CASES=1 rewrites the expectations;
// review the difference.
#include <cstdlib>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <sstream>

#include "recorded_run.h"

namespace underpin {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

std::string read_file(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    std::ostringstream bytes;
    bytes << in.rdbuf();
    return bytes.str();
}

std::string time_text(Instant at, bool is_date) {
    return format_instant(at) + (is_date ? " (date)" : "");
}

std::string number_text(Int128 units, int places) {
    return format_exact(
        make_rational(to_integer(units), Integer(places == 9 ? 1'000'000'000 : 1'000'000)));
}

void put_times(const Record& record, Json& out) {
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

Json record_json(const Record& record, const std::string& file) {
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

std::string run_case(const fs::path& folder) {
    const Json about = Json::parse(read_file(folder / "case.json"));
    ImportJob job;
    job.host_program = host_program();
    job.plugin = csv_plugin();
    job.folder = folder;
    job.time_zone = about.value("time_zone", "UTC");
    job.config_json = about["config"].dump();
    RecordedEvents events;
    const auto outcome = run_import(job, events);
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
    if (!outcome.ok()) {
        std::string words = outcome.error().to_string();
        const std::string path = folder.string();
        if (const auto at = words.find(path); at != std::string::npos)
            words.replace(at, path.size(), "FOLDER");
        out << "error " << words << '\n';
    }
    return out.str();
}

TEST(CsvCases, ComeOutAsExpected) {
    const fs::path root = fs::path(UNDERPIN_SOURCE_DIR) / "plugins/csv/cases";
    int cases = 0;
    for (const auto& entry : fs::directory_iterator(root)) {
        if (!entry.is_directory()) continue;
        ++cases;
        const std::string found = run_case(entry.path());
        const fs::path expectation = entry.path() / "expected.txt";
        if (std::getenv("UNDERPIN_UPDATE_CASES") != nullptr) {
            std::ofstream(expectation, std::ios::binary) << found;
        }
        EXPECT_EQ(read_file(expectation), found) << entry.path();
    }
    EXPECT_GE(cases, 12);
}

}  // namespace
}  // namespace underpin

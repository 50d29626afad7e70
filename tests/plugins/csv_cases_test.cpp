// Runs every folder of plugins/csv/cases through the real child: case.json (time zone, config) and
// the files beside it in, expected.txt out. UNDERPIN_UPDATE_CASES=1 rewrites the expectations;
// review the difference.
#include "case_text.h"
#include "paths.h"

namespace underpin {
namespace {

namespace fs = std::filesystem;
using case_text::Json;

std::string run_case(const fs::path& folder) {
    const Json about = Json::parse(case_text::read_file(folder / "case.json"));
    ImportJob job;
    job.host_program = host_program();
    job.plugin = csv_plugin();
    job.folder = folder;
    job.time_zone = about.value("time_zone", "UTC");
    job.config_json = about["config"].dump();
    RecordedEvents events;
    const auto outcome = run_import(job, events);
    return case_text::without(case_text::run_text(events, outcome), folder.string(), "FOLDER");
}

TEST(CsvCases, ComeOutAsExpected) {
    int cases = 0;
    for (const auto& entry : fs::directory_iterator(source_dir() / "plugins/csv/cases")) {
        if (!entry.is_directory()) continue;
        ++cases;
        case_text::compare(entry.path(), run_case(entry.path()));
    }
    EXPECT_GE(cases, 12);
}

}  // namespace
}  // namespace underpin

// Runs every folder of plugins/statuspage/cases through the real child against the stand-in of
// portal.h: case.json says the configuration and when each run asks; a run's answers are the files
// of its folder (summary.json, incidents.json, incidents.page-2.json, scheduled-maintenances.json).
// expected.txt comes out. UNDERPIN_UPDATE_CASES=1 rewrites the expectations; review the difference.
//
// The answers were written for these cases, in the shape of the public API's own.
#include "case_text.h"
#include "paths.h"
#include "portal.h"

namespace underpin {
namespace {

namespace fs = std::filesystem;
using case_text::Json;

PortalAnswer answer_from(const fs::path& folder, const PortalRequest& request) {
    const std::string prefix = "/api/v2/";
    if (!request.path.starts_with(prefix)) return {404};
    fs::path file = folder / request.path.substr(prefix.size());
    if (request.query.starts_with("page=")) {
        file.replace_extension("page-" + request.query.substr(5) + ".json");
    }
    if (!fs::exists(file)) return {404};
    return {200, case_text::read_file(file), {{"Content-Type", "application/json"}}};
}

std::string run_case(const fs::path& folder) {
    const Json about = Json::parse(case_text::read_file(folder / "case.json"));
    fs::path answers;
    Portal portal([&](const PortalRequest& request) { return answer_from(answers, request); });
    std::string text, state;
    for (const Json& run : about["runs"]) {
        answers = folder / run.value("answers", ".");
        const FixedClock clock(*parse_instant(run["at"].get<std::string>()));
        Json config = run.contains("config") ? run["config"] : about["config"];
        config["page"] = portal.url();
        ImportJob job;
        job.host_program = host_program();
        job.plugin = binary_dir() / "plugins/statuspage.so";
        job.config_json = config.dump();
        job.state = state;
        job.http.allow = {portal.host()};
        job.clock = &clock;
        RecordedEvents events;
        const auto outcome = run_import(job, events);
        if (outcome.ok() && !events.states.empty()) state = events.states.back();
        text += "run " + run["at"].get<std::string>() + "\n" + case_text::run_text(events, outcome);
    }
    return case_text::without(text, portal.url(), "PAGE");
}

TEST(StatuspageCases, ComeOutAsExpected) {
    int cases = 0;
    for (const auto& entry : fs::directory_iterator(source_dir() / "plugins/statuspage/cases")) {
        if (!entry.is_directory()) continue;
        ++cases;
        case_text::compare(entry.path(), run_case(entry.path()));
    }
    EXPECT_GE(cases, 8);
}

// Genuine answers of a large page, which lie beside the checkout and are no part of it. A capture
// is of summary.json alone: its incidents stand in for those of the other two documents.
TEST(StatuspageCases, GenuineAnswersAreUnderstood) {
    const fs::path captures = source_dir() / "../shared/data/statuspage-captures";
    if (!fs::exists(captures)) GTEST_SKIP() << "no captures beside the checkout";
    std::string body;
    Portal portal([&](const PortalRequest&) { return PortalAnswer{200, body}; });
    for (const auto& entry : fs::directory_iterator(captures)) {
        body = case_text::read_file(entry.path());
        const FixedClock clock(*parse_instant("2026-08-31T00:00:00Z"));
        ImportJob job;
        job.host_program = host_program();
        job.plugin = binary_dir() / "plugins/statuspage.so";
        job.config_json = Json{{"page", portal.url()}}.dump();
        job.http.allow = {portal.host()};
        job.clock = &clock;
        RecordedEvents events;
        const auto outcome = run_import(job, events);
        if (body.empty()) {
            ASSERT_FALSE(outcome.ok()) << "an empty answer is not all well";
            EXPECT_EQ(outcome.error().error_class, ErrorClass::data);
            continue;
        }
        ASSERT_TRUE(outcome.ok()) << entry.path() << outcome.error().to_string();
        // Who is in trouble by the summary has a window that goes on.
        const Json summary = Json::parse(body);
        for (const Json& component : summary["components"]) {
            const std::string status = component["status"];
            if (status == "operational" || status == "under_maintenance") continue;
            const auto goes_on = [&](const Record& record) {
                return record.component == component["name"] && !record.end;
            };
            EXPECT_TRUE(std::ranges::any_of(events.records, goes_on))
                << entry.path() << component["name"];
        }
        EXPECT_EQ(events.coverage.size(), 1U);
    }
}

}  // namespace
}  // namespace underpin

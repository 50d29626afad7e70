#include "work/job_json.h"

#include <nlohmann/json.hpp>

#include "store/error_class_text.h"

namespace underpin {

namespace {

using Json = nlohmann::ordered_json;

Json instant(const std::optional<Instant>& at) { return at ? Json(format_instant(*at)) : Json(); }

}  // namespace

Json job_json(const JobRow& job) {
    Json json{{"id", job.id},
              {"kind", job.kind},
              {"subject", job.subject},
              {"state", job_state_name(job.state)},
              {"actor", job.actor},
              {"created_at", format_instant(job.created)},
              {"started_at", instant(job.started)},
              {"finished_at", instant(job.finished)},
              {"progress", {{"done", job.done}, {"total", job.total}}},
              {"attempts", job.attempts},
              {"cancel_wanted", job.cancel_wanted},
              {"worker", job.worker},
              {"version", job.version}};
    json["next_try_at"] =
        job.state == JobState::queued ? Json(format_instant(job.next_try)) : Json();
    json["run"] = job.import_run ? Json(*job.import_run) : Json();
    json["error"] = Json();
    if (job.error) {
        json["error"] = {{"class", error_class_text(job.error->error_class)},
                         {"message", job.error->message},
                         {"hint", job.error->hint}};
    }
    json["result"] = job.result.empty() ? Json() : Json::parse(job.result, nullptr, false);
    return json;
}

}  // namespace underpin

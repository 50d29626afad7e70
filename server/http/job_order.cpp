#include "http/job_order.h"

#include <nlohmann/json.hpp>

#include "http/idempotent.h"
#include "http/json_reply.h"
#include "http/problem.h"
#include "work/job_json.h"

namespace underpin {

namespace {

// A job that waits or is at work: where to look further.
Reply accepted(const JobRow& job) {
    auto reply = json_reply(nlohmann::ordered_json{{"job", job_json(job)}}, 202);
    reply.headers.emplace_back("Location", "/api/v1/jobs/" + std::to_string(job.id));
    return reply;
}

}  // namespace

Reply order_job(const Api& api, const Request& request, const std::string& fingerprint,
                const OrderJob& make) {
    return once(api, request, fingerprint, [&](const KeepReply& keep) {
        const auto job =
            make([&](Session& session, const JobRow& row) { keep(session, accepted(row)); });
        if (!job) return problem(request, job.error());
        api.wake_workers();
        return accepted(*job);
    });
}

std::optional<std::string> request_key(const Request& request) {
    const auto key = request.header("idempotency-key");
    return key.empty() ? std::nullopt : std::optional(key);
}

}  // namespace underpin

// Requests that order a job: done once with the same Idempotency-Key, answered 202 with the job.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "http/api.h"
#include "http/request.h"
#include "http/route.h"
#include "work/jobs.h"

namespace underpin {

// Makes or finds the job; what it is given has to happen in the transaction that does.
using OrderJob = std::function<Result<JobRow>(const WithJob&)>;

[[nodiscard]] Reply order_job(const Api& api, const Request& request,
                              const std::string& fingerprint, const OrderJob& make);
[[nodiscard]] std::optional<std::string> request_key(const Request& request);

}  // namespace underpin

// What every handler is given. Borrowed; the server owns it and outlives all requests.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <string>

#include "http/metrics.h"
#include "work/context.h"
#include "work/standing.h"

namespace underpin {

class JobEvents;

struct Api {
    const Context& context;
    StandingBoard& board;
    std::string version;
    const std::atomic<std::size_t>& body_bytes;    // of documents and other JSON, at most
    const std::atomic<std::size_t>& upload_bytes;  // of files to import
    Metrics& metrics;
    JobEvents& events;
    std::function<void()> wake_workers;  // after a job was ordered
    // Queues measuring, where a reader has found something due; not for every reader anew.
    std::function<void()> measure_soon;
    std::function<ConnectionCounts()> connections;
    std::function<bool()> stopping;  // the server takes no more work
    std::function<const std::string&()> openapi;
};

}  // namespace underpin

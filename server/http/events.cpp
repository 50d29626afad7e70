#include "http/events.h"

#include <algorithm>
#include <chrono>
#include <nlohmann/json.hpp>

#include "base/log.h"
#include "work/job_json.h"
#include "work/jobs.h"

namespace underpin {

namespace {

constexpr std::chrono::milliseconds pause{250};
constexpr int rounds_between_signs_of_life = 60;  // 15 s
constexpr std::size_t most_waiting_bytes = 65'536;

std::string event_text(const char* name, const JobRow& job) {
    return std::string("event: ") + name + "\nid: " + std::to_string(job.version) +
           "\ndata: " + job_json(job).dump() + "\n\n";
}

}  // namespace

JobEvents::JobEvents(const Context& context) : context_(context), thread_([this] { run(); }) {}
JobEvents::~JobEvents() { stop(); }

void JobEvents::add(std::int64_t job, std::shared_ptr<HeldConnection> connection) {
    {
        const std::lock_guard lock(mutex_);
        if (stopping_) return;
        listeners_.push_back({job, std::move(connection), -1, "", 0});
    }
    changed_.notify_all();
}

void JobEvents::stop() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    changed_.notify_all();
    if (thread_.joinable()) thread_.join();
}

bool JobEvents::tell(Listener& listener) {
    const auto job =
        context_.database.read([&](Session& session) { return find_job(session, listener.job); });
    if (!job) return false;
    std::string text;
    const std::string state = job_state_name(job->state);
    if (job->version != listener.version) {
        text = event_text(state != listener.state ? "state" : "progress", *job);
        listener.version = job->version;
        listener.state = state;
        listener.quiet_rounds = 0;
    } else if (++listener.quiet_rounds % rounds_between_signs_of_life == 0) {
        text = ": still here\n\n";
    }
    return listener.connection->send(text, most_waiting_bytes) && !is_finished(job->state);
}

void JobEvents::run() {
    std::vector<Listener> served;
    while (true) {
        {
            std::unique_lock lock(mutex_);
            if (served.empty()) {
                changed_.wait(lock, [&] { return stopping_ || !listeners_.empty(); });
            } else {
                changed_.wait_for(lock, pause, [&] { return stopping_ || !listeners_.empty(); });
            }
            if (stopping_) return;
            std::ranges::move(listeners_, std::back_inserter(served));
            listeners_.clear();
        }
        try {
            std::erase_if(served, [&](Listener& listener) { return !tell(listener); });
        } catch (const Failure& failure) {
            // The listeners stay; the next round asks again.
            log_event(LogLevel::warning, "cannot read jobs",
                      {{"reason", failure.error().to_string()}});
        }
    }
}

}  // namespace underpin

// Server-sent events about jobs. One thread looks after all listeners: it reads the jobs that
// somebody listens to a few times a second, and sends what is new. A listener holds no worker.
//
// add() by any thread; start and stop by the server.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "http/connections.h"
#include "work/context.h"

namespace underpin {

class JobEvents {
  public:
    explicit JobEvents(const Context& context);
    ~JobEvents();  // stops
    JobEvents(const JobEvents&) = delete;
    JobEvents& operator=(const JobEvents&) = delete;

    // Tells the connection about the job from now on, until the job has ended.
    void add(std::int64_t job, std::shared_ptr<HeldConnection> connection);
    void stop();

  private:
    struct Listener {
        std::int64_t job = 0;
        std::shared_ptr<HeldConnection> connection;
        std::int64_t version = -1;  // of the job, as it was told last
        std::string state;
        int quiet_rounds = 0;
    };

    void run();
    [[nodiscard]] bool tell(Listener& listener);  // false: it is done

    const Context& context_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::vector<Listener> listeners_;  // new ones; the thread has its own
    bool stopping_ = false;
    std::jthread thread_;
};

}  // namespace underpin

// One running underpin-plugin-host, seen from the server: started with nothing but its pipes,
// killed and reaped by the destructor. Owned by one run, on one thread.
#pragma once

#include <chrono>
#include <filesystem>
#include <string>
#include <string_view>
#include <sys/types.h>

#include "base/result.h"
#include "plugin/pipe.h"

namespace underpin {

class ChildProcess {
  public:
    [[nodiscard]] static Result<ChildProcess> start(const std::filesystem::path& program);
    ~ChildProcess();
    ChildProcess(ChildProcess&& other) noexcept;
    ChildProcess(const ChildProcess&) = delete;
    ChildProcess& operator=(const ChildProcess&) = delete;

    [[nodiscard]] wire::Pipe& pipe() { return pipe_; }
    void ask_to_stop() const;
    [[nodiscard]] bool has_ended() const;
    void kill_and_reap();
    // Waits for its end, at most that long, then kills it. How it ended, as the middle of a
    // sentence: "crashed (signal 11, segmentation fault)", "exited with status 3".
    [[nodiscard]] std::string reap(std::chrono::milliseconds wait);
    // The last of what it wrote to its standard error.
    [[nodiscard]] std::string last_words() const;

  private:
    ChildProcess(pid_t pid, wire::Pipe pipe, wire::Descriptor errors)
        : pid_(pid), pipe_(std::move(pipe)), errors_(std::move(errors)) {}

    pid_t pid_ = -1;
    int status_ = 0;
    wire::Pipe pipe_;
    wire::Descriptor errors_;
};

}  // namespace underpin

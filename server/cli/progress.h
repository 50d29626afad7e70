// A progress line on a terminal; nothing in a pipe. May be updated from any thread.
#pragma once

#include <chrono>
#include <cstdint>
#include <mutex>
#include <string>

namespace underpin {

class Progress {
  public:
    explicit Progress(std::string what);  // "importing acme-tickets"
    ~Progress();                          // clears the line
    Progress(const Progress&) = delete;
    Progress& operator=(const Progress&) = delete;

    // total 0: not known.
    void update(std::uint64_t done, std::uint64_t total, const std::string& unit);

  private:
    std::string what_;
    bool on_terminal_;
    bool shown_ = false;
    std::chrono::steady_clock::time_point last_;
    std::mutex mutex_;
};

}  // namespace underpin

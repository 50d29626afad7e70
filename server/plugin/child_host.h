// The host that a plugin sees inside the child program: every call becomes a frame to the server.
// One for the life of the child. log and cancelled may be called from any thread, the rest from the
// main one, as plugin.h says.
#pragma once

#include <deque>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

#include "base/time_zone.h"
#include "plugin/child_http.h"
#include "plugin/pipe.h"
#include "underpin/plugin.h"

namespace underpin {

class ChildHost {
  public:
    ChildHost(wire::Pipe pipe, const wire::Start& start, TimeZone zone);
    ~ChildHost();
    ChildHost(const ChildHost&) = delete;
    ChildHost& operator=(const ChildHost&) = delete;

    [[nodiscard]] const underpin_host* table() const { return &table_; }
    [[nodiscard]] const underpin_sink* sink() const { return &sink_; }

    // Forgets the texts that were lent to the plugin's last call.
    void end_call() { lent_.clear(); }
    void found_stream(const underpin_stream& stream);
    // Sends the words that the plugin or the host left, and the result. The last frame.
    void done(underpin_result result);

    // Not 0 from now on when the plugin asks whether to stop. Safe in a signal handler.
    static void cancel() noexcept;

  private:
    struct Calls;  // the functions of the tables

    bool send(wire::Frame type, const wire::Writer& frame);
    // Sends a request and waits for its answer; the reader stands behind the result.
    underpin_result ask(wire::Frame type, const wire::Writer& request, std::string_view& answer);
    void fail(std::string_view message, std::string_view detail);
    underpin_result broken(std::string_view what);
    underpin_result instant(std::string_view zone, std::int64_t local_day, std::int64_t ms,
                            std::int64_t& out, std::int32_t& kind);
    underpin_text config(std::string_view pointer);
    underpin_result sent(bool delivered);

    wire::Pipe pipe_;
    std::mutex sending_;
    TimeZone zone_;
    struct Config;
    std::unique_ptr<Config> config_;
    std::deque<std::string> lent_;
    std::string message_, detail_;
    bool broken_ = false;  // the plugin did what no plugin may; no result of it counts as good
    std::string answer_;
    std::int64_t last_alive_ms_ = 0;
    underpin_host table_{};
    underpin_file_v1 files_{};
    ChildHttp http_;
    underpin_http_v1 http_table_{};
    underpin_sink sink_{};
};

}  // namespace underpin

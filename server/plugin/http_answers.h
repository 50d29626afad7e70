// The server's answers to a child's HTTP frames: checks them, lets HttpAccess do the work, and
// hands what was read to the run's events. Owned by one ImportSession, on its thread.
#pragma once

#include <map>
#include <optional>
#include <string>

#include "plugin/http_access.h"
#include "plugin/import_run.h"
#include "plugin/wire.h"

namespace underpin {

// What a job's settings and configuration say about HTTP.
[[nodiscard]] HttpContext http_context_of(const ImportJob& job, StopAsked stop);

class HttpAnswers {
  public:
    // keeps_evidence: hands the bodies to events.raw.
    HttpAnswers(HttpContext context, bool keeps_evidence, ImportEvents& events);

    // Answers http_send or http_read into `out`, the result in front; or the failure. A request
    // that is cut off leaves the reader not ok.
    [[nodiscard]] std::optional<Error> answer(wire::Frame type, wire::Reader& in,
                                              wire::Writer& out);
    void close(std::int64_t handle);
    void close_all();
    // Under which name the last answer is kept as evidence.
    [[nodiscard]] const std::string& current() const { return current_; }

  private:
    [[nodiscard]] std::optional<Error> send(wire::Reader& in, wire::Writer& out);
    [[nodiscard]] std::optional<Error> read(wire::Reader& in, wire::Writer& out);

    HttpAccess access_;
    bool keeps_evidence_;
    ImportEvents& events_;
    std::map<std::int64_t, bool> handles_;  // open ones, and whether they were read
    std::string current_;
};

}  // namespace underpin

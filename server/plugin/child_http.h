// The HTTP extension as the plugin sees it, inside the child program: every call becomes a frame to
// the server, which does the work. Belongs to one ChildHost; main thread only.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>

#include "plugin/wire.h"
#include "underpin/plugin.h"

namespace underpin {

class ChildHttp {
  public:
    // Sends a request and waits for its answer, as ChildHost does; the view is borrowed until the
    // next one.
    using Ask = std::function<underpin_result(wire::Frame, const wire::Writer&, std::string_view&)>;
    using Tell = std::function<void(wire::Frame, const wire::Writer&)>;

    ChildHttp(Ask ask, Tell tell) : ask_(std::move(ask)), tell_(std::move(tell)) {}

    [[nodiscard]] underpin_result send(const underpin_http_request& request,
                                       underpin_http_response& response);
    [[nodiscard]] underpin_text header(std::int64_t handle, std::string_view name) const;
    [[nodiscard]] underpin_result read(std::int64_t handle, void* buffer, std::size_t capacity,
                                       std::size_t& got);
    void close(std::int64_t handle);

  private:
    using Headers = std::map<std::string, std::string>;  // names in lower case

    Ask ask_;
    Tell tell_;
    std::map<std::int64_t, Headers> headers_;  // of the answers that are open
};

}  // namespace underpin

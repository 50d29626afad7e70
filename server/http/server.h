// The HTTP server: routes, limits, log and metrics around the connections. Owns what handlers are
// given. start() to stop() by one thread.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <string>

#include "base/result.h"
#include "http/limits.h"
#include "work/context.h"

namespace underpin {

struct HttpOptions {
    ConnectionOptions connections;
    std::size_t body_bytes = std::size_t{4} << 20;      // of documents and other JSON
    std::size_t upload_bytes = std::size_t{512} << 20;  // of files to import
    std::size_t gzip_from_bytes = 1'024;                // smaller answers are not worth it
    std::filesystem::path web_folder;                   // the pages; may be absent
    std::string version;
    std::function<void()> wake_workers = [] {};  // jobs were ordered
};

class HttpServer {
  public:
    // Listens and serves. An error where the address cannot be had.
    [[nodiscard]] static Result<std::unique_ptr<HttpServer>> start(const Context& context,
                                                                   const HttpOptions& options);
    ~HttpServer();

    [[nodiscard]] std::uint16_t port() const;
    // Limits and times, from the next connection or request on. The rest needs a new start.
    void change(const HttpOptions& options);
    void stop();  // finishes what was accepted

  private:
    struct State;
    explicit HttpServer(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

}  // namespace underpin

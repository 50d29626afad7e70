// Makes a plugin's HTTP requests: only to the hosts that the source's configuration names, with
// the source's secrets, redirects, second tries and limits. Owned by one run, on one thread.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "plugin/http_rules.h"
#include "plugin/http_secrets.h"
#include "plugin/http_transfer.h"

namespace underpin {

struct HttpCall {
    std::string method;  // empty: GET
    std::string url;     // as the plugin wrote it: with `${secret:name}`
    std::vector<std::pair<std::string, std::string>> headers;
    std::string body;
    bool any_status = false;
};

struct HttpHead {
    std::int64_t handle = 0;
    int status = 0;
    std::optional<Instant> asked_at;
    std::vector<std::pair<std::string, std::string>> headers;  // names in lower case; no cookies
};

// What a run brings along.
struct HttpContext {
    HttpRules rules;
    Secrets secrets;
    std::vector<std::string> origins;  // the only ones that may be asked; see origins_in
    const Clock* clock = nullptr;      // none: answers carry no time
    StopAsked stop = [] { return false; };
    // Waits before another try.
    std::function<void(std::chrono::milliseconds)> nap;
};

// The origins of all http(s) URLs among the texts of a configuration.
[[nodiscard]] std::vector<std::string> origins_in(const std::string& config_json);

class HttpAccess {
  public:
    explicit HttpAccess(HttpContext context);

    [[nodiscard]] Result<HttpHead> send(const HttpCall& call);
    // The next bytes of the body; empty at its end. Borrowed until the next call.
    [[nodiscard]] Result<std::string_view> read(std::int64_t handle, std::size_t capacity);
    // The name under which the answer is kept as evidence: its URL as the plugin wrote it, with a
    // number where the run asked for it before. Nothing for a handle that is none.
    [[nodiscard]] const std::string* name_of(std::int64_t handle) const;
    [[nodiscard]] std::optional<std::string> close(std::int64_t handle);

  private:
    struct Open {
        std::string name;
        std::unique_ptr<HttpTransfer> transfer;
    };
    using Answer = std::unique_ptr<HttpTransfer>;

    [[nodiscard]] Result<HttpOrder> order_of(const HttpCall& call) const;
    [[nodiscard]] Result<void> may_ask(const HttpUrl& url) const;
    [[nodiscard]] bool is_allowed(const HttpUrl& url) const;
    // One try, through redirects.
    [[nodiscard]] Result<Answer> follow(HttpOrder order, const HttpCall& call);
    [[nodiscard]] Result<void> redirect(HttpOrder& order, const HttpCall& call,
                                        const HttpTransfer& answer) const;
    [[nodiscard]] Result<Answer> try_until_answered(const HttpOrder& order, const HttpCall& call);
    // Waits before the next try, or says why there is none.
    [[nodiscard]] Result<void> wait_for_retry(const Error& why, int attempt,
                                              std::optional<std::chrono::milliseconds> asked);
    [[nodiscard]] HttpHead keep(const HttpCall& call, Answer answer,
                                std::optional<Instant> asked_at);

    HttpContext context_;
    HttpLine line_;
    std::map<std::int64_t, Open> open_;
    std::map<std::string, int> asked_;  // how often under that name
    std::int64_t next_handle_ = 1;
    std::optional<Instant> asked_at_;  // when the try that was answered began
    std::chrono::steady_clock::time_point end_;
};

}  // namespace underpin

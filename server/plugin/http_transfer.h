// One request and its answer on the wire: no redirects, no second try, no policy but what its order
// says. The body is taken piece by piece, and the other side waits while nobody takes.
//
// Owned by one HttpAccess, on one thread; transfers of one HttpLine share its connections.
#pragma once

#include <chrono>
#include <curl/curl.h>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "plugin/http_url.h"

namespace underpin {

// True when the run is to stop; asked some times a second while waiting.
using StopAsked = std::function<bool()>;

// The connections of a run, kept for its next request.
class HttpLine {
  public:
    HttpLine();
    [[nodiscard]] CURLM* get() const { return multi_.get(); }

  private:
    std::unique_ptr<CURLM, decltype(&::curl_multi_cleanup)> multi_;
};

struct HttpOrder {
    HttpUrl url;
    std::string method;
    std::vector<std::string> headers;  // "Name: value", secrets put in
    std::string body;
    bool any_address = false;  // may connect to addresses that are not public
    std::string proxy;         // empty: none
    std::filesystem::path ca_file;
    std::chrono::milliseconds connect{}, idle{}, total{};
    std::uint64_t max_bytes = 0;
};

class HttpTransfer {
  public:
    HttpTransfer(HttpLine& line, HttpOrder order, StopAsked stop);
    ~HttpTransfer();
    HttpTransfer(const HttpTransfer&) = delete;
    HttpTransfer& operator=(const HttpTransfer&) = delete;

    // Sends the request and waits for the head of the answer.
    [[nodiscard]] Result<void> start();
    [[nodiscard]] int status() const { return status_; }
    // As they came, names in lower case.
    [[nodiscard]] const std::vector<std::pair<std::string, std::string>>& headers() const {
        return headers_;
    }
    // The next bytes of the body; empty at its end. Borrowed until the next call.
    [[nodiscard]] Result<std::string_view> read(std::size_t capacity);

  private:
    using Clock = std::chrono::steady_clock;
    struct Calls;  // what the library calls back

    void set_options();
    // Lets the library work until `enough`, the end, or a limit.
    [[nodiscard]] Result<void> drive(const std::function<bool()>& enough);
    [[nodiscard]] Result<void> over_time(Clock::time_point entered) const;
    void take_result();
    [[nodiscard]] Error failure() const;
    [[nodiscard]] Error timed_out(const std::string& what) const;

    HttpLine& line_;
    HttpOrder order_;
    StopAsked stop_;
    std::unique_ptr<CURL, decltype(&::curl_easy_cleanup)> easy_;
    std::unique_ptr<curl_slist, decltype(&::curl_slist_free_all)> header_list_;
    char words_[CURL_ERROR_SIZE] = {};
    int status_ = 0;
    std::vector<std::pair<std::string, std::string>> headers_;
    bool has_head_ = false, ended_ = false, paused_ = false, too_large_ = false;
    CURLcode result_ = CURLE_OK;
    std::string refused_address_;
    std::string body_;  // what came, of which `taken_` bytes were lent
    std::size_t taken_ = 0;
    std::uint64_t received_ = 0;
    Clock::time_point last_byte_;
    Clock::duration spent_{};  // inside of drive: the plugin's own time does not count
};

}  // namespace underpin

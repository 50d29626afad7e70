#include "plugin/http_transfer.h"

#include <algorithm>
#include <new>
#include <sys/socket.h>
#include <unistd.h>

#include "base/text.h"
#include "plugin/http_address.h"

namespace underpin {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds stop_check{100};
constexpr std::size_t most_waiting = 1U << 20;  // bytes of a body that nobody has taken yet
constexpr std::size_t most_headers = 256;
constexpr std::size_t longest_header = 16U << 10;

void begin_library() {
    static const CURLcode once = ::curl_global_init(CURL_GLOBAL_DEFAULT);
    if (once != CURLE_OK) throw std::bad_alloc();
}

std::string seconds_of(milliseconds time) {
    const auto tenths = time.count() / 100;
    return std::to_string(tenths / 10) +
           (tenths % 10 == 0 ? "" : "." + std::to_string(tenths % 10)) + " s";
}

}  // namespace

HttpLine::HttpLine() : multi_(nullptr, ::curl_multi_cleanup) {
    begin_library();
    multi_.reset(::curl_multi_init());
    if (!multi_) throw std::bad_alloc();
}

struct HttpTransfer::Calls {
    static HttpTransfer& self(void* context) { return *static_cast<HttpTransfer*>(context); }

    // The address to connect to, after the name was looked up and for every connection anew: what
    // is checked here is what is used.
    static curl_socket_t open(void* context, curlsocktype, curl_sockaddr* address) {
        HttpTransfer& t = self(context);
        const bool free_to_go = t.order_.any_address || !t.order_.proxy.empty();
        if (!free_to_go && !is_public_address(&address->addr)) {
            t.refused_address_ = address_text(&address->addr);
            return CURL_SOCKET_BAD;
        }
        return ::socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
    }

    static std::size_t header(char* data, std::size_t, std::size_t size, void* context) {
        HttpTransfer& t = self(context);
        t.last_byte_ = Clock::now();
        const std::string line = trim(std::string_view(data, size));
        if (line.starts_with("HTTP/")) {  // also after an interim answer (1xx)
            long status = 0;
            ::curl_easy_getinfo(t.easy_.get(), CURLINFO_RESPONSE_CODE, &status);
            t.status_ = static_cast<int>(status);
            t.headers_.clear();
        } else if (line.empty()) {
            t.has_head_ = t.status_ >= 200;
        } else if (const auto colon = line.find(':'); colon != std::string::npos) {
            if (t.headers_.size() >= most_headers || line.size() > longest_header) return 0;
            t.headers_.emplace_back(to_lower(line.substr(0, colon)), trim(line.substr(colon + 1)));
        }
        return size;
    }

    static std::size_t body(char* data, std::size_t, std::size_t size, void* context) {
        HttpTransfer& t = self(context);
        t.last_byte_ = Clock::now();
        if (t.body_.size() >= most_waiting) {
            t.paused_ = true;
            return CURL_WRITEFUNC_PAUSE;
        }
        t.received_ += size;
        t.too_large_ = t.received_ > t.order_.max_bytes;
        if (t.too_large_) return 0;
        t.body_.append(data, size);
        return size;
    }
};

HttpTransfer::HttpTransfer(HttpLine& line, HttpOrder order, StopAsked stop)
    : line_(line),
      order_(std::move(order)),
      stop_(std::move(stop)),
      easy_(::curl_easy_init(), ::curl_easy_cleanup),
      header_list_(nullptr, ::curl_slist_free_all) {
    if (!easy_) throw std::bad_alloc();
    for (const std::string& header : order_.headers) {
        curl_slist* longer = ::curl_slist_append(header_list_.get(), header.c_str());
        if (longer == nullptr) throw std::bad_alloc();
        static_cast<void>(header_list_.release());
        header_list_.reset(longer);
    }
    set_options();
    ::curl_multi_add_handle(line_.get(), easy_.get());
}

HttpTransfer::~HttpTransfer() { ::curl_multi_remove_handle(line_.get(), easy_.get()); }

void HttpTransfer::set_options() {
    CURL* easy = easy_.get();
    const auto set = [easy](CURLoption option, auto value) {
        if (::curl_easy_setopt(easy, option, value) != CURLE_OK) throw std::bad_alloc();
    };
    set(CURLOPT_URL, order_.url.text.c_str());
    set(CURLOPT_PROTOCOLS_STR, "http,https");
    set(CURLOPT_NOSIGNAL, 1L);
    set(CURLOPT_FOLLOWLOCATION, 0L);           // redirects are HttpAccess's to judge
    set(CURLOPT_PROXY, order_.proxy.c_str());  // "" also keeps the environment out
    set(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
    set(CURLOPT_NETRC, static_cast<long>(CURL_NETRC_IGNORED));
    set(CURLOPT_ACCEPT_ENCODING, "gzip, deflate");
    set(CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(order_.connect.count()));
    set(CURLOPT_SSL_VERIFYPEER, 1L);
    set(CURLOPT_SSL_VERIFYHOST, 2L);
    set(CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
    if (!order_.ca_file.empty()) {
        set(CURLOPT_CAINFO, order_.ca_file.c_str());
        set(CURLOPT_CAPATH, static_cast<char*>(nullptr));  // instead of the system's, not beside
    }
    set(CURLOPT_HTTPHEADER, header_list_.get());
    if (order_.method == "HEAD") {
        set(CURLOPT_NOBODY, 1L);
    } else if (order_.method == "POST") {
        set(CURLOPT_POST, 1L);
        set(CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(order_.body.size()));
        set(CURLOPT_POSTFIELDS, order_.body.c_str());
    }
    set(CURLOPT_ERRORBUFFER, static_cast<char*>(words_));
    set(CURLOPT_PRIVATE, static_cast<void*>(this));
    set(CURLOPT_OPENSOCKETFUNCTION, &Calls::open);
    set(CURLOPT_OPENSOCKETDATA, static_cast<void*>(this));
    set(CURLOPT_HEADERFUNCTION, &Calls::header);
    set(CURLOPT_HEADERDATA, static_cast<void*>(this));
    set(CURLOPT_WRITEFUNCTION, &Calls::body);
    set(CURLOPT_WRITEDATA, static_cast<void*>(this));
}

Result<void> HttpTransfer::start() {
    last_byte_ = Clock::now();
    return drive([this] { return has_head_; });
}

Result<std::string_view> HttpTransfer::read(std::size_t capacity) {
    if (taken_ == body_.size()) {
        body_.clear();
        taken_ = 0;
        if (std::exchange(paused_, false)) ::curl_easy_pause(easy_.get(), CURLPAUSE_CONT);
    }
    if (auto more = drive([this] { return taken_ < body_.size(); }); !more) return more.error();
    const std::string_view piece = std::string_view(body_).substr(taken_, capacity);
    taken_ += piece.size();
    return piece;
}

Result<void> HttpTransfer::drive(const std::function<bool()>& enough) {
    const auto entered = Clock::now();
    last_byte_ = std::max(last_byte_, entered);
    while (!enough() && !ended_) {
        if (stop_()) return Error{ErrorClass::cancelled, "the run was cancelled", {}, {}};
        if (auto in_time = over_time(entered); !in_time) return in_time;
        int running = 0;
        ::curl_multi_perform(line_.get(), &running);
        take_result();
        if (enough() || ended_) break;
        const auto wait = std::min({stop_check, order_.idle, order_.total});
        ::curl_multi_poll(line_.get(), nullptr, 0, static_cast<int>(wait.count()), nullptr);
    }
    spent_ += Clock::now() - entered;
    // What came before a failure is still given out first.
    if (ended_ && !enough() && result_ != CURLE_OK) return failure();
    return {};
}

Result<void> HttpTransfer::over_time(Clock::time_point entered) const {
    const auto now = Clock::now();
    if (now - last_byte_ > order_.idle) {
        return timed_out(std::string(has_head_ ? "stopped sending" : "did not answer") + " for " +
                         seconds_of(order_.idle));
    }
    if (spent_ + (now - entered) > order_.total) {
        return timed_out("had not sent all of its answer after " + seconds_of(order_.total));
    }
    return {};
}

// The end of this transfer, among the messages of all that share the line.
void HttpTransfer::take_result() {
    int left = 0;
    while (const CURLMsg* message = ::curl_multi_info_read(line_.get(), &left)) {
        if (message->msg != CURLMSG_DONE) continue;
        void* owner = nullptr;
        ::curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &owner);
        auto& transfer = *static_cast<HttpTransfer*>(owner);
        transfer.ended_ = true;
        transfer.result_ = message->data.result;
    }
}

Error HttpTransfer::timed_out(const std::string& what) const {
    return {ErrorClass::transient, order_.url.origin() + " " + what, "it is tried again later", {}};
}

Error HttpTransfer::failure() const {
    const std::string at = order_.url.origin();
    const std::string why = words_[0] != '\0' ? words_ : ::curl_easy_strerror(result_);
    if (result_ == CURLE_COULDNT_CONNECT && !refused_address_.empty()) {
        return {ErrorClass::configuration,
                at + " has the address " + refused_address_ + ", which is not a public one",
                "an administrator can allow this host with import.http.allow",
                {}};
    }
    if (too_large_) {
        return {ErrorClass::data,
                at + " sent more than " + std::to_string(order_.max_bytes) + " bytes",
                "ask for less at once, or raise import.http.response_bytes",
                {}};
    }
    switch (result_) {
        case CURLE_COULDNT_RESOLVE_HOST:
            return {ErrorClass::transient,
                    at + " cannot be found: " + why,
                    "is its name right, and does this machine look up names?",
                    {}};
        case CURLE_PEER_FAILED_VERIFICATION:
            return {
                ErrorClass::configuration,
                at + " shows a certificate that is not trusted: " + why,
                "where the portal has a certificate authority of its own, name its file in ca_file",
                {}};
        case CURLE_SSL_CACERT_BADFILE:
            return {ErrorClass::configuration,
                    "the file of certificates cannot be read: " + why,
                    "ca_file must name a PEM file that the server's user may read",
                    {}};
        case CURLE_OPERATION_TIMEDOUT:
            return timed_out("could not be reached within " + seconds_of(order_.connect));
        case CURLE_PARTIAL_FILE:
        case CURLE_GOT_NOTHING:
        case CURLE_RECV_ERROR:
        case CURLE_SEND_ERROR:
            return {ErrorClass::transient,
                    at + " ended its answer too early: " + why,
                    "it is tried again later",
                    {}};
        case CURLE_WRITE_ERROR:
        case CURLE_WEIRD_SERVER_REPLY:
        case CURLE_UNSUPPORTED_PROTOCOL:
        case CURLE_BAD_CONTENT_ENCODING:
            return {ErrorClass::data,
                    at + " does not answer as HTTP says: " + why,
                    "is it the address of a web server?",
                    {}};
        default:
            return {ErrorClass::transient,
                    at + " cannot be reached: " + why,
                    "is it running, and may this machine speak to it?",
                    {}};
    }
}

}  // namespace underpin

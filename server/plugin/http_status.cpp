#include "plugin/http_status.h"

#include <algorithm>
#include <charconv>
#include <curl/curl.h>

namespace underpin {

std::optional<Error> status_failure(int status, const std::string& where) {
    if (status >= 200 && status < 300) return std::nullopt;
    const std::string answered = where + " answered " + std::to_string(status);
    const auto failure = [&](ErrorClass error_class, const char* meaning, const char* hint) {
        return Error{error_class, answered + ": " + meaning, hint, {}};
    };
    constexpr auto configuration = ErrorClass::configuration;
    constexpr auto transient = ErrorClass::transient;
    switch (status) {
        case 401:
            return failure(configuration, "it wants to know who asks",
                           "is the secret there, right and not expired?");
        case 403:
            return failure(configuration, "it does not let this account read that",
                           "which rights does the account of the secret have?");
        case 404:
        case 410:
            return failure(configuration, "there is nothing at that address",
                           "is the address in the source's configuration right?");
        case 407:
            return failure(configuration, "the proxy wants to know who asks",
                           "see import.http.proxy");
        case 408: return failure(transient, "it waited too long", "it is tried again later");
        case 429: return failure(transient, "too many requests", "read this source less often");
        default: break;
    }
    if (status >= 500) {
        return failure(transient, "it has a fault of its own", "it is tried again later");
    }
    if (status >= 400) return failure(configuration, "it refuses the request", "");
    return failure(configuration, "it sends elsewhere, which is not followed here",
                   "give the address that it leads to");
}

bool is_redirect(int status) {
    return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

bool is_worth_retrying(int status, bool safe) {
    return status == 429 || status == 503 || (safe && (status == 502 || status == 504));
}

const std::string* header_of(const HttpHeaders& headers, std::string_view name) {
    const auto found = std::ranges::find(headers, name, &HttpHeaders::value_type::first);
    return found == headers.end() ? nullptr : &found->second;
}

std::optional<std::chrono::milliseconds> retry_after(const HttpHeaders& headers) {
    const std::string* text = header_of(headers, "retry-after");
    if (text == nullptr || text->empty()) return std::nullopt;
    std::int64_t seconds = 0;
    const char* end = text->data() + text->size();
    const auto [stopped, failed] = std::from_chars(text->data(), end, seconds);
    constexpr std::int64_t longest = 86'400;
    if (failed == std::errc{} && stopped == end) {
        return std::chrono::seconds(std::clamp<std::int64_t>(seconds, 0, longest));
    }
    const std::string* date = header_of(headers, "date");
    if (date == nullptr) return std::nullopt;
    const std::int64_t until = ::curl_getdate(text->c_str(), nullptr);
    const std::int64_t now = ::curl_getdate(date->c_str(), nullptr);
    if (until < 0 || now < 0) return std::nullopt;
    return std::chrono::seconds(std::clamp<std::int64_t>(until - now, 0, longest));
}

}  // namespace underpin

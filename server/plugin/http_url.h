// The URLs of requests, read once by the same library that will connect, so that nothing is checked
// in one spelling and asked in another. Plain values; any thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"

namespace underpin {

struct HttpUrl {
    std::string text;    // normalized, without fragment
    std::string scheme;  // "https" or "http"
    std::string host;    // lower case, IPv6 in brackets
    std::uint16_t port = 0;

    [[nodiscard]] bool secure() const { return scheme == "https"; }
    // "https://status.example.org", with the port where it is not the scheme's own.
    [[nodiscard]] std::string origin() const;
};

// ErrorClass::configuration for what is no absolute http(s) URL or carries a user or password.
[[nodiscard]] Result<HttpUrl> parse_http_url(std::string_view text);

// Where a Location header leads from there.
[[nodiscard]] Result<HttpUrl> resolve_http_url(const HttpUrl& base, std::string_view location);

}  // namespace underpin

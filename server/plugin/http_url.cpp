#include "plugin/http_url.h"

#include <curl/curl.h>
#include <memory>

#include "base/text.h"

namespace underpin {
namespace {

using Handle = std::unique_ptr<CURLU, decltype(&::curl_url_cleanup)>;

Handle make_handle() { return {::curl_url(), ::curl_url_cleanup}; }

std::string part_of(CURLU* handle, CURLUPart part, unsigned flags = 0) {
    char* text = nullptr;
    if (::curl_url_get(handle, part, &text, flags) != CURLUE_OK || text == nullptr) return {};
    std::string copy(text);
    ::curl_free(text);
    return copy;
}

Error no_url(std::string_view text, const std::string& why) {
    // The query may hold what nobody should read in a log.
    const std::string shown(text.substr(0, std::min(text.find('?'), std::size_t{200})));
    return {ErrorClass::configuration,
            "\"" + shown + "\" cannot be asked for: " + why,
            "give an address such as https://status.example.org",
            {}};
}

Result<HttpUrl> read(CURLU* handle, std::string_view text) {
    HttpUrl url;
    url.scheme = part_of(handle, CURLUPART_SCHEME);
    url.host = to_lower(part_of(handle, CURLUPART_HOST));
    const std::string port = part_of(handle, CURLUPART_PORT, CURLU_DEFAULT_PORT);
    if (url.scheme != "https" && url.scheme != "http") {
        return no_url(text, "it begins with neither https:// nor http://");
    }
    if (url.host.empty()) return no_url(text, "it names no host");
    if (!part_of(handle, CURLUPART_USER).empty() || !part_of(handle, CURLUPART_PASSWORD).empty()) {
        return no_url(text, "it holds a user or password, which belong into the source's secrets");
    }
    ::curl_url_set(handle, CURLUPART_FRAGMENT, nullptr, 0);
    url.port = static_cast<std::uint16_t>(std::stoul(port));
    url.text = part_of(handle, CURLUPART_URL);
    return url;
}

}  // namespace

std::string HttpUrl::origin() const {
    const bool usual = port == (secure() ? 443 : 80);
    return scheme + "://" + host + (usual ? "" : ":" + std::to_string(port));
}

Result<HttpUrl> parse_http_url(std::string_view text) {
    const Handle handle = make_handle();
    const CURLUcode code =
        ::curl_url_set(handle.get(), CURLUPART_URL, std::string(text).c_str(), 0);
    if (code != CURLUE_OK || text.find('\0') != std::string_view::npos) {
        return no_url(text, code == CURLUE_OK ? "it holds a zero byte" : ::curl_url_strerror(code));
    }
    return read(handle.get(), text);
}

Result<HttpUrl> resolve_http_url(const HttpUrl& base, std::string_view location) {
    const Handle handle = make_handle();
    ::curl_url_set(handle.get(), CURLUPART_URL, base.text.c_str(), 0);
    // Setting a relative reference on a complete URL resolves it.
    const CURLUcode code =
        ::curl_url_set(handle.get(), CURLUPART_URL, std::string(location).c_str(), 0);
    if (code != CURLUE_OK) return no_url(location, ::curl_url_strerror(code));
    return read(handle.get(), location);
}

}  // namespace underpin

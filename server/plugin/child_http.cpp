#include "plugin/child_http.h"

#include <algorithm>

#include "base/text.h"
#include "plugin/abi_values.h"

namespace underpin {
namespace {

using wire::Frame;

}  // namespace

underpin_result ChildHttp::send(const underpin_http_request& request,
                                underpin_http_response& response) {
    wire::Writer frame;
    frame.text(view(request.method));
    frame.text(view(request.url));
    frame.number(static_cast<std::uint32_t>(request.header_count));
    for (std::size_t i = 0; i < request.header_count; ++i) {
        frame.text(view(request.headers[i].name));
        frame.text(view(request.headers[i].value));
    }
    frame.text(view(request.body));
    frame.number(request.any_status);
    std::string_view answer;
    const underpin_result result = ask_(Frame::http_send, frame, answer);
    if (result != UNDERPIN_OK) return result;
    wire::Reader in(answer);
    underpin_http_response known{};
    known.size = std::min(response.size, sizeof(known));
    known.handle = in.number<std::int64_t>();
    known.asked_at = in.number<std::int64_t>();
    known.status = in.number<std::int32_t>();
    Headers headers;
    const auto count = in.number<std::uint32_t>();
    for (std::uint32_t i = 0; in.ok() && i < count; ++i) {
        std::string name(in.text());
        const std::string value(in.text());
        std::string& all = headers[std::move(name)];
        all += (all.empty() ? "" : ", ") + value;
    }
    if (!in.ok()) return UNDERPIN_INTERNAL;
    headers_[known.handle] = std::move(headers);
    std::memcpy(&response, &known, known.size);
    return UNDERPIN_OK;
}

underpin_text ChildHttp::header(std::int64_t handle, std::string_view name) const {
    const auto open = headers_.find(handle);
    if (open == headers_.end()) return {nullptr, 0};
    const auto found = open->second.find(to_lower(name));
    if (found == open->second.end()) return {nullptr, 0};
    return {found->second.data(), found->second.size()};
}

underpin_result ChildHttp::read(std::int64_t handle, void* buffer, std::size_t capacity,
                                std::size_t& got) {
    wire::Writer frame;
    frame.number(handle);
    frame.number(static_cast<std::uint32_t>(std::min(capacity, wire::max_read)));
    std::string_view answer;
    const underpin_result result = ask_(Frame::http_read, frame, answer);
    if (result != UNDERPIN_OK) return result;
    const std::string_view bytes = wire::Reader(answer).text(capacity);
    if (!bytes.empty()) std::memcpy(buffer, bytes.data(), bytes.size());
    got = bytes.size();
    return UNDERPIN_OK;
}

void ChildHttp::close(std::int64_t handle) {
    headers_.erase(handle);
    wire::Writer frame;
    frame.number(handle);
    tell_(Frame::http_close, frame);
}

}  // namespace underpin

#include "plugin/http_answers.h"

#include <nlohmann/json.hpp>

#include "underpin/plugin.h"

namespace underpin {

using wire::Frame;

HttpContext http_context_of(const ImportJob& job, StopAsked stop) {
    HttpContext context;
    context.rules = job.http;
    context.secrets = job.secrets;
    context.origins = origins_in(job.config_json);
    context.clock = job.clock;
    context.stop = std::move(stop);
    // `ca_file` means the same for every importer, as `max_rejects` does.
    const auto config = nlohmann::json::parse(job.config_json, nullptr, false);
    if (config.is_object() && config.contains("ca_file") && config["ca_file"].is_string()) {
        context.rules.ca_file = job.folder / config["ca_file"].get<std::string>();
    }
    return context;
}

HttpAnswers::HttpAnswers(HttpContext context, bool keeps_evidence, ImportEvents& events)
    : access_(std::move(context)), keeps_evidence_(keeps_evidence), events_(events) {}

std::optional<Error> HttpAnswers::answer(Frame type, wire::Reader& in, wire::Writer& out) {
    return type == Frame::http_send ? send(in, out) : read(in, out);
}

std::optional<Error> HttpAnswers::send(wire::Reader& in, wire::Writer& out) {
    HttpCall call;
    call.method = in.text();
    call.url = in.text();
    const auto count = in.number<std::uint32_t>();
    for (std::uint32_t i = 0; in.ok() && i < count && i < wire::max_http_headers; ++i) {
        std::string name(in.text());
        call.headers.emplace_back(std::move(name), in.text());
    }
    call.body = in.text(wire::max_body);
    call.any_status = in.number<std::int32_t>() != 0;
    if (!in.ok()) return std::nullopt;
    const auto head = access_.send(call);
    if (!head) return head.error();
    handles_.emplace(head->handle, false);
    current_ = *access_.name_of(head->handle);
    out.number(std::int32_t{UNDERPIN_OK});
    out.number(head->handle);
    out.number(head->asked_at ? head->asked_at->ms : UNDERPIN_ABSENT);
    out.number(std::int32_t{head->status});
    out.number(static_cast<std::uint32_t>(head->headers.size()));
    for (const auto& [name, value] : head->headers) {
        out.text(name);
        out.text(value);
    }
    return std::nullopt;
}

std::optional<Error> HttpAnswers::read(wire::Reader& in, wire::Writer& out) {
    const auto handle = in.number<std::int64_t>();
    const auto capacity = in.number<std::uint32_t>();
    if (!in.ok()) return std::nullopt;
    const auto got = access_.read(handle, capacity);
    if (!got) return got.error();
    handles_[handle] = true;
    if (keeps_evidence_) events_.raw(*access_.name_of(handle), *got);
    out.number(std::int32_t{UNDERPIN_OK});
    out.text(*got);
    return std::nullopt;
}

void HttpAnswers::close(std::int64_t handle) {
    const auto name = access_.close(handle);
    if (!name) return;
    const bool was_read = handles_[handle];
    handles_.erase(handle);
    if (keeps_evidence_ && was_read) events_.raw_end(*name);
}

void HttpAnswers::close_all() {
    while (!handles_.empty()) close(handles_.begin()->first);
}

}  // namespace underpin

#include "plugin/child_host.h"

#include <atomic>
#include <chrono>
#include <csignal>
#include <nlohmann/json.hpp>

#include "plugin/abi_values.h"
#include "plugin/batch_frame.h"

namespace underpin {
namespace {

using wire::Frame;

volatile std::sig_atomic_t cancel_requested = 0;

std::string_view cut(std::string_view text) { return text.substr(0, wire::max_text); }

std::int64_t steady_ms() {
    return std::chrono::duration_cast<std::chrono::milliseconds>(
               std::chrono::steady_clock::now().time_since_epoch())
        .count();
}

constexpr std::int64_t ms_per_day = 86'400'000;

}  // namespace

struct ChildHost::Config {
    nlohmann::ordered_json root;
};

// The functions of the tables: `self` is the ChildHost.
struct ChildHost::Calls {
    static ChildHost& host(void* self) { return *static_cast<ChildHost*>(self); }

    static void log(void* self, std::int32_t level, underpin_text text) {
        wire::Writer frame;
        frame.number(level);
        frame.text(cut(view(text)));
        host(self).send(Frame::log, frame);
    }
    static void fail(void* self, underpin_text message, underpin_text detail) {
        host(self).fail(view(message), view(detail));
    }
    static underpin_text config(void* self, underpin_text pointer) {
        return host(self).config(view(pointer));
    }
    static std::int32_t cancelled(void* self) {
        // A plugin that asks is alive; once a second is often enough to say so.
        ChildHost& h = host(self);
        const std::int64_t now = steady_ms();
        bool due = false;
        {
            const std::lock_guard lock(h.sending_);
            due = now - h.last_alive_ms_ >= 1000;
            if (due) h.last_alive_ms_ = now;
        }
        if (due) h.send(Frame::alive, {});
        return cancel_requested;
    }
    static void progress(void* self, std::uint64_t done, std::uint64_t total) {
        wire::Writer frame;
        frame.number(done);
        frame.number(total);
        host(self).send(Frame::progress, frame);
    }
    static underpin_result instant(void* self, underpin_text zone, std::int64_t local_day,
                                   std::int64_t ms, std::int64_t* out, std::int32_t* kind) {
        ChildHost& h = host(self);
        std::int32_t found = UNDERPIN_LOCAL_UNIQUE;
        const underpin_result result = h.instant(view(zone), local_day, ms, *out, found);
        if (result != UNDERPIN_OK || kind == nullptr) return result;
        *kind = found;
        if (found != UNDERPIN_LOCAL_UNIQUE) {
            wire::Writer frame;
            frame.number(found);
            frame.text(cut(view(zone)));
            frame.number(local_day);
            frame.number(ms);
            h.send(Frame::local_time, frame);
        }
        return UNDERPIN_OK;
    }
    static const void* extension(void* self, underpin_text name) {
        if (view(name) == UNDERPIN_FILE_EXTENSION) return &host(self).files_;
        if (view(name) == UNDERPIN_HTTP_EXTENSION) return &host(self).http_table_;
        return nullptr;
    }

    static underpin_result list(void* self, underpin_text pattern,
                                void (*found)(void*, underpin_text, std::uint64_t), void* context) {
        wire::Writer request;
        request.text(cut(view(pattern)));
        std::string_view answer;
        const underpin_result result = host(self).ask(Frame::list, request, answer);
        if (result != UNDERPIN_OK) return result;
        wire::Reader in(answer);
        const auto count = in.number<std::uint32_t>();
        for (std::uint32_t i = 0; i < count; ++i) {
            const std::string_view name = in.text();
            const auto bytes = in.number<std::uint64_t>();
            if (!in.ok()) return UNDERPIN_INTERNAL;
            found(context, {name.data(), name.size()}, bytes);
        }
        return UNDERPIN_OK;
    }
    static underpin_result open(void* self, underpin_text name, std::int64_t* handle) {
        wire::Writer request;
        request.text(cut(view(name)));
        std::string_view answer;
        const underpin_result result = host(self).ask(Frame::open, request, answer);
        if (result == UNDERPIN_OK) *handle = wire::Reader(answer).number<std::int64_t>();
        return result;
    }
    static underpin_result read(void* self, std::int64_t handle, void* buffer, std::size_t capacity,
                                std::size_t* got) {
        wire::Writer request;
        request.number(handle);
        request.number(static_cast<std::uint32_t>(std::min(capacity, wire::max_read)));
        std::string_view answer;
        const underpin_result result = host(self).ask(Frame::read, request, answer);
        if (result != UNDERPIN_OK) return result;
        const std::string_view bytes = wire::Reader(answer).text(capacity);
        if (!bytes.empty()) std::memcpy(buffer, bytes.data(), bytes.size());
        *got = bytes.size();
        return UNDERPIN_OK;
    }
    static void close(void* self, std::int64_t handle) {
        wire::Writer frame;
        frame.number(handle);
        host(self).send(Frame::close, frame);
    }

    static underpin_result http_send(void* self, const underpin_http_request* request,
                                     underpin_http_response* response) {
        ChildHost& h = host(self);
        underpin_http_request known{};
        std::memcpy(&known, request, std::min(request->size, sizeof(known)));
        if (known.header_count > wire::max_http_headers || known.body.size > wire::max_body) {
            return h.broken("its request has too many headers, or a body that is too large");
        }
        return h.http_.send(known, *response);
    }
    static underpin_text http_header(void* self, std::int64_t handle, underpin_text name) {
        return host(self).http_.header(handle, view(name));
    }
    static underpin_result http_read(void* self, std::int64_t handle, void* buffer,
                                     std::size_t capacity, std::size_t* got) {
        return host(self).http_.read(handle, buffer, capacity, *got);
    }
    static void http_close(void* self, std::int64_t handle) { host(self).http_.close(handle); }

    static underpin_result batch(void* self, std::int32_t shape, const underpin_batch* batch) {
        ChildHost& h = host(self);
        wire::Writer frame;
        underpin_batch known{};
        std::memcpy(&known, batch, std::min(batch->size, sizeof(known)));
        if (const auto fault = wire::write_batch(shape, known, frame)) return h.broken(*fault);
        return h.sent(h.send(Frame::batch, frame));
    }
    static underpin_result reject(void* self, std::int64_t place, underpin_text column,
                                  underpin_text text, underpin_text reason) {
        wire::Writer frame;
        frame.number(place);
        for (const underpin_text part : {column, text, reason}) frame.text(cut(view(part)));
        return host(self).sent(host(self).send(Frame::reject, frame));
    }
    static underpin_result covered(void* self, std::int64_t from, std::int64_t to) {
        wire::Writer frame;
        frame.number(from);
        frame.number(to);
        return host(self).sent(host(self).send(Frame::covered, frame));
    }
    static underpin_result checkpoint(void* self, const void* state, std::size_t size) {
        if (size > wire::max_state) {
            return host(self).broken("a checkpoint's state has " + std::to_string(size) +
                                     " bytes; 65536 is the most");
        }
        wire::Writer frame;
        frame.text({static_cast<const char*>(state), size});
        return host(self).sent(host(self).send(Frame::checkpoint, frame));
    }
    static underpin_result superseded(void* self, std::int64_t rows) {
        wire::Writer frame;
        frame.number(rows);
        return host(self).sent(host(self).send(Frame::superseded, frame));
    }
};

ChildHost::ChildHost(wire::Pipe pipe, const wire::Start& start, TimeZone zone)
    : pipe_(std::move(pipe)),
      zone_(zone),
      config_(std::make_unique<Config>()),
      http_([this](Frame type, const wire::Writer& request,
                   std::string_view& answer) { return ask(type, request, answer); },
            [this](Frame type, const wire::Writer& frame) { send(type, frame); }) {
    config_->root = nlohmann::ordered_json::parse(start.config, nullptr, false);
    table_ = {sizeof(table_),  this,           Calls::log,
              Calls::fail,     Calls::config,  Calls::cancelled,
              Calls::progress, Calls::instant, Calls::extension};
    files_ = {sizeof(files_), Calls::list, Calls::open, Calls::read, Calls::close};
    http_table_ = {sizeof(http_table_), Calls::http_send, Calls::http_header, Calls::http_read,
                   Calls::http_close};
    sink_ = {sizeof(sink_),    this, Calls::batch, Calls::reject, Calls::covered, Calls::checkpoint,
             Calls::superseded};
}

ChildHost::~ChildHost() = default;

void ChildHost::cancel() noexcept { cancel_requested = 1; }

bool ChildHost::send(Frame type, const wire::Writer& frame) {
    const std::lock_guard lock(sending_);
    return pipe_.send(type, frame.bytes());
}

// The server is gone, or the work is to stop: either way the plugin has to return.
underpin_result ChildHost::sent(bool delivered) {
    return delivered && cancel_requested == 0 ? UNDERPIN_OK : UNDERPIN_CANCELLED;
}

underpin_result ChildHost::ask(Frame type, const wire::Writer& request, std::string_view& answer) {
    if (!send(type, request)) return UNDERPIN_CANCELLED;
    Frame got{};
    std::string_view bytes;
    if (pipe_.receive(std::chrono::milliseconds(-1), got, bytes) != wire::Receive::frame ||
        got != Frame::answer) {
        return UNDERPIN_CANCELLED;
    }
    wire::Reader in(bytes);
    const auto result = in.number<std::int32_t>();
    if (result != UNDERPIN_OK) {
        fail(in.text(), {});
    } else {
        answer = bytes.substr(sizeof(result));
    }
    return result;
}

void ChildHost::fail(std::string_view message, std::string_view detail) {
    if (!message.empty()) message_ = cut(message);
    if (!detail.empty()) detail_ = cut(detail);
}

underpin_result ChildHost::broken(std::string_view what) {
    broken_ = true;
    fail(std::string("the plugin has a fault: ") + std::string(what), {});
    return UNDERPIN_INTERNAL;
}

underpin_result ChildHost::instant(std::string_view zone, std::int64_t local_day, std::int64_t ms,
                                   std::int64_t& out, std::int32_t& kind) {
    if (local_day < -furthest_day || local_day > furthest_day || ms < 0 || ms > ms_per_day) {
        return broken("it asked for the instant of an impossible local time");
    }
    if (zone.empty() || zone == zone_.name()) {
        const LocalToInstant found = zone_.to_instant(LocalTime{local_day * ms_per_day + ms});
        out = found.instant.ms;
        kind = static_cast<std::int32_t>(found.kind);
        return UNDERPIN_OK;
    }
    wire::Writer request;
    request.text(cut(zone));
    request.number(local_day);
    request.number(ms);
    std::string_view answer;
    const underpin_result result = ask(Frame::instant, request, answer);
    if (result != UNDERPIN_OK) return result;
    wire::Reader in(answer);
    out = in.number<std::int64_t>();
    kind = in.number<std::int32_t>();
    return in.ok() ? UNDERPIN_OK : UNDERPIN_INTERNAL;
}

underpin_text ChildHost::config(std::string_view pointer) {
    try {
        const nlohmann::ordered_json::json_pointer path{std::string(pointer)};
        if (config_->root.is_discarded() || !config_->root.contains(path)) return {nullptr, 0};
        lent_.push_back(config_->root.at(path).dump());
        return {lent_.back().data(), lent_.back().size()};
    } catch (const nlohmann::json::exception&) {
        return {nullptr, 0};
    }
}

void ChildHost::found_stream(const underpin_stream& stream) {
    wire::Writer frame;
    frame.text(cut(view(stream.name)));
    frame.number(stream.shape);
    frame.text(cut(view(stream.title)));
    send(Frame::stream, frame);
}

void ChildHost::done(underpin_result result) {
    if (broken_ && result == UNDERPIN_OK) result = UNDERPIN_INTERNAL;
    if (result != UNDERPIN_OK) {
        wire::Writer words;
        words.text(message_);
        words.text(detail_);
        send(Frame::fail, words);
    }
    wire::Writer frame;
    frame.number(result);
    send(Frame::done, frame);
}

}  // namespace underpin

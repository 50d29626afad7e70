#include "plugin/import_session.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/text.h"
#include "base/time_zone.h"
#include "plugin/abi_values.h"

namespace underpin {
namespace {

using wire::Frame;
using Steady = std::chrono::steady_clock;

constexpr std::chrono::milliseconds cancel_check{100};
constexpr std::chrono::milliseconds end_wait{10'000};
constexpr std::size_t most_texts = 20;  // warnings that the outcome repeats
constexpr std::size_t most_streams = 1000;

// Text for people and for the store: what is no UTF-8 shows as replacement characters.
std::string clean(std::string_view text) {
    if (is_utf8(text)) return std::string(text);
    std::string out;
    for (const char c : text) {
        if (static_cast<unsigned char>(c) < 0x80)
            out += c;
        else
            out += "\xEF\xBF\xBD";
    }
    return out;
}

std::int32_t result_of(ErrorClass error_class) {
    switch (error_class) {
        case ErrorClass::transient: return UNDERPIN_TRANSIENT;
        case ErrorClass::data: return UNDERPIN_DATA;
        case ErrorClass::cancelled: return UNDERPIN_CANCELLED;
        case ErrorClass::internal: return UNDERPIN_INTERNAL;
        default: return UNDERPIN_CONFIGURATION;
    }
}

ErrorClass class_of(std::int32_t result) {
    switch (result) {
        case UNDERPIN_CONFIGURATION: return ErrorClass::configuration;
        case UNDERPIN_TRANSIENT: return ErrorClass::transient;
        case UNDERPIN_DATA: return ErrorClass::data;
        case UNDERPIN_CANCELLED: return ErrorClass::cancelled;
        case UNDERPIN_UNSUPPORTED: return ErrorClass::unsupported;
        default: return ErrorClass::internal;
    }
}

FileAccess files_of(const ImportJob& job) {
    if (job.file) return FileAccess::only(*job.file, job.file_name);
    return {job.folder, job.roots};
}

// `max_rejects` means the same for every importer, so the host counts.
std::optional<std::int64_t> max_rejects_of(const std::string& config_json) {
    const auto config = nlohmann::json::parse(config_json, nullptr, false);
    if (!config.is_object()) return std::nullopt;
    const auto found = config.find("max_rejects");
    if (found == config.end() || !found->is_number_integer()) return std::nullopt;
    return found->get<std::int64_t>();
}

bool is_instant(std::int64_t ms) { return Instant::min().ms <= ms && ms <= Instant::max().ms; }

std::optional<Shape> shape_of(std::int32_t shape) {
    switch (shape) {
        case UNDERPIN_SHAPE_INTERVAL: return Shape::interval;
        case UNDERPIN_SHAPE_CASE: return Shape::case_;
        case UNDERPIN_SHAPE_SAMPLE: return Shape::sample;
        default: return std::nullopt;
    }
}

}  // namespace

ImportSession::ImportSession(const ImportJob& job, wire::Command command, ImportEvents& events)
    : job_(job),
      command_(command),
      events_(events),
      files_(files_of(job)),
      http_(http_context_of(job, [this] { return wait_a_little(); }),
            command == wire::Command::read, events),
      max_rejects_(max_rejects_of(job.config_json)),
      state_(job.state) {}

Result<ImportTotals> ImportSession::run() {
    auto child = ChildProcess::start(job_.host_program);
    if (!child) return child.error();
    if (!child->pipe().send(Frame::start, wire::encode(start_frame()),
                            Milliseconds(job_.limits.deadline_ms))) {
        return ended(*child);
    }
    if (auto error = converse(*child)) return *error;
    // The result counts only when the child ends well too.
    if (const std::string how = child->reap(end_wait); how != "exited with status 0") {
        return failure(ErrorClass::internal, how);
    }
    close_all();
    // Rows that came after the wish to stop were dropped: such a run is never whole.
    if (cancelling_) return failed_result(UNDERPIN_CANCELLED);
    if (*result_ != UNDERPIN_OK) return failed_result(*result_);
    keep_the_rest();
    finish_warnings();
    return outcome_;
}

wire::Start ImportSession::start_frame() const {
    return {command_,
            job_.plugin.string(),
            job_.time_zone,
            job_.config_json,
            job_.stream,
            job_.state,
            job_.limits.memory_bytes,
            job_.limits.cpu_seconds,
            job_.limits.open_files};
}

std::optional<Error> ImportSession::converse(ChildProcess& child) {
    while (!result_) {
        Frame type{};
        std::string_view bytes;
        if (auto error = wait_for_frame(child, type, bytes)) return error;
        if (auto error = take(child, type, bytes)) return error;
    }
    return std::nullopt;
}

// Called while a portal is waited for: true when that is to end.
bool ImportSession::wait_a_little() {
    events_.waiting();
    return cancel_wanted();
}

bool ImportSession::cancel_wanted() const {
    return job_.cancel != nullptr && job_.cancel->load(std::memory_order_relaxed);
}

std::optional<Error> ImportSession::wait_for_frame(ChildProcess& child, Frame& type,
                                                   std::string_view& bytes) {
    const auto silent_at = Steady::now() + Milliseconds(job_.limits.deadline_ms);
    bool child_is_gone = false;
    while (true) {
        if (cancel_wanted() && !cancelling_) {
            cancelling_ = true;
            kill_at_ = Steady::now() + Milliseconds(job_.limits.grace_ms);
            child.ask_to_stop();
        }
        const auto until = cancelling_ ? std::min(kill_at_, silent_at) : silent_at;
        const auto left = std::chrono::ceil<Milliseconds>(until - Steady::now());
        if (left.count() <= 0) {
            child.kill_and_reap();
            if (cancelling_) return failed_result(UNDERPIN_CANCELLED);
            return failure(ErrorClass::transient,
                           "gave no sign of life for " +
                               format_duration(Duration{job_.limits.deadline_ms}) +
                               " and was stopped");
        }
        switch (child.pipe().receive(std::min(left, cancel_check), type, bytes)) {
            case wire::Receive::frame: return std::nullopt;
            case wire::Receive::end: return ended(child);
            case wire::Receive::too_large: return bad_frame("a message that is too large");
            case wire::Receive::nothing:
                // The pipe may outlive the child in a process that the plugin started. What the
                // child wrote before its end is read first.
                if (child_is_gone) return ended(child);
                child_is_gone = child.has_ended();
                events_.waiting();
                break;
        }
    }
}

std::optional<Error> ImportSession::take(ChildProcess& child, Frame type, std::string_view bytes) {
    switch (type) {
        case Frame::batch:
        case Frame::reject:
        case Frame::covered:
        case Frame::checkpoint:
        case Frame::superseded:
            if (command_ != wire::Command::read) return bad_frame("rows where none were asked for");
            // What comes after the wish to stop belongs to no checkpoint that will be kept.
            return cancelling_ ? std::nullopt : take_rows(type, bytes);
        case Frame::list:
        case Frame::open:
        case Frame::read:
        case Frame::close:
        case Frame::instant:
        case Frame::http_send:
        case Frame::http_read:
        case Frame::http_close: return answer(child, type, bytes);
        default: return take_words(type, bytes);
    }
}

std::optional<Error> ImportSession::take_rows(Frame type, std::string_view bytes) {
    if (type == Frame::batch) return take_batch(bytes);
    wire::Reader in(bytes);
    if (type == Frame::reject) {
        RejectedRow reject{current_file_, in.number<std::int64_t>(), {}, {}, {}};
        reject.column = clean(in.text());
        reject.text = clean(in.text());
        reject.reason = clean(in.text());
        if (!in.at_end()) return bad_frame("a rejected row that is cut off");
        set_aside(std::move(reject));
    } else if (type == Frame::covered) {
        const auto from = in.number<std::int64_t>();
        const auto to = in.number<std::int64_t>();
        if (!in.at_end() || !is_instant(from) || !is_instant(to) || to < from) {
            return bad_frame("a coverage that ends before it begins");
        }
        unkept_ = true;
        if (from < to) events_.covered({Instant{from}, Instant{to}});
    } else if (type == Frame::superseded) {
        const auto rows = in.number<std::int64_t>();
        constexpr std::int64_t most = std::int64_t{1} << 40;
        if (!in.at_end() || rows < 0 || rows > most) {
            return bad_frame("a count of rows that cannot be");
        }
        outcome_.read += rows;
        outcome_.superseded += rows;
    } else {
        const std::string_view state = in.text(wire::max_state);
        if (!in.at_end()) return bad_frame("a checkpoint that is cut off");
        state_ = state;
        unkept_ = false;
        events_.checkpoint(state_);
        ++checkpoints_;
    }
    return too_many_rejects();
}

std::optional<Error> ImportSession::too_many_rejects() const {
    if (!max_rejects_ || outcome_.rejected <= *max_rejects_) return std::nullopt;
    return Error{ErrorClass::data,
                 "more than " + std::to_string(*max_rejects_) +
                     " rows could not be read (max_rejects); the last one: " + last_reject_,
                 "look at the rejected rows; most often a time format or a column is wrong",
                 {}};
}

std::optional<Error> ImportSession::take_batch(std::string_view bytes) {
    wire::BatchView batch;
    if (const auto fault = wire::read_batch(bytes, batch)) return bad_frame(*fault);
    std::vector<Record> records;
    const auto fault =
        reader_.read(batch, records,
                     [&](std::int64_t place, std::string_view column, const std::string& text,
                         const std::string& reason) {
                         set_aside({current_file_, place, std::string(column), text, reason});
                     });
    if (fault) return bad_frame(*fault);
    const auto count = static_cast<std::int64_t>(records.size());
    outcome_.records += count;
    outcome_.read += count;
    unkept_ = true;
    if (count != 0) events_.batch(current_file_, std::move(records));
    return too_many_rejects();
}

void ImportSession::set_aside(RejectedRow reject) {
    last_reject_ = (reject.file.empty() ? "" : reject.file + ":") + std::to_string(reject.place) +
                   (reject.column.empty() ? "" : ", " + reject.column) + ": \"" +
                   clean(reject.text.substr(0, 80)) + "\" " + reject.reason;
    ++outcome_.read;
    ++outcome_.rejected;
    unkept_ = true;
    events_.reject(reject);
}

// False: the frame is cut off or says what it must not.
bool ImportSession::take_about(Frame type, wire::Reader& in, std::string_view bytes) {
    if (type == Frame::describe) {
        wire::Description description;
        if (command_ != wire::Command::describe || !wire::decode(bytes, description)) return false;
        description_ = std::move(description);
        return true;
    }
    if (type == Frame::stream) {
        StreamInfo stream;
        stream.name = clean(in.text());
        const auto shape = shape_of(in.number<std::int32_t>());
        stream.title = clean(in.text());
        if (!in.at_end() || !shape) return false;
        stream.shape = *shape;
        if (streams_.size() < most_streams) streams_.push_back(std::move(stream));
        return true;
    }
    const auto kind = in.number<std::int32_t>();
    const std::string zone = clean(in.text());
    const auto local_day = in.number<std::int64_t>();
    const auto local_ms = in.number<std::int64_t>();
    if (!in.at_end() || local_day < -furthest_day || local_day > furthest_day || local_ms < 0 ||
        local_ms > day.ms) {
        return false;
    }
    local_times_.add(kind, zone.empty() ? job_.time_zone : zone, local_day, local_ms);
    return true;
}

std::optional<Error> ImportSession::take_words(Frame type, std::string_view bytes) {
    wire::Reader in(bytes);
    bool whole = true;
    switch (type) {
        case Frame::alive: break;
        case Frame::log: {
            const auto level = in.number<std::int32_t>();
            std::string text = clean(in.text());
            whole = in.at_end();
            if (!whole) break;
            if (level >= UNDERPIN_LOG_WARNING)
                warn(std::move(text));
            else
                events_.log(level, text);
            break;
        }
        case Frame::progress: {
            const auto done = in.number<std::uint64_t>();
            const auto total = in.number<std::uint64_t>();
            whole = in.at_end();
            if (whole) events_.progress(done, total);
            break;
        }
        case Frame::fail:
            message_ = clean(in.text());
            detail_ = clean(in.text());
            whole = in.at_end();
            break;
        case Frame::done:
            result_ = in.number<std::int32_t>();
            whole = in.at_end();
            break;
        case Frame::describe:
        case Frame::stream:
        case Frame::local_time: whole = take_about(type, in, bytes); break;
        default: return bad_frame("a message of an unknown kind");
    }
    if (!whole) return bad_frame("a message that is cut off");
    return std::nullopt;
}

std::optional<Error> ImportSession::answer(ChildProcess& child, Frame type,
                                           std::string_view bytes) {
    wire::Reader in(bytes);
    if (type == Frame::close) {
        close_file(in.number<std::int64_t>());
        return std::nullopt;
    }
    if (type == Frame::http_close) {
        http_.close(in.number<std::int64_t>());
        return std::nullopt;
    }
    wire::Writer out;
    refused_.reset();
    if (cancelling_) {
        refused_ = Error{ErrorClass::cancelled, "the run was cancelled", {}, {}};
    } else if (type == Frame::instant) {
        answer_instant(in, out);
    } else if (type == Frame::http_send || type == Frame::http_read) {
        refused_ = http_.answer(type, in, out);
        current_file_ = http_.current();
    } else {
        answer_file(type, in, out);
    }
    if (!in.ok()) return bad_frame("a request that is cut off");
    if (refused_) {
        out.clear();
        out.number(result_of(refused_->error_class));
        out.text(refused_->message.substr(0, wire::max_text));
        hint_ = refused_->hint;
    }
    if (child.pipe().send(Frame::answer, out.bytes(), Milliseconds(job_.limits.deadline_ms))) {
        return std::nullopt;
    }
    return ended(child);
}

void ImportSession::answer_file(Frame type, wire::Reader& in, wire::Writer& out) {
    out.number(std::int32_t{UNDERPIN_OK});
    if (type == Frame::list) {
        const auto found = files_.list(in.text());
        if (!found) {
            refused_ = found.error();
            return;
        }
        hint_ = found->empty() ? "looked in " + files_.where() : "";
        out.number(static_cast<std::uint32_t>(found->size()));
        for (const FoundFile& file : *found) {
            out.text(file.name);
            out.number(file.bytes);
        }
    } else if (type == Frame::open) {
        const std::string name(in.text());
        const auto handle = files_.open(name);
        if (!handle) {
            refused_ = handle.error();
            return;
        }
        handles_.emplace(*handle, false);
        current_file_ = clean(name);
        out.number(*handle);
    } else {
        const auto handle = in.number<std::int64_t>();
        const auto got = files_.read(handle, in.number<std::uint32_t>());
        if (!got) {
            refused_ = got.error();
            return;
        }
        handles_[handle] = true;
        if (command_ == wire::Command::read) events_.raw(*files_.name_of(handle), *got);
        out.text(*got);
    }
}

void ImportSession::answer_instant(wire::Reader& in, wire::Writer& out) {
    const std::string name(in.text());
    const auto local_day = in.number<std::int64_t>();
    const auto local_ms = in.number<std::int64_t>();
    if (!in.ok() || local_day < -furthest_day || local_day > furthest_day || local_ms < 0 ||
        local_ms > day.ms) {
        refused_ = Error{ErrorClass::internal, "it asked for an impossible local time", {}, {}};
        return;
    }
    const auto zone = TimeZone::find(name);
    if (!zone) {
        refused_ = Error{ErrorClass::configuration, zone.error().message, zone.error().hint, {}};
        return;
    }
    const LocalToInstant found = zone->to_instant(LocalTime{local_day * day.ms + local_ms});
    out.number(std::int32_t{UNDERPIN_OK});
    out.number(found.instant.ms);
    out.number(static_cast<std::int32_t>(found.kind));
}

void ImportSession::close_file(std::int64_t handle) {
    const auto name = files_.close(handle);
    if (!name) return;
    const bool was_read = handles_[handle];
    handles_.erase(handle);
    if (command_ == wire::Command::read && was_read) events_.raw_end(*name);
}

void ImportSession::close_all() {
    while (!handles_.empty()) close_file(handles_.begin()->first);
    http_.close_all();
}

void ImportSession::warn(std::string text, std::int64_t times) {
    outcome_.warnings += times;
    if (outcome_.warning_texts.size() < most_texts) outcome_.warning_texts.push_back(text);
    events_.warning(text);
}

void ImportSession::finish_warnings() {
    for (auto& summary : local_times_.summaries()) warn(std::move(summary.text), summary.times);
}

// A plugin that ends well need not have ended with a checkpoint.
void ImportSession::keep_the_rest() {
    if (unkept_) events_.checkpoint(state_);
    unkept_ = false;
}

Error ImportSession::failure(ErrorClass error_class, const std::string& message,
                             std::string hint) const {
    if (command_ == wire::Command::read && hint.empty()) {
        hint = checkpoints_ == 0 ? "nothing of this run was kept"
                                 : "nothing of this run after the last checkpoint was kept";
    }
    return {error_class,
            "the plugin " + job_.plugin.stem().string() + " " + message,
            std::move(hint),
            {}};
}

Error ImportSession::bad_frame(const std::string& what) const {
    return failure(ErrorClass::data, "sent what the host cannot accept, and was stopped: " + what);
}

Error ImportSession::ended(ChildProcess& child) const {
    const std::string how = child.reap(end_wait);
    if (cancelling_) return failed_result(UNDERPIN_CANCELLED);
    std::string said = clean(trim(child.last_words()));
    if (said.size() > 500) said = clean(said.substr(said.size() - 500));
    return failure(ErrorClass::internal, how + (said.empty() ? "" : "; it said: " + said));
}

Error ImportSession::failed_result(std::int32_t result) const {
    Error error{class_of(result), message_, hint_, {}};
    if (result == UNDERPIN_CANCELLED) {
        error.message = "the run was cancelled";
        error.hint = checkpoints_ == 0 ? "nothing of it was kept"
                                       : "what came before its last checkpoint was kept";
    } else if (message_.empty()) {
        error.message = "the plugin " + job_.plugin.stem().string() + " failed without a reason";
    }
    if (!detail_.empty() && result != UNDERPIN_CANCELLED) error.message += ": " + detail_;
    return error;
}

}  // namespace underpin

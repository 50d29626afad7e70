// underpin/host.hpp - the host of plugin.h as a class. A Host, its Files and its Answers are
// borrowed views of one call: do not keep them. A host call that fails throws PluginError; the host
// has then already noted its own words, and an empty message leaves them standing.
#ifndef UNDERPIN_HOST_HPP
#define UNDERPIN_HOST_HPP

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "underpin/values.hpp"

namespace underpin {
inline namespace sdk {

inline void require_ok(underpin_result result) {
    if (result != UNDERPIN_OK) throw PluginError(result, "");
}

struct FileEntry {
    std::string name;
    std::uint64_t bytes = 0;
};

// One open file, closed at the end of its scope.
class File {
  public:
    File(const underpin_file_v1* table, void* self, std::string_view name)
        : table_(table), self_(self) {
        require_ok(table_->open(self_, to_text(name), &handle_));
    }
    ~File() { table_->close(self_, handle_); }
    File(const File&) = delete;
    File& operator=(const File&) = delete;

    // At most `capacity` bytes; 0 is the end.
    std::size_t read(void* buffer, std::size_t capacity) {
        std::size_t got = 0;
        require_ok(table_->read(self_, handle_, buffer, capacity, &got));
        return got;
    }

  private:
    const underpin_file_v1* table_;
    void* self_;
    std::int64_t handle_ = 0;
};

// What to ask of a portal; see underpin_http_request. `${secret:NAME}` stands for a secret of the
// source in the query, in the values of headers and in the body.
struct HttpRequest {
    std::string url;
    std::vector<std::pair<std::string, std::string>> headers = {};
    std::string method = "GET";
    std::string body = {};
    bool any_status = false;  // answers other than 2xx come back instead of being a failure
};

// The answer to a request, closed at the end of its scope.
class HttpAnswer {
  public:
    HttpAnswer(const underpin_http_v1* table, void* self, const HttpRequest& request)
        : table_(table), self_(self) {
        std::vector<underpin_http_header> headers;
        for (const auto& [name, value] : request.headers) {
            headers.push_back({to_text(name), to_text(value)});
        }
        const underpin_http_request wanted{
            sizeof(wanted), to_text(request.method), to_text(request.url),       headers.data(),
            headers.size(), to_text(request.body),   request.any_status ? 1 : 0, 0};
        head_.size = sizeof(head_);
        require_ok(table_->send(self_, &wanted, &head_));
    }
    ~HttpAnswer() { table_->close(self_, head_.handle); }
    HttpAnswer(const HttpAnswer&) = delete;
    HttpAnswer& operator=(const HttpAnswer&) = delete;

    [[nodiscard]] int status() const { return head_.status; }
    // The host's clock when it asked; UNDERPIN_ABSENT where it keeps none.
    [[nodiscard]] std::int64_t asked_at() const { return head_.asked_at; }
    [[nodiscard]] std::optional<std::string> header(std::string_view name) const {
        const underpin_text value = table_->header(self_, head_.handle, to_text(name));
        if (value.data == nullptr) return std::nullopt;
        return std::string(to_view(value));
    }
    // At most `capacity` bytes; 0 is the end.
    std::size_t read(void* buffer, std::size_t capacity) {
        std::size_t got = 0;
        require_ok(table_->read(self_, head_.handle, buffer, capacity, &got));
        return got;
    }
    // All that is left of the body; UNDERPIN_DATA where it is longer than that.
    [[nodiscard]] std::string text(std::size_t most = std::size_t{64} << 20U) {
        std::string body;
        while (true) {
            const std::size_t had = body.size();
            body.resize(had + (std::size_t{256} << 10U));
            const std::size_t got = read(body.data() + had, body.size() - had);
            body.resize(had + got);
            if (got == 0) return body;
            if (body.size() > most) {
                throw data_error("the answer has more than " + std::to_string(most) + " bytes");
            }
        }
    }

  private:
    const underpin_http_v1* table_;
    void* self_;
    underpin_http_response head_{};
};

struct LocalInstant {
    std::int64_t ms = 0;
    std::int32_t kind = UNDERPIN_LOCAL_UNIQUE;
};

class Host {
  public:
    explicit Host(const underpin_host* table) : table_(table) {}

    [[nodiscard]] Config config() const { return Config::of(table_); }
    [[nodiscard]] std::string config_json() const {
        return std::string(to_view(table_->config(table_->self, to_text(""))));
    }

    void info(std::string_view text) const { log(UNDERPIN_LOG_INFO, text); }
    void debug(std::string_view text) const { log(UNDERPIN_LOG_DEBUG, text); }
    // Counted in the run's warnings and shown to the person.
    void warn(std::string_view text) const { log(UNDERPIN_LOG_WARNING, text); }

    // Call now and then in long work; also tells the host that the plugin is alive.
    void stop_if_cancelled() const {
        if (table_->cancelled(table_->self) != 0) throw PluginError(UNDERPIN_CANCELLED, "");
    }
    void progress(std::uint64_t done, std::uint64_t total) const {
        table_->progress(table_->self, done, total);
    }

    // The instant of a local time; zone "": the source's own. The host counts a warning where the
    // local time does not exist or is ambiguous.
    [[nodiscard]] LocalInstant instant(std::string_view zone, std::int64_t local_day,
                                       std::int64_t local_ms) const {
        LocalInstant out;
        require_ok(
            table_->instant(table_->self, to_text(zone), local_day, local_ms, &out.ms, &out.kind));
        return out;
    }
    // The same without a warning: for times that are only compared.
    [[nodiscard]] std::int64_t instant_quietly(std::string_view zone, std::int64_t local_day,
                                               std::int64_t local_ms) const {
        std::int64_t ms = 0;
        require_ok(table_->instant(table_->self, to_text(zone), local_day, local_ms, &ms, nullptr));
        return ms;
    }
    // The instant at which a local date begins.
    [[nodiscard]] std::int64_t midnight(std::string_view zone, std::int64_t local_day) const {
        return instant_quietly(zone, local_day, 0);
    }

    // The files that match a pattern, in order of name.
    [[nodiscard]] std::vector<FileEntry> files(std::string_view pattern) const {
        std::vector<FileEntry> found;
        require_ok(file_table()->list(
            table_->self, to_text(pattern),
            [](void* context, underpin_text name, std::uint64_t bytes) {
                static_cast<std::vector<FileEntry>*>(context)->push_back(
                    {std::string(to_view(name)), bytes});
            },
            &found));
        return found;
    }
    [[nodiscard]] File open(std::string_view name) const {
        return {file_table(), table_->self, name};
    }
    // Asks a portal that the configuration names.
    [[nodiscard]] HttpAnswer http(const HttpRequest& request) const {
        const void* table = table_->extension(table_->self, to_text(UNDERPIN_HTTP_EXTENSION));
        if (table == nullptr) {
            throw PluginError(UNDERPIN_UNSUPPORTED, "this host makes no HTTP requests for plugins");
        }
        return {static_cast<const underpin_http_v1*>(table), table_->self, request};
    }

  private:
    void log(std::int32_t level, std::string_view text) const {
        table_->log(table_->self, level, to_text(text));
    }

    [[nodiscard]] const underpin_file_v1* file_table() const {
        const void* table = table_->extension(table_->self, to_text(UNDERPIN_FILE_EXTENSION));
        if (table == nullptr) {
            throw PluginError(UNDERPIN_UNSUPPORTED, "this host offers no files to plugins");
        }
        return static_cast<const underpin_file_v1*>(table);
    }

    const underpin_host* table_;
};

}  // namespace sdk
}  // namespace underpin

#endif  // UNDERPIN_HOST_HPP

// The frames between the server and underpin-plugin-host: an 8-byte header (type, length), then
// fields. Both ends are built together and run on one machine, so numbers stand as the machine
// keeps them; but the child runs somebody else's code, so the server reads every frame as if an
// enemy had written it: a Reader never looks past its frame, and says so with ok() == false.
//
// Writers and readers are plain values; use each from one thread.
#pragma once

#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

namespace underpin::wire {

enum class Frame : std::uint32_t {
    // server -> child
    start = 1,   // what to do: see Start
    answer = 2,  // to a request: i32 result, then what was asked for
    // child -> server
    describe = 10,
    batch = 11,       // see batch_frame.h
    reject = 12,      // i64 place, text column, text text, text reason
    covered = 13,     // i64 from, i64 to
    checkpoint = 14,  // text state
    log = 15,         // i32 level, text
    fail = 16,        // text message, text detail
    progress = 17,    // u64 done, u64 total
    alive = 18,       // nothing: the plugin asked whether it is cancelled
    local_time = 19,  // i32 kind, text zone, i64 day, i64 ms
    stream = 20,      // text name, i32 shape, text title
    done = 21,        // i32 result
    superseded = 22,  // i64 rows
    list = 30,        // text pattern -> u32 count, {text name, u64 bytes}
    open = 31,        // text name -> i64 handle
    read = 32,        // i64 handle, u32 capacity -> text bytes
    close = 33,       // i64 handle; no answer
    instant = 34,     // text zone, i64 day, i64 ms -> i64 instant, i32 kind
    http_send = 40,   // text method, text url, u32 count, {text name, text value}, text body,
                      // i32 any_status -> i64 handle, i64 asked_at, i32 status, u32 count,
                      // {text name, text value}
    http_read = 41,   // i64 handle, u32 capacity -> text bytes
    http_close = 42,  // i64 handle; no answer
};

struct Header {
    std::uint32_t type = 0;
    std::uint32_t length = 0;
};

inline constexpr std::size_t max_frame = 64U << 20;
inline constexpr std::size_t max_read = 1U << 20;  // bytes of a file in one answer
inline constexpr std::size_t max_state = 64U << 10;
inline constexpr std::size_t max_text = 1U << 20;          // a cell, a message, a reason
inline constexpr std::uint32_t max_rows = 1U << 17;        // in a batch
inline constexpr std::uint32_t max_columns = 1024;         // in a batch
inline constexpr std::uint32_t max_dictionary = 1U << 20;  // texts of one column of a batch
inline constexpr std::size_t max_name = 1024;
inline constexpr std::size_t max_body = 1U << 20;       // of an HTTP request
inline constexpr std::uint32_t max_http_headers = 256;  // of a request or an answer

class Writer {
  public:
    template <typename T>
    void number(T value) {
        bytes_.append(reinterpret_cast<const char*>(&value), sizeof(value));
    }
    void text(std::string_view text) {
        number(static_cast<std::uint32_t>(text.size()));
        bytes_.append(text);
    }
    // `count` values as they stand in memory.
    template <typename T>
    void array(const T* values, std::size_t count) {
        if (count != 0) bytes_.append(reinterpret_cast<const char*>(values), count * sizeof(T));
    }
    [[nodiscard]] const std::string& bytes() const { return bytes_; }
    void clear() { bytes_.clear(); }

  private:
    std::string bytes_;
};

// Numbers of type T inside of a frame, at any alignment.
template <typename T>
class Array {
  public:
    Array() = default;
    Array(const char* data, std::size_t size) : data_(data), size_(size) {}
    [[nodiscard]] std::size_t size() const { return size_; }
    [[nodiscard]] bool empty() const { return data_ == nullptr; }
    T operator[](std::size_t i) const {
        T value;
        std::memcpy(&value, data_ + i * sizeof(T), sizeof(T));
        return value;
    }

  private:
    const char* data_ = nullptr;
    std::size_t size_ = 0;
};

class Reader {
  public:
    explicit Reader(std::string_view bytes) : rest_(bytes) {}

    // Everything read so far was there.
    [[nodiscard]] bool ok() const { return ok_; }
    [[nodiscard]] bool at_end() const { return ok_ && rest_.empty(); }

    template <typename T>
    T number() {
        T value{};
        const std::string_view bytes = take(sizeof(T));
        if (!bytes.empty()) std::memcpy(&value, bytes.data(), sizeof(T));
        return value;
    }
    std::string_view text(std::size_t longest = max_text) {
        const auto size = number<std::uint32_t>();
        if (size > longest) ok_ = false;
        return take(size);
    }
    template <typename T>
    Array<T> array(std::size_t count) {
        if (count > rest_.size() / sizeof(T)) ok_ = false;
        const std::string_view bytes = take(ok_ ? count * sizeof(T) : 0);
        return ok_ ? Array<T>(bytes.data(), count) : Array<T>();
    }

  private:
    std::string_view take(std::size_t size) {
        if (!ok_ || size > rest_.size()) {
            ok_ = false;
            return {};
        }
        const std::string_view bytes = rest_.substr(0, size);
        rest_.remove_prefix(size);
        return bytes;
    }

    std::string_view rest_;
    bool ok_ = true;
};

// What the child is to do; sent once, first.
enum class Command : std::int32_t {
    describe = 1,
    check = 2,
    discover = 3,
    read = 4,
    configure = 5
};

struct Start {
    Command command = Command::describe;
    std::string plugin;  // path of the library
    std::string time_zone;
    std::string config;  // JSON
    std::string stream;
    std::string state;
    std::uint64_t memory_bytes = 0;  // 0: no limit
    std::uint64_t cpu_seconds = 0;
    std::uint64_t open_files = 0;
};

[[nodiscard]] std::string encode(const Start& start);
[[nodiscard]] bool decode(std::string_view bytes, Start& start);

// What a plugin says about itself.
struct Description {
    std::uint32_t abi_major = 0, abi_minor = 0;
    std::string name, version, title, description, kind, schema;
};

[[nodiscard]] std::string encode(const Description& description);
[[nodiscard]] bool decode(std::string_view bytes, Description& description);

}  // namespace underpin::wire

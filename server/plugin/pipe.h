// Whole frames over a pair of pipes. Owned by one side of one conversation; one thread.
#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "plugin/wire.h"

namespace underpin::wire {

// A descriptor that closes itself.
class Descriptor {
  public:
    Descriptor() = default;
    explicit Descriptor(int fd) : fd_(fd) {}
    ~Descriptor() { reset(); }
    Descriptor(Descriptor&& other) noexcept : fd_(other.release()) {}
    Descriptor& operator=(Descriptor&& other) noexcept;

    [[nodiscard]] int get() const { return fd_; }
    [[nodiscard]] bool open() const { return fd_ >= 0; }
    [[nodiscard]] int release();
    void reset();

  private:
    int fd_ = -1;
};

enum class Receive {
    frame,
    end,        // the other side is gone
    too_large,  // the header names more than max_frame
    nothing,    // not within the time given; what came of a frame is kept for the next call
};

class Pipe {
  public:
    Pipe(Descriptor in, Descriptor out) : in_(std::move(in)), out_(std::move(out)) {}

    // False when the other side is gone, or has not taken the frame within that time (negative:
    // waits for ever). Where `out` is no socket, SIGPIPE must be ignored and there is no limit.
    [[nodiscard]] bool send(Frame type, std::string_view bytes,
                            std::chrono::milliseconds wait = std::chrono::milliseconds(-1));
    // The next frame, waiting at most that long (negative: for ever). The bytes are borrowed until
    // the next call.
    [[nodiscard]] Receive receive(std::chrono::milliseconds wait, Frame& type,
                                  std::string_view& bytes);
    void close_out() { out_.reset(); }

  private:
    [[nodiscard]] bool complete(Frame& type, std::string_view& bytes);

    Descriptor in_, out_;
    std::string buffer_;
    std::size_t begin_ = 0, end_ = 0;  // bytes of buffer_ that came and were not given out
};

}  // namespace underpin::wire

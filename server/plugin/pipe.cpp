#include "plugin/pipe.h"

#include <algorithm>
#include <cerrno>
#include <poll.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

namespace underpin::wire {

Descriptor& Descriptor::operator=(Descriptor&& other) noexcept {
    if (this != &other) {
        reset();
        fd_ = other.release();
    }
    return *this;
}

int Descriptor::release() {
    const int fd = fd_;
    fd_ = -1;
    return fd;
}

void Descriptor::reset() {
    if (fd_ >= 0) ::close(fd_);
    fd_ = -1;
}

namespace {

using SteadyClock = std::chrono::steady_clock;

// For ::poll: what is left until then, or -1 where there is no limit.
int left_ms(std::chrono::milliseconds wait, SteadyClock::time_point until) {
    if (wait.count() < 0) return -1;
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(until - SteadyClock::now());
    return static_cast<int>(std::max<std::int64_t>(left.count(), 0));
}

// Sockets are written without waiting and without SIGPIPE, other descriptors as they are.
ssize_t write_parts(int fd, iovec* parts, std::size_t count) {
    msghdr message{};
    message.msg_iov = parts;
    message.msg_iovlen = count;
    const ssize_t sent = ::sendmsg(fd, &message, MSG_NOSIGNAL | MSG_DONTWAIT);
    if (sent >= 0 || errno != ENOTSOCK) return sent;
    return ::writev(fd, parts, static_cast<int>(count));
}

}  // namespace

bool Pipe::send(Frame type, std::string_view bytes, std::chrono::milliseconds wait) {
    const auto until = SteadyClock::now() + wait;
    Header header{static_cast<std::uint32_t>(type), static_cast<std::uint32_t>(bytes.size())};
    std::size_t sent = 0;
    while (sent < sizeof(header) + bytes.size()) {
        iovec parts[2];
        std::size_t count = 0;
        if (sent < sizeof(header)) {
            parts[count++] = {reinterpret_cast<char*>(&header) + sent, sizeof(header) - sent};
        }
        const std::size_t from = sent < sizeof(header) ? 0 : sent - sizeof(header);
        parts[count++] = {const_cast<char*>(bytes.data()) + from, bytes.size() - from};
        const ssize_t wrote = write_parts(out_.get(), parts, count);
        if (wrote >= 0) {
            sent += static_cast<std::size_t>(wrote);
        } else if (errno == EAGAIN) {
            pollfd ready{out_.get(), POLLOUT, 0};
            if (::poll(&ready, 1, left_ms(wait, until)) == 0) return false;
        } else if (errno != EINTR) {
            return false;
        }
    }
    return true;
}

bool Pipe::complete(Frame& type, std::string_view& bytes) {
    Header header;
    if (end_ - begin_ < sizeof(header)) return false;
    std::memcpy(&header, buffer_.data() + begin_, sizeof(header));
    if (end_ - begin_ < sizeof(header) + header.length) return false;
    type = static_cast<Frame>(header.type);
    bytes = std::string_view(buffer_).substr(begin_ + sizeof(header), header.length);
    begin_ += sizeof(header) + header.length;
    return true;
}

Receive Pipe::receive(std::chrono::milliseconds wait, Frame& type, std::string_view& bytes) {
    const auto until = SteadyClock::now() + wait;
    while (!complete(type, bytes)) {
        // What is left moves to the front, and there is room for a frame of which the header is in.
        std::copy(buffer_.begin() + static_cast<std::ptrdiff_t>(begin_),
                  buffer_.begin() + static_cast<std::ptrdiff_t>(end_), buffer_.begin());
        end_ -= begin_;
        begin_ = 0;
        std::size_t wanted = 256U << 10;
        if (end_ >= sizeof(Header)) {
            Header header;
            std::memcpy(&header, buffer_.data(), sizeof(header));
            if (header.length > max_frame) return Receive::too_large;
            wanted = std::max(wanted, sizeof(header) + header.length);
        }
        // Grows with what really comes: a header alone must not cost memory.
        wanted = std::min(wanted, std::max<std::size_t>(256U << 10, 2 * end_));
        if (buffer_.size() < wanted) buffer_.resize(wanted);

        pollfd ready{in_.get(), POLLIN, 0};
        const int polled = ::poll(&ready, 1, left_ms(wait, until));
        if (polled < 0 && errno == EINTR) continue;
        if (polled == 0) return Receive::nothing;
        const ssize_t got = ::read(in_.get(), buffer_.data() + end_, buffer_.size() - end_);
        if (got < 0 && errno == EINTR) continue;
        if (got <= 0) return Receive::end;
        end_ += static_cast<std::size_t>(got);
    }
    return Receive::frame;
}

}  // namespace underpin::wire

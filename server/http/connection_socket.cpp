#include "http/connection_socket.h"

#include <Poco/Exception.h>
#include <Poco/Net/NetException.h>
#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <poll.h>
#include <sys/socket.h>

namespace underpin {

namespace {

constexpr std::size_t piece_bytes = 16'384;

bool would_wait() { return errno == EAGAIN || errno == EWOULDBLOCK; }

}  // namespace

ConnectionSocket::ConnectionSocket(int descriptor, Poco::Net::SocketAddress peer,
                                   Poco::Net::SocketAddress own)
    : StreamSocketImpl(descriptor), peer_(std::move(peer)), own_(std::move(own)) {}

bool ConnectionSocket::take_arrived(std::size_t limit) {
    std::array<char, piece_bytes> piece;
    while (arrived_.size() < limit) {
        const auto got = ::recv(sockfd(), piece.data(), piece.size(), 0);
        if (got > 0) {
            arrived_.append(piece.data(), static_cast<std::size_t>(got));
            // A short read has emptied the socket; asking again would only say so.
            if (static_cast<std::size_t>(got) < piece.size()) return true;
        } else if (got < 0 && errno == EINTR) {
            continue;
        } else {
            return got < 0 && would_wait();
        }
    }
    return true;
}

bool ConnectionSocket::has_unread() const {
    char one = 0;
    return ::recv(sockfd(), &one, 1, MSG_PEEK | MSG_DONTWAIT) > 0;
}

void ConnectionSocket::begin_exchange(const Pace& pace) {
    pace_ = pace;
    began_ = std::chrono::steady_clock::now();
    received_ = sent_ = 0;
}

void ConnectionSocket::wait(short events, std::size_t bytes_so_far) const {
    const auto until = began_ + pace_.grace +
                       std::chrono::milliseconds(bytes_so_far * 1000 /
                                                 std::max<std::size_t>(1, pace_.bytes_per_second));
    while (true) {
        const auto left =
            std::chrono::ceil<std::chrono::milliseconds>(until - std::chrono::steady_clock::now());
        if (left.count() <= 0) throw Poco::TimeoutException("the client is too slow");
        pollfd waiting{sockfd(), events, 0};
        const auto ready = ::poll(&waiting, 1, static_cast<int>(left.count()));
        if (ready > 0) return;
        if (ready < 0 && errno != EINTR) throw Poco::Net::NetException(std::strerror(errno));
    }
}

int ConnectionSocket::receiveBytes(void* buffer, int length, int) {
    if (!arrived_.empty()) {
        const auto taken = std::min(arrived_.size(), static_cast<std::size_t>(length));
        std::memcpy(buffer, arrived_.data(), taken);
        arrived_.erase(0, taken);
        return static_cast<int>(taken);
    }
    while (true) {
        const auto got = ::recv(sockfd(), buffer, static_cast<std::size_t>(length), 0);
        if (got >= 0) {
            received_ += static_cast<std::size_t>(got);
            return static_cast<int>(got);
        }
        if (errno == EINTR) continue;
        if (!would_wait()) throw Poco::Net::ConnectionResetException(std::strerror(errno));
        wait(POLLIN, received_);
    }
}

int ConnectionSocket::sendBytes(const void* buffer, int length, int) {
    const auto* at = static_cast<const char*>(buffer);
    auto left = static_cast<std::size_t>(length);
    // The client's time to take an answer begins with the answer.
    if (sent_ == 0) began_ = std::chrono::steady_clock::now();
    while (left > 0) {
        const auto put = ::send(sockfd(), at, left, MSG_NOSIGNAL);
        if (put >= 0) {
            at += put;
            left -= static_cast<std::size_t>(put);
            sent_ += static_cast<std::size_t>(put);
        } else if (would_wait()) {
            wait(POLLOUT, sent_);
        } else if (errno != EINTR) {
            throw Poco::Net::ConnectionResetException(std::strerror(errno));
        }
    }
    return length;
}

long ConnectionSocket::send_some(std::string_view bytes) {
    const auto put = ::send(sockfd(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (put >= 0) return put;
    return would_wait() || errno == EINTR ? 0 : -1;
}

bool ConnectionSocket::poll(const Poco::Timespan& timeout, int mode) {
    if ((mode & SELECT_READ) != 0 && !arrived_.empty()) return true;
    pollfd waiting{sockfd(),
                   static_cast<short>(((mode & SELECT_READ) != 0 ? POLLIN : 0) |
                                      ((mode & SELECT_WRITE) != 0 ? POLLOUT : 0)),
                   0};
    return ::poll(&waiting, 1, static_cast<int>(timeout.totalMilliseconds())) > 0;
}

int ConnectionSocket::available() {
    return arrived_.empty() ? StreamSocketImpl::available() : static_cast<int>(arrived_.size());
}

}  // namespace underpin

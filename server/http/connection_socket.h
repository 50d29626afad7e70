// The socket of one HTTP connection, as Poco's sessions see it: without the system calls that a
// request does not need (platform.md: Poco asks for its addresses and builds an epoll set for every
// single read), and with time limits that a slow client cannot stretch by sending a byte now and
// then.
//
// Belongs to whoever serves the connection at the moment: one thread at a time.
#pragma once

#include <Poco/Net/StreamSocket.h>
#include <Poco/Net/StreamSocketImpl.h>
#include <chrono>
#include <cstddef>
#include <string>

#include "http/limits.h"

namespace underpin {

class ConnectionSocket final : public Poco::Net::StreamSocketImpl {
  public:
    using Moment = std::chrono::steady_clock::time_point;

    // Takes over the descriptor, which does not block.
    ConnectionSocket(int descriptor, Poco::Net::SocketAddress peer, Poco::Net::SocketAddress own);

    // Takes what has arrived, until `limit` bytes wait to be read. False: the other side has gone.
    [[nodiscard]] bool take_arrived(std::size_t limit);
    // Whether bytes have come in that nobody has taken.
    [[nodiscard]] bool has_unread() const;
    // What has arrived and was not read yet.
    [[nodiscard]] const std::string& arrived() const { return arrived_; }
    void put_back(std::string_view bytes) { arrived_.insert(0, bytes); }
    // From now on reads and writes keep to the pace; past it they throw Poco::TimeoutException.
    void begin_exchange(const Pace& pace);
    // Sends what the other side takes at once; -1: it has gone.
    [[nodiscard]] long send_some(std::string_view bytes);

    int receiveBytes(void* buffer, int length, int flags) override;
    int sendBytes(const void* buffer, int length, int flags) override;
    bool poll(const Poco::Timespan& timeout, int mode) override;
    int available() override;
    Poco::Net::SocketAddress address() override { return own_; }
    Poco::Net::SocketAddress peerAddress() override { return peer_; }
    void setSendTimeout(const Poco::Timespan&) override {}  // begin_exchange sets the limits
    void setReceiveTimeout(const Poco::Timespan&) override {}

  private:
    ~ConnectionSocket() override = default;  // counted by references, as Poco's are
    void wait(short events, std::size_t bytes_so_far) const;

    Poco::Net::SocketAddress peer_, own_;
    std::string arrived_;
    Pace pace_;
    Moment began_{};
    std::size_t received_ = 0, sent_ = 0;  // in this exchange
};

// Poco makes a StreamSocket of an implementation for its own classes only.
class OwnedStreamSocket final : public Poco::Net::StreamSocket {
  public:
    explicit OwnedStreamSocket(ConnectionSocket* socket) : StreamSocket(socket) {}
};

}  // namespace underpin

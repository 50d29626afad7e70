// A file as UTF-8 bytes: the host's stream without its byte order mark, latin1 turned into UTF-8.
// One for an open file; one thread.
#pragma once

#include <cstdint>
#include <string>

#include "underpin/host.hpp"

namespace csv {

class Input {
  public:
    Input(const underpin::Host& host, const std::string& name, bool latin1)
        : name_(name), file_(host.open(name)), latin1_(latin1) {}

    // At most `capacity` bytes (3 or more); 0 is the end. Throws on UTF-16.
    [[nodiscard]] std::size_t fill(char* to, std::size_t capacity);
    // Bytes of the file itself that were read.
    [[nodiscard]] std::uint64_t bytes_read() const { return bytes_read_; }

  private:
    void start();
    [[nodiscard]] std::size_t read(char* to, std::size_t capacity);

    std::string name_;
    underpin::File file_;
    bool latin1_;
    bool started_ = false;
    std::string head_;  // the first bytes, when they are no byte order mark
    std::string raw_, converted_;
    std::uint64_t bytes_read_ = 0;
};

}  // namespace csv

// SHA-256, streamed.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace underpin {

using Sha256 = std::array<std::uint8_t, 32>;

class Sha256Stream {
  public:
    Sha256Stream();
    ~Sha256Stream();
    Sha256Stream(Sha256Stream&&) noexcept;
    Sha256Stream& operator=(Sha256Stream&&) noexcept;

    void update(const void* data, std::size_t size);
    void update(std::string_view text) { update(text.data(), text.size()); }
    [[nodiscard]] Sha256 finish();  // leaves the stream ready for a new message

  private:
    struct State;
    std::unique_ptr<State> state_;
};

[[nodiscard]] Sha256 sha256(std::string_view text);
[[nodiscard]] std::string to_hex(const Sha256& digest);

}  // namespace underpin

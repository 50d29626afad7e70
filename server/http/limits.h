// Where the server listens, and the bounds that it keeps. Plain values.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>

namespace underpin {

// How long the other side may take: `grace`, and for every byte the time that it takes at
// `bytes_per_second`.
struct Pace {
    std::chrono::milliseconds grace{10'000};
    std::size_t bytes_per_second = 16'384;
};

struct ConnectionOptions {
    std::string address = "127.0.0.1";
    std::uint16_t port = 8080;  // 0: one that is free
    int backlog = 512;
    unsigned workers = 16;
    std::size_t max_connections = 1'000;
    std::size_t head_bytes = 16'384;
    std::chrono::milliseconds head_timeout{10'000};  // from a head's first byte to its last
    std::chrono::milliseconds idle_timeout{60'000};  // between requests
    Pace pace;                                       // of bodies and answers
    std::chrono::milliseconds stop_timeout{30'000};  // for what is under way when stopping
};

}  // namespace underpin

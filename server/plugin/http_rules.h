// How plugins may use the network through the server. A plain value: the server's configuration
// fills it in, every run takes a copy.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace underpin {

struct HttpRules {
    // Hosts ("portal.internal") or hosts with a port ("127.0.0.1:8080") that may have an address
    // that is not public, and may be spoken to without TLS. Everybody else needs both.
    std::vector<std::string> allow;

    // "http://proxy.example:3128"; empty: none. The environment is never asked. A proxy looks the
    // names up, so it is the proxy's part to refuse names that lead inside.
    std::string proxy;
    std::vector<std::string> no_proxy;  // "host", or ".example.org" for all below it

    // Certificates (PEM) to trust instead of the system's; a source's `ca_file` wins.
    std::filesystem::path ca_file;

    std::int64_t connect_ms = 10'000;  // name, connection and TLS
    std::int64_t idle_ms = 30'000;     // without a byte from the other side
    std::int64_t total_ms = 300'000;   // of one request, less the time that the plugin takes
    std::int64_t run_ms =
        1'800'000;  // from a run's start: then nothing more is asked or waited for
    std::uint64_t max_response_bytes = std::uint64_t{256} << 20U;  // decompressed

    int max_redirects = 5;
    int max_attempts = 5;
    std::int64_t backoff_ms = 1'000;  // before the second try; doubles, to a minute at most
};

}  // namespace underpin

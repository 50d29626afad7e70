// Which addresses and hosts a plugin's request may reach. Pure functions; any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <sys/socket.h>
#include <vector>

namespace underpin {

// Reachable by everybody: not private, loopback, link-local, shared, reserved, documentation or
// multicast, also where an IPv4 address is wrapped in an IPv6 one. Anything but IP is not.
[[nodiscard]] bool is_public_address(const sockaddr* address);

// "192.0.2.1", "2001:db8::1".
[[nodiscard]] std::string address_text(const sockaddr* address);

// What a name tells by itself, without asking anybody: "10.1.2.3", "::1" and "localhost" are not
// public, "example.org" may be.
[[nodiscard]] bool is_public_name(std::string_view host);

// Whether a list of "host" and "host:port" (IPv6 in brackets where a port follows) has this one.
[[nodiscard]] bool lists_host(const std::vector<std::string>& list, std::string_view host,
                              std::uint16_t port);

// Whether a list of "host" and ".suffix" has this one.
[[nodiscard]] bool lists_suffix(const std::vector<std::string>& list, std::string_view host);

}  // namespace underpin

#include "plugin/http_address.h"

#include <algorithm>
#include <arpa/inet.h>
#include <array>
#include <cstdint>
#include <cstring>
#include <netinet/in.h>

#include "base/text.h"

namespace underpin {
namespace {

struct Range4 {
    std::uint32_t first;
    int bits;
};

constexpr std::uint32_t ip4(unsigned a, unsigned b, unsigned c, unsigned d) {
    return (a << 24U) | (b << 16U) | (c << 8U) | d;
}

// The blocks of the IANA IPv4 special-purpose registry that are not globally reachable, and
// multicast (RFC 5771) and class E (RFC 1112).
constexpr Range4 special4[] = {
    {ip4(0, 0, 0, 0), 8},      {ip4(10, 0, 0, 0), 8},     {ip4(100, 64, 0, 0), 10},
    {ip4(127, 0, 0, 0), 8},    {ip4(169, 254, 0, 0), 16}, {ip4(172, 16, 0, 0), 12},
    {ip4(192, 0, 0, 0), 24},   {ip4(192, 0, 2, 0), 24},   {ip4(192, 88, 99, 0), 24},
    {ip4(192, 168, 0, 0), 16}, {ip4(198, 18, 0, 0), 15},  {ip4(198, 51, 100, 0), 24},
    {ip4(203, 0, 113, 0), 24}, {ip4(224, 0, 0, 0), 4},    {ip4(240, 0, 0, 0), 4},
};

bool is_public4(std::uint32_t address) {
    return std::ranges::none_of(special4, [&](const Range4& range) {
        return ((address ^ range.first) >> (32 - range.bits)) == 0;
    });
}

using Bytes16 = std::array<std::uint8_t, 16>;

bool begins(const Bytes16& address, std::initializer_list<std::uint8_t> with) {
    return std::equal(with.begin(), with.end(), address.begin());
}

std::uint32_t ip4_at(const Bytes16& address, std::size_t at) {
    return ip4(address[at], address[at + 1], address[at + 2], address[at + 3]);
}

// IPv6 hands out 2000::/3 only; what lies outside is refused without a list.
bool is_public6(const Bytes16& address) {
    if (begins(address, {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff})) {  // ::ffff:a.b.c.d
        return is_public4(ip4_at(address, 12));
    }
    if (begins(address, {0, 0x64, 0xff, 0x9b, 0, 0, 0, 0, 0, 0, 0, 0})) {  // NAT64, RFC 6052
        return is_public4(ip4_at(address, 12));
    }
    if ((address[0] & 0xe0U) != 0x20) return false;
    if (begins(address, {0x20, 0x02})) return is_public4(ip4_at(address, 2));      // 6to4, RFC 3056
    if (begins(address, {0x20, 0x01}) && (address[2] & 0xfeU) == 0) return false;  // 2001::/23
    if (begins(address, {0x20, 0x01, 0x0d, 0xb8})) return false;                   // documentation
    return !(begins(address, {0x3f, 0xff}) && (address[2] & 0xf0U) == 0);          // RFC 9637
}

Bytes16 bytes_of(const in6_addr& address) {
    Bytes16 bytes;
    std::memcpy(bytes.data(), &address, bytes.size());
    return bytes;
}

std::string_view without_brackets(std::string_view host) {
    if (host.size() > 1 && host.front() == '[' && host.back() == ']') {
        return host.substr(1, host.size() - 2);
    }
    return host;
}

}  // namespace

bool is_public_address(const sockaddr* address) {
    if (address->sa_family == AF_INET) {
        sockaddr_in ip{};
        std::memcpy(&ip, address, sizeof(ip));
        return is_public4(ntohl(ip.sin_addr.s_addr));
    }
    if (address->sa_family == AF_INET6) {
        sockaddr_in6 ip{};
        std::memcpy(&ip, address, sizeof(ip));
        return is_public6(bytes_of(ip.sin6_addr));
    }
    return false;
}

std::string address_text(const sockaddr* address) {
    char text[INET6_ADDRSTRLEN] = "an address that is not IP";
    if (address->sa_family == AF_INET) {
        sockaddr_in ip{};
        std::memcpy(&ip, address, sizeof(ip));
        ::inet_ntop(AF_INET, &ip.sin_addr, text, sizeof(text));
    } else if (address->sa_family == AF_INET6) {
        sockaddr_in6 ip{};
        std::memcpy(&ip, address, sizeof(ip));
        ::inet_ntop(AF_INET6, &ip.sin6_addr, text, sizeof(text));
    }
    return text;
}

bool is_public_name(std::string_view host) {
    const std::string name = to_lower(without_brackets(host));
    in_addr four{};
    if (::inet_pton(AF_INET, name.c_str(), &four) == 1) return is_public4(ntohl(four.s_addr));
    in6_addr six{};
    if (::inet_pton(AF_INET6, name.c_str(), &six) == 1) return is_public6(bytes_of(six));
    return name != "localhost" && !name.ends_with(".localhost");
}

bool lists_host(const std::vector<std::string>& list, std::string_view host, std::uint16_t port) {
    const std::string name = to_lower(without_brackets(host));
    const bool six = name.find(':') != std::string::npos;
    const std::string with_port = (six ? "[" + name + "]" : name) + ":" + std::to_string(port);
    return std::ranges::any_of(list, [&](const std::string& entry) {
        const std::string known = to_lower(entry);
        return known == with_port || without_brackets(known) == name;
    });
}

bool lists_suffix(const std::vector<std::string>& list, std::string_view host) {
    const std::string name = to_lower(without_brackets(host));
    return std::ranges::any_of(list, [&](const std::string& entry) {
        const std::string known = to_lower(entry);
        return name == known || (known.starts_with('.') && name.ends_with(known));
    });
}

}  // namespace underpin

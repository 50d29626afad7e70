// Which addresses a plugin's request may reach.
#include "plugin/http_address.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>

namespace underpin {
namespace {

bool is_public(const char* text) {
    sockaddr_in6 six{};
    six.sin6_family = AF_INET6;
    if (::inet_pton(AF_INET6, text, &six.sin6_addr) == 1) {
        return is_public_address(reinterpret_cast<const sockaddr*>(&six));
    }
    sockaddr_in four{};
    four.sin_family = AF_INET;
    EXPECT_EQ(::inet_pton(AF_INET, text, &four.sin_addr), 1) << text;
    return is_public_address(reinterpret_cast<const sockaddr*>(&four));
}

TEST(HttpAddress, PublicOnes) {
    for (const char* text :
         {"1.1.1.1",        "9.255.255.255",   "11.0.0.0",         "100.63.255.255",
          "100.128.0.0",    "126.255.255.255", "128.0.0.0",        "169.253.255.255",
          "172.15.255.255", "172.32.0.0",      "192.167.255.255",  "192.169.0.0",
          "198.17.255.255", "198.20.0.0",      "223.255.255.255",  "2606:4700::1111",
          "2001:200::1",    "::ffff:1.1.1.1",  "64:ff9b::1.1.1.1", "2002:101:101::"}) {
        EXPECT_TRUE(is_public(text)) << text;
    }
}

TEST(HttpAddress, OthersAreNot) {
    for (const char* text : {"0.0.0.0",
                             "0.1.2.3",
                             "10.0.0.0",
                             "10.255.255.255",
                             "100.64.0.0",
                             "100.127.255.255",
                             "127.0.0.1",
                             "127.255.255.255",
                             "169.254.169.254",
                             "172.16.0.0",
                             "172.31.255.255",
                             "192.0.0.8",
                             "192.0.2.1",
                             "192.88.99.1",
                             "192.168.0.0",
                             "192.168.255.255",
                             "198.18.0.0",
                             "198.19.255.255",
                             "198.51.100.7",
                             "203.0.113.7",
                             "224.0.0.1",
                             "239.255.255.255",
                             "240.0.0.0",
                             "255.255.255.255",
                             "::",
                             "::1",
                             "fc00::1",
                             "fd12::1",
                             "fe80::1",
                             "fec0::1",
                             "ff02::1",
                             "100::1",
                             "2001::1",
                             "2001:db8::1",
                             "3fff::1",
                             "4000::1",
                             "::ffff:10.0.0.1",
                             "::127.0.0.1",
                             "64:ff9b::10.0.0.1",
                             "64:ff9b:1::1",
                             "2002:7f00:1::",
                             "2002:a00:1::"}) {
        EXPECT_FALSE(is_public(text)) << text;
    }
}

TEST(HttpAddress, OtherFamiliesAreNot) {
    sockaddr local{};
    local.sa_family = AF_UNIX;
    EXPECT_FALSE(is_public_address(&local));
}

TEST(HttpAddress, NamesThatTellByThemselves) {
    for (const char* name :
         {"localhost", "LOCALHOST", "a.localhost", "10.0.0.1", "[::1]", "fd00::1"}) {
        EXPECT_FALSE(is_public_name(name)) << name;
    }
    for (const char* name :
         {"example.org", "localhost.example.org", "1.1.1.1", "[2606:4700::1111]"}) {
        EXPECT_TRUE(is_public_name(name)) << name;
    }
}

TEST(HttpAddress, Lists) {
    const std::vector<std::string> list{"Portal.Internal", "127.0.0.1:8080", "[::1]:9090",
                                        "fd00::1"};
    EXPECT_TRUE(lists_host(list, "portal.internal", 443));
    EXPECT_TRUE(lists_host(list, "127.0.0.1", 8080));
    EXPECT_FALSE(lists_host(list, "127.0.0.1", 8081));
    EXPECT_TRUE(lists_host(list, "[::1]", 9090));
    EXPECT_FALSE(lists_host(list, "[::1]", 9091));
    EXPECT_TRUE(lists_host(list, "[fd00::1]", 443));
    EXPECT_FALSE(lists_host(list, "other.portal.internal", 443));
    const std::vector<std::string> direct{"one.example", ".example.org"};
    EXPECT_TRUE(lists_suffix(direct, "one.example"));
    EXPECT_TRUE(lists_suffix(direct, "a.b.example.org"));
    EXPECT_FALSE(lists_suffix(direct, "example.org"));
    EXPECT_FALSE(lists_suffix(direct, "badexample.org"));
}

}  // namespace
}  // namespace underpin

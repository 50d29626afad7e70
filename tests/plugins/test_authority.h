// A certificate authority of the tests' own, with one certificate for 127.0.0.1; made anew for each
// test in a folder of its own, valid for a day.
#pragma once

#include <filesystem>

namespace underpin {

struct TestAuthority {
    explicit TestAuthority(const std::filesystem::path& folder);

    std::filesystem::path ca_file, certificate, key;  // PEM
};

}  // namespace underpin

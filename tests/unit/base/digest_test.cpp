#include "base/digest.h"

#include <gtest/gtest.h>

namespace underpin {
namespace {

// The examples of FIPS 180-4's publisher.
constexpr const char* of_nothing =
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
constexpr const char* of_abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

TEST(Sha256, GivesThePublishedDigests) {
    EXPECT_EQ(to_hex(sha256("")), of_nothing);
    EXPECT_EQ(to_hex(sha256("abc")), of_abc);
    EXPECT_EQ(to_hex(sha256("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq")),
              "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
}

TEST(Sha256, StreamsPartsAndStartsAgain) {
    Sha256Stream stream;
    stream.update("a");
    stream.update("");
    stream.update("bc");
    EXPECT_EQ(to_hex(stream.finish()), of_abc);
    EXPECT_EQ(to_hex(stream.finish()), of_nothing);
    Sha256Stream moved = std::move(stream);
    moved.update("abc");
    EXPECT_EQ(to_hex(moved.finish()), of_abc);
}

}  // namespace
}  // namespace underpin

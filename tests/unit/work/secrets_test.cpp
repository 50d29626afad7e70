// Where a source's secrets come from.
#include "work/secrets.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <gmock/gmock.h>
#include <unistd.h>

namespace underpin {
namespace {

using ::testing::HasSubstr;

Source source_with(SecretPlace place) {
    Source source;
    source.secrets["token"] = std::move(place);
    return source;
}

std::string words_of(SecretPlace place) {
    const auto secrets = read_secrets(source_with(std::move(place)));
    EXPECT_FALSE(secrets.ok());
    if (secrets) return {};
    EXPECT_EQ(secrets.error().error_class, ErrorClass::configuration);
    return secrets.error().message;
}

TEST(Secrets, ComeFromTheEnvironment) {
    ::setenv("UNDERPIN_TEST_SECRET", "abc", 1);
    const auto secrets =
        read_secrets(source_with({SecretPlace::Kind::environment, "UNDERPIN_TEST_SECRET"}));
    ASSERT_TRUE(secrets.ok());
    EXPECT_EQ(secrets->at("token"), "abc");
    ::unsetenv("UNDERPIN_TEST_SECRET");
    EXPECT_THAT(words_of({SecretPlace::Kind::environment, "UNDERPIN_TEST_SECRET"}),
                HasSubstr("UNDERPIN_TEST_SECRET is not set"));
}

TEST(Secrets, ComeFromAFileWithoutItsLineBreak) {
    const auto file =
        std::filesystem::temp_directory_path() / ("underpin-secret-" + std::to_string(::getpid()));
    std::ofstream(file) << "abc\r\n";
    const auto secrets = read_secrets(source_with({SecretPlace::Kind::file, file.string()}));
    ASSERT_TRUE(secrets.ok());
    EXPECT_EQ(secrets->at("token"), "abc");
    std::ofstream(file, std::ios::trunc) << "\n";
    EXPECT_THAT(words_of({SecretPlace::Kind::file, file.string()}), HasSubstr("is empty"));
    std::ofstream(file, std::ios::trunc) << std::string(20'000, 'x');
    EXPECT_THAT(words_of({SecretPlace::Kind::file, file.string()}), HasSubstr("is too long"));
    std::filesystem::remove(file);
    EXPECT_THAT(words_of({SecretPlace::Kind::file, file.string()}), HasSubstr("cannot be read"));
}

}  // namespace
}  // namespace underpin

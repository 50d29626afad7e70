// The configuration of `underpin serve`.
#include "http/configuration.h"

#include <fstream>
#include <gmock/gmock.h>
#include <unistd.h>

#include "paths.h"

namespace underpin {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;

class ConfigurationFile : public testing::Test {
  protected:
    ~ConfigurationFile() override { std::filesystem::remove(file_); }

    ConfigurationReading read(const std::string& text) {
        std::ofstream(file_) << text;
        return read_configuration(file_);
    }
    Error only_error(const std::string& text) {
        const auto reading = read(text);
        EXPECT_EQ(reading.errors.size(), 1U) << text;
        return reading.errors.empty() ? Error{} : reading.errors.front();
    }

    std::filesystem::path file_ = std::filesystem::temp_directory_path() /
                                  ("underpin-configuration-" + std::to_string(::getpid()));
};

TEST_F(ConfigurationFile, WithoutAFileTheDefaultsHold) {
    const auto reading = read_configuration(std::nullopt);
    EXPECT_THAT(reading.errors, IsEmpty());
    const auto& connections = reading.configuration.http.connections;
    EXPECT_EQ(connections.address, "127.0.0.1");
    EXPECT_EQ(connections.port, 8080);
    EXPECT_EQ(connections.workers, 16U);
    EXPECT_EQ(connections.head_timeout, std::chrono::seconds(10));
    EXPECT_THAT(reading.configuration.sources.roots, IsEmpty());
}

// What the documented file says is what holds without it.
TEST_F(ConfigurationFile, TheDocumentedFileHoldsTheDefaults) {
    const auto documented = read_configuration(source_dir() / "config" / "underpin.yaml");
    const auto plain = read_configuration(std::nullopt);
    EXPECT_THAT(documented.errors, IsEmpty());
    const auto& a = documented.configuration;
    const auto& b = plain.configuration;
    EXPECT_EQ(a.http.connections.backlog, b.http.connections.backlog);
    EXPECT_EQ(a.http.connections.workers, b.http.connections.workers);
    EXPECT_EQ(a.http.connections.max_connections, b.http.connections.max_connections);
    EXPECT_EQ(a.http.connections.head_bytes, b.http.connections.head_bytes);
    EXPECT_EQ(a.http.connections.head_timeout, b.http.connections.head_timeout);
    EXPECT_EQ(a.http.connections.idle_timeout, b.http.connections.idle_timeout);
    EXPECT_EQ(a.http.connections.pace.grace, b.http.connections.pace.grace);
    EXPECT_EQ(a.http.connections.pace.bytes_per_second, b.http.connections.pace.bytes_per_second);
    EXPECT_EQ(a.http.connections.stop_timeout, b.http.connections.stop_timeout);
    EXPECT_EQ(a.http.body_bytes, b.http.body_bytes);
    EXPECT_EQ(a.http.upload_bytes, b.http.upload_bytes);
    EXPECT_EQ(a.jobs.workers, b.jobs.workers);
    EXPECT_EQ(a.jobs.backups.keep, b.jobs.backups.keep);
    EXPECT_EQ(a.log_level, b.log_level);
}

TEST_F(ConfigurationFile, TakesWhatItSays) {
    const auto reading = read(
        "listen: {port: 0}\nlimits: {idle_time: 1m30s}\nimport: {roots: [/srv/a, /srv/b]}\n"
        "log: {format: json, level: debug}\nbackup: {folder: /srv/backups, keep: 3}\n");
    EXPECT_THAT(reading.errors, IsEmpty());
    const auto& taken = reading.configuration;
    EXPECT_EQ(taken.http.connections.port, 0);
    EXPECT_EQ(taken.http.connections.idle_timeout, std::chrono::seconds(90));
    EXPECT_EQ(taken.sources.roots.size(), 2U);
    EXPECT_EQ(taken.log_format, LogFormat::json);
    EXPECT_EQ(taken.log_level, LogLevel::debug);
    EXPECT_EQ(taken.jobs.backups.keep, 3);
    EXPECT_EQ(taken.http.connections.workers, 16U);  // as it was
}

TEST_F(ConfigurationFile, AFileThatSaysNothingIsFine) {
    for (const auto* text : {"", "# nothing yet\n", "---\n", "listen: {}\n"}) {
        EXPECT_THAT(read(text).errors, IsEmpty()) << text;
    }
}

TEST_F(ConfigurationFile, AWrongKeyNamesItsLineAndTheNearest) {
    const auto error = only_error("listen:\n  port: 8080\nlimts: {workers: 2}\n");
    EXPECT_EQ(error.place.line, 3);
    EXPECT_THAT(error.hint, HasSubstr("limits"));
}

TEST_F(ConfigurationFile, AWrongValueNamesItsField) {
    EXPECT_EQ(only_error("listen: {port: 65536}\n").place.field, "listen.port");
    EXPECT_EQ(only_error("limits: {head_time: soon}\n").place.field, "limits.head_time");
    EXPECT_EQ(only_error("limits: {head_time: 0s}\n").place.field, "limits.head_time");
    EXPECT_EQ(only_error("limits: {workers: many}\n").place.field, "limits.workers");
    EXPECT_EQ(only_error("log: {level: loud}\n").place.field, "log.level");
}

TEST_F(ConfigurationFile, NoOtherAddressThanTheMachinesOwn) {
    for (const auto* address : {"0.0.0.0", "::", "192.168.1.10", "localhost"}) {
        const auto error = only_error("listen: {address: \"" + std::string(address) + "\"}\n");
        EXPECT_EQ(error.place.field, "listen.address") << address;
    }
    EXPECT_FALSE(check_address("127.0.0.1").has_value());
}

TEST_F(ConfigurationFile, OneDocumentOnly) {
    EXPECT_THAT(only_error("listen: {}\n---\nlog: {}\n").message, HasSubstr("one document"));
}

TEST_F(ConfigurationFile, AFileThatIsNotThere) {
    const auto reading = read_configuration("/nonexistent/underpin.yaml");
    ASSERT_EQ(reading.errors.size(), 1U);
    EXPECT_EQ(reading.errors.front().place.file, "/nonexistent/underpin.yaml");
}

}  // namespace
}  // namespace underpin

// The configuration of `underpin serve`: config/underpin.yaml documents every key, and
// docs/schemas/configuration.json is what a file is checked against.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "base/log.h"
#include "base/result.h"
#include "http/server.h"
#include "work/claim_rules.h"
#include "work/job_runner.h"
#include "work/source_rules.h"

namespace underpin {

struct Configuration {
    HttpOptions http;
    JobOptions jobs;
    ClaimRules claims;
    SourceRules sources;
    LogFormat log_format = LogFormat::text;
    LogLevel log_level = LogLevel::info;
};

struct ConfigurationReading {
    Configuration configuration;
    Errors errors;  // every fault, with its line; empty: the configuration holds
    // Every key ("limits.workers") with its value as JSON.
    std::map<std::string, std::string> values;
};

// The file's, or the defaults without one.
[[nodiscard]] ConfigurationReading read_configuration(
    const std::optional<std::filesystem::path>& file);
// Whether a running server cannot take another value of the key.
[[nodiscard]] bool needs_restart(const std::string& key);
// docs/schemas/configuration.json
[[nodiscard]] std::string_view configuration_schema_text();

// Everybody who can reach the port may do everything until there are accounts.
[[nodiscard]] std::optional<Error> check_address(const std::string& address);

}  // namespace underpin

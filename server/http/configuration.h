// The configuration of `underpin serve`: config/underpin.yaml documents every key, and
// docs/schemas/configuration.json is what a file is checked against.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/log.h"
#include "base/result.h"
#include "http/server.h"
#include "work/claim_rules.h"
#include "work/job_runner.h"

namespace underpin {

struct Configuration {
    HttpOptions http;
    JobOptions jobs;
    ClaimRules claims;
    std::vector<std::filesystem::path> import_roots;
    LogFormat log_format = LogFormat::text;
    LogLevel log_level = LogLevel::info;
};

struct ConfigurationReading {
    Configuration configuration;
    Errors errors;  // every fault, with its line; empty: the configuration holds
};

// The file's, or the defaults without one.
[[nodiscard]] ConfigurationReading read_configuration(
    const std::optional<std::filesystem::path>& file);
// docs/schemas/configuration.json
[[nodiscard]] std::string_view configuration_schema_text();

// Everybody who can reach the port may do everything until there are accounts.
[[nodiscard]] std::optional<Error> check_address(const std::string& address);

}  // namespace underpin

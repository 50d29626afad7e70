#include "work/secrets.h"

#include <cstdlib>
#include <fstream>

namespace underpin {
namespace {

constexpr std::size_t longest_secret = 16U << 10U;

Error missing(const std::string& secret, const std::string& what, const std::string& hint) {
    return {ErrorClass::configuration, "the secret " + secret + " " + what, hint, {}};
}

Result<std::string> from_environment(const std::string& secret, const std::string& variable) {
    const char* value = std::getenv(variable.c_str());
    if (value != nullptr && *value != '\0') return std::string(value);
    return missing(secret, "is not there: the environment variable " + variable + " is not set",
                   "set it where this program is started");
}

Result<std::string> from_file(const std::string& secret, const std::string& path) {
    std::ifstream in(path, std::ios::binary);
    std::string value(longest_secret + 1, '\0');
    in.read(value.data(), static_cast<std::streamsize>(value.size()));
    value.resize(static_cast<std::size_t>(in.gcount()));
    if (!in.is_open() || in.bad()) {
        return missing(secret, "is not there: " + path + " cannot be read",
                       "does the file exist, and may this program's user read it?");
    }
    while (!value.empty() && (value.back() == '\n' || value.back() == '\r')) value.pop_back();
    if (value.empty() || value.size() > longest_secret) {
        return missing(secret,
                       "is not there: " + path + (value.empty() ? " is empty" : " is too long"),
                       "the file holds the secret and nothing else");
    }
    return value;
}

}  // namespace

Result<std::map<std::string, std::string>> read_secrets(const Source& source,
                                                        const SourceRules* rules) {
    std::map<std::string, std::string> secrets;
    for (const auto& [name, place] : source.secrets) {
        if (rules != nullptr) {
            if (const auto allowed = check_secret(*rules, name, place); !allowed) {
                return allowed.error();
            }
        }
        auto value = place.kind == SecretPlace::Kind::file ? from_file(name, place.name)
                                                           : from_environment(name, place.name);
        if (!value) return value.error();
        secrets.emplace(name, std::move(*value));
    }
    return secrets;
}

}  // namespace underpin

#include "plugin/http_secrets.h"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace underpin {
namespace {

constexpr std::string_view opening = "${secret:";

std::string percent_encoded(std::string_view text) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string out;
    for (const char c : text) {
        const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                           (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.' || c == '~';
        const auto byte = static_cast<unsigned char>(c);
        if (plain)
            out += c;
        else
            (out += '%') += {digits[byte >> 4U], digits[byte & 15U]};
    }
    return out;
}

std::string json_escaped(const std::string& text) {
    const std::string quoted =
        nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
    return quoted.substr(1, quoted.size() - 2);
}

bool has_control(std::string_view text) {
    return std::ranges::any_of(text, [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return byte < 0x20 || byte == 0x7f;
    });
}

Error no_secret(const std::string& message, const std::string& hint) {
    return {ErrorClass::configuration, message, hint, {}};
}

}  // namespace

bool mentions_secret(std::string_view text) { return text.find(opening) != std::string_view::npos; }

Result<std::string> put_secrets(std::string_view text, const Secrets& secrets, SecretForm form) {
    std::string out;
    while (true) {
        const auto from = text.find(opening);
        out += text.substr(0, from);
        if (from == std::string_view::npos) return out;
        text.remove_prefix(from + opening.size());
        const auto end = text.find('}');
        const std::string name(text.substr(0, end));
        const auto found = secrets.find(name);
        if (end == std::string_view::npos || found == secrets.end()) {
            return no_secret(
                "the source has no secret called \"" + name.substr(0, 100) + "\"",
                "add it to the source: secrets: {" + name.substr(0, 100) + ": {env: VARIABLE}}");
        }
        if (form == SecretForm::as_it_is && has_control(found->second)) {
            return no_secret(
                "the secret " + name + " holds a line break or another control character",
                "it must be one line of text");
        }
        out += form == SecretForm::percent ? percent_encoded(found->second)
               : form == SecretForm::json  ? json_escaped(found->second)
                                           : found->second;
        text.remove_prefix(end + 1);
    }
}

bool holds_secret(std::string_view text, const Secrets& secrets) {
    return std::ranges::any_of(secrets, [&](const auto& secret) {
        return !secret.second.empty() && text.find(secret.second) != std::string_view::npos;
    });
}

}  // namespace underpin

// Puts a source's secrets where a request says `${secret:name}`. Pure functions; any thread. What
// comes out is for the wire only: it is neither logged nor kept.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "base/result.h"

namespace underpin {

using Secrets = std::map<std::string, std::string>;  // name -> value

enum class SecretForm {
    as_it_is,  // in a header or a plain body
    percent,   // in a query or a form
    json,      // inside of a JSON string
};

[[nodiscard]] bool mentions_secret(std::string_view text);

// ErrorClass::configuration where the source has no secret of that name, or one that cannot stand
// there (a line break in a header).
[[nodiscard]] Result<std::string> put_secrets(std::string_view text, const Secrets& secrets,
                                              SecretForm form);

// Whether a text holds the value of one of them.
[[nodiscard]] bool holds_secret(std::string_view text, const Secrets& secrets);

}  // namespace underpin

// Fetches a source's secrets from where its document says they are, when a run begins. They live as
// long as the run, in this process only; nothing writes them down.
#pragma once

#include <map>
#include <string>

#include "base/result.h"
#include "domain/document.h"
#include "work/source_rules.h"

namespace underpin {

// All of them by name, or ErrorClass::configuration with the one that is missing, or that the rules
// keep from sources. Null: there are none.
[[nodiscard]] Result<std::map<std::string, std::string>> read_secrets(
    const Source& source, const SourceRules* rules = nullptr);

}  // namespace underpin

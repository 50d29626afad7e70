// What every use case works with. Borrowed; the program's main owns all of it.
#pragma once

#include <string>

#include "base/clock.h"
#include "domain/scorecard.h"
#include "plugin/plugin_registry.h"
#include "plugin/scorer_library.h"
#include "store/database.h"

namespace underpin {

class ParsedDocuments;  // work/parsed_documents.h
class RulesInForce;     // work/source_rules.h

struct Context {
    Database& database;
    const Clock& clock;
    const PluginRegistry& plugins;
    const ScorerLibrary& scorers;
    std::string actor;     // "person:jo", "command:root@host"
    unsigned threads = 0;  // for measuring; 0: as many as there are cores
    // What sources may use of this machine; none: a command, whose user may read the same anyway.
    const RulesInForce* rules = nullptr;
    ParsedDocuments* parsed = nullptr;  // a server's
};

}  // namespace underpin

// What every use case works with. Borrowed; the program's main owns all of it.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "base/clock.h"
#include "domain/scorecard.h"
#include "plugin/http_rules.h"
#include "plugin/plugin_registry.h"
#include "plugin/scorer_library.h"
#include "store/database.h"

namespace underpin {

struct Context {
    Database& database;
    const Clock& clock;
    const PluginRegistry& plugins;
    const ScorerLibrary& scorers;
    std::string actor;     // "person:jo", "command:root@host"
    unsigned threads = 0;  // for measuring; 0: as many as there are cores
    std::vector<std::filesystem::path> import_roots;  // folders that relative paths may lie in
    HttpRules http = {};                              // how importers may use the network
};

}  // namespace underpin

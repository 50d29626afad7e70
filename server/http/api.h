// What every handler is given. Borrowed; the server owns it and outlives all requests.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <string>

#include "work/context.h"
#include "work/standing.h"

namespace underpin {

class Metrics;

struct Api {
    const Context& context;
    StandingBoard& board;
    std::string version;
    std::filesystem::path web_folder;  // pages; may be absent
    std::function<bool()> stopping;    // the server takes no more work
    std::function<const std::string&()> openapi;
};

}  // namespace underpin

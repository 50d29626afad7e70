// The command line: parses arguments, opens what a command needs, runs it, and turns its outcome
// into text and an exit status (0 done, 1 failed, 2 wrong usage).
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "base/clock.h"

namespace underpin {

// Where the program's parts lie; main finds them beside the executable.
struct Installation {
    std::filesystem::path plugin_folder;
    std::filesystem::path plugin_host;
    std::filesystem::path web_folder;
};

// Runs one command line (without the program's name). Writes to standard output and error.
int run_program(const std::vector<std::string>& arguments, const Installation& installation,
                const Clock& clock);

}  // namespace underpin

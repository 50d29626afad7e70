// Completion for bash and zsh, made from the parser itself.
#pragma once

#include <string>

#include "cli/options.h"

namespace underpin {

[[nodiscard]] Command completion_command(CLI::App& app);
[[nodiscard]] std::string bash_completion(const CLI::App& app);
[[nodiscard]] std::string zsh_completion(const CLI::App& app);

}  // namespace underpin

// Takes away from the child program what no plugin needs: the network, files, other programs and
// processes. What is taken never comes back. Call from the child's main thread, before the plugin
// has started any other.
//
// Builds with sanitizers take nothing away: their runtimes open files and look around in /proc.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

namespace underpin {

// Before the plugin's library is loaded, for its initializers run while it is: only a list of
// system calls goes on, files can be opened for reading only and, where the kernel has Landlock,
// only the plugin's folder and the system's libraries. Why it cannot be done, or nothing.
[[nodiscard]] std::optional<std::string> confine_loading(const std::filesystem::path& plugin);

// Once it is loaded: nothing is opened any more.
[[nodiscard]] std::optional<std::string> confine_running();

}  // namespace underpin

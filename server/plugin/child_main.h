// The whole of underpin-plugin-host: takes one command over its pipes, limits itself, loads the
// plugin and runs it. Called once, by the program's main.
#pragma once

namespace underpin {

// Descriptors on which the server and the child meet.
inline constexpr int child_in_fd = 3;
inline constexpr int child_out_fd = 4;

[[nodiscard]] int plugin_host_main(int argc, char** argv);

}  // namespace underpin

// The program `underpin`: finds its parts beside itself, brings the real clock, and runs the
// command line.
#include <filesystem>
#include <string>
#include <vector>

#include "base/clock.h"
#include "cli/program.h"

int main(int argc, char** argv) {
    const auto self = std::filesystem::read_symlink("/proc/self/exe");
    const underpin::Installation installation{self.parent_path().parent_path() / "plugins",
                                              self.parent_path() / "underpin-plugin-host",
                                              self.parent_path().parent_path() / "web"};
    const underpin::SystemClock clock;
    return underpin::run_program({argv + 1, argv + argc}, installation, clock);
}

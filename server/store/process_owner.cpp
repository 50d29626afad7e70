#include "store/process_owner.h"

#include <array>
#include <fstream>
#include <unistd.h>
#include <vector>

namespace underpin {
namespace {

// The start time of a process in the kernel's ticks, field 22 of its stat line; empty: none such.
// One that only waits for its parent to take note of its end is none.
std::string start_of_process(const std::string& pid) {
    std::ifstream file("/proc/" + pid + "/stat");
    std::string line;
    if (!std::getline(file, line)) return {};
    // The command, in parentheses, may hold blanks and parentheses: count from the last one.
    const auto end = line.rfind(')');
    if (end == std::string::npos) return {};
    const auto state = line.substr(end + 1, 2);
    if (state == " Z" || state == " X") return {};
    std::size_t at = end + 1;
    for (int field = 2; field < 21 && at != std::string::npos; ++field) at = line.find(' ', at + 1);
    if (at == std::string::npos) return {};
    return line.substr(at + 1, line.find(' ', at + 1) - at - 1);
}

std::string read_line(const char* path) {
    std::ifstream file(path);
    std::string line;
    std::getline(file, line);
    return line;
}

std::string link_target(const char* path) {
    std::array<char, 128> text{};
    const auto size = readlink(path, text.data(), text.size());
    return size > 0 ? std::string(text.data(), static_cast<std::size_t>(size)) : std::string();
}

std::string host_name() {
    std::array<char, 128> text{};
    return gethostname(text.data(), text.size() - 1) == 0 ? text.data() : "";
}

std::vector<std::string> split(std::string_view owner) {
    std::vector<std::string> parts;
    while (true) {
        const auto end = owner.find(' ');
        parts.emplace_back(owner.substr(0, end));
        if (end == std::string_view::npos) return parts;
        owner = owner.substr(end + 1);
    }
}

std::string make_this_process() {
    const auto pid = std::to_string(getpid());
    return host_name() + " " + read_line("/proc/sys/kernel/random/boot_id") + " " +
           link_target("/proc/self/ns/pid") + " " + pid + " " + start_of_process(pid);
}

}  // namespace

const std::string& this_process() {
    // By pid: a forked child is another process.
    thread_local pid_t known = 0;
    thread_local std::string text;
    if (known != getpid()) {
        text = make_this_process();
        known = getpid();
    }
    return text;
}

bool is_process_gone(std::string_view owner) {
    const auto theirs = split(owner);
    const auto ours = split(this_process());
    if (theirs.size() != 5 || ours.size() != 5 || theirs[0] != ours[0]) return false;
    if (theirs[1] != ours[1]) return true;   // the machine has started anew since
    if (theirs[2] != ours[2]) return false;  // in another container: cannot be seen from here
    return start_of_process(theirs[3]) != theirs[4];
}

std::string describe_process(std::string_view owner) {
    const auto parts = split(owner);
    return parts.size() == 5 ? "process " + parts[3] + " on " + parts[0] : std::string(owner);
}

}  // namespace underpin

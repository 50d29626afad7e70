#include "cli/progress.h"

#include <algorithm>
#include <fmt/format.h>
#include <unistd.h>

namespace underpin {

Progress::Progress(std::string what)
    : what_(std::move(what)), on_terminal_(isatty(STDERR_FILENO) != 0) {}

Progress::~Progress() {
    if (shown_) fmt::print(stderr, "\r\033[K");
}

void Progress::update(std::uint64_t done, std::uint64_t total, const std::string& unit) {
    if (!on_terminal_) return;
    const std::lock_guard lock(mutex_);
    const auto now = std::chrono::steady_clock::now();
    if (shown_ && now - last_ < std::chrono::milliseconds(100)) return;
    last_ = now;
    shown_ = true;
    if (total == 0) {
        fmt::print(stderr, "\r\033[K{}: {} {}", what_, done, unit);
    } else {
        constexpr std::uint64_t width = 30;
        const auto filled = std::min(width, done * width / total);
        fmt::print(stderr, "\r\033[K{} [{}{}] {:3} % of {} {}", what_, std::string(filled, '='),
                   std::string(width - filled, ' '),
                   std::min<std::uint64_t>(100, done * 100 / total), total, unit);
    }
    std::fflush(stderr);
}

}  // namespace underpin

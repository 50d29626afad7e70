#include "base/clock.h"

#include <chrono>

namespace underpin {

Instant SystemClock::now() const {
    // Floored, so that an instant before 1970 is not moved forward.
    const auto since_epoch = std::chrono::system_clock::now().time_since_epoch();
    return {std::chrono::floor<std::chrono::milliseconds>(since_epoch).count()};
}

}  // namespace underpin

// What has to be said to suppliers, and by when: the notice engine over the stored contracts.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "domain/notices.h"
#include "work/context.h"

namespace underpin {

struct NoticesRequest {
    std::optional<std::string> supplier;  // none: of all
    std::optional<Instant> as_of;         // none: now
    Duration within{180 * day.ms};        // deadlines up to that far ahead
};

struct DatedNotice {
    Notice notice;
    std::string time_zone;         // in which today was read: that of the contract's agreements
    std::optional<int> days_left;  // until the last safe day, 0 on it; negative: missed
};

// By last day. Missed ones are among them as long as what they are about lies ahead. An error with
// the nearest known id where there is no such supplier.
[[nodiscard]] Result<std::vector<DatedNotice>> find_notices(const Context& context,
                                                            const NoticesRequest& request);

}  // namespace underpin

// Notices as a table for people, and as CSV. Pure; any thread.
#pragma once

#include <string>
#include <vector>

#include "cli/render_table.h"
#include "work/notices.h"

namespace underpin {

[[nodiscard]] std::string render_notices(const std::vector<DatedNotice>& notices, int within_days,
                                         const RenderOptions& options);
[[nodiscard]] std::string notices_csv(const std::vector<DatedNotice>& notices);

}  // namespace underpin

// Wants a newer host.
#include "bad_table.h"

extern "C" UNDERPIN_EXPORT const underpin_plugin* underpin_plugin_v1(std::uint32_t, std::uint32_t) {
    return nullptr;
}

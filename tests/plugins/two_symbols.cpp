// Exports more than the one function.
#include "bad_table.h"

extern "C" UNDERPIN_EXPORT int other_function() { return 1; }

extern "C" UNDERPIN_EXPORT const underpin_plugin* underpin_plugin_v1(std::uint32_t, std::uint32_t) {
    return bad::plugin("two_symbols");
}

// Has a table without functions.
#include "bad_table.h"

extern "C" UNDERPIN_EXPORT const underpin_plugin* underpin_plugin_v1(std::uint32_t, std::uint32_t) {
    static const underpin_importer importer{
        sizeof(underpin_importer), bad::text("{}"), nullptr, nullptr, nullptr, nullptr, nullptr};
    static const underpin_plugin table{sizeof(underpin_plugin),  UNDERPIN_ABI_MAJOR, 0,
                                       bad::text("empty_table"), bad::text("1"),     bad::text("t"),
                                       bad::text("d"),           &importer,          nullptr};
    return &table;
}

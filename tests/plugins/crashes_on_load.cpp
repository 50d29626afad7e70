// Dies before anybody can ask it anything.
#include <csignal>

#include "bad_table.h"

namespace {

const int died = std::raise(SIGSEGV);

}  // namespace

extern "C" UNDERPIN_EXPORT const underpin_plugin* underpin_plugin_v1(std::uint32_t, std::uint32_t) {
    return bad::plugin(died == 0 ? "crashes_on_load" : "");
}

// The least that a plugin needs, for plugins that are bad on purpose: plain C of plugin.h, without
// the guards that plugin.hpp would put around it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>

#include "underpin/plugin.h"

namespace bad {

inline underpin_text text(const char* words) { return {words, std::strlen(words)}; }

inline underpin_result create(const underpin_host*, void** self) {
    static int instance = 0;
    *self = &instance;
    return UNDERPIN_OK;
}
inline void destroy(void*) {}
inline underpin_result check(void*, const underpin_host*) { return UNDERPIN_OK; }
inline underpin_result discover(void*, const underpin_host*,
                                void (*)(void*, const underpin_stream*), void*) {
    return UNDERPIN_OK;
}

using Read = underpin_result (*)(void*, const underpin_host*, underpin_text, const void*,
                                 std::size_t, const underpin_sink*);

inline underpin_result read_nothing(void*, const underpin_host*, underpin_text, const void*,
                                    std::size_t, const underpin_sink*) {
    return UNDERPIN_OK;
}

inline const underpin_plugin* plugin(const char* name, Read read = read_nothing,
                                     std::uint32_t abi_major = UNDERPIN_ABI_MAJOR) {
    static underpin_importer importer{
        sizeof(underpin_importer), text("{}"), create, destroy, check, discover, read};
    static underpin_plugin table{
        sizeof(underpin_plugin), abi_major, 0,      text(name), text("1.0.0"), text("Bad"),
        text("Bad on purpose."), &importer, nullptr};
    return &table;
}

}  // namespace bad

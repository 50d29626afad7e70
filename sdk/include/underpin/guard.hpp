// underpin/guard.hpp - keeps C++ exceptions on the plugin's side of the line. Every function that a
// plugin's table names runs its body in here. Safe from any thread.
#ifndef UNDERPIN_GUARD_HPP
#define UNDERPIN_GUARD_HPP

#include <exception>
#include <new>
#include <string_view>
#include <utility>

#include "underpin/numbers.hpp"

namespace underpin {
inline namespace sdk {

// Runs the body; what it throws becomes words for host->fail and the result to return.
template <typename Body>
underpin_result guarded(const underpin_host* host, Body&& body) noexcept {
    const auto fail = [host](std::string_view message, std::string_view detail) {
        if (host != nullptr && host->fail != nullptr) {
            host->fail(host->self, to_text(message), to_text(detail));
        }
    };
    try {
        std::forward<Body>(body)();
        return UNDERPIN_OK;
    } catch (const PluginError& error) {
        fail(error.message(), error.detail());
        return error.code();
    } catch (const std::bad_alloc&) {
        fail("there was not enough memory", "std::bad_alloc");
        return UNDERPIN_TRANSIENT;
    } catch (const std::exception& error) {
        fail("the plugin has a fault", error.what());
        return UNDERPIN_INTERNAL;
    } catch (...) {
        fail("the plugin has a fault", "an exception of an unknown type");
        return UNDERPIN_INTERNAL;
    }
}

}  // namespace sdk
}  // namespace underpin

#endif  // UNDERPIN_GUARD_HPP

// Does what a request asks for once, however often it is sent with the same Idempotency-Key.
#pragma once

#include <functional>
#include <string>

#include "http/api.h"
#include "http/request.h"

namespace underpin {

// Without the header: just does it. `fingerprint` is a digest of the body that was sent. What fails
// on the server's side is not kept: it may be tried again.
[[nodiscard]] Reply once(const Api& api, const Request& request, const std::string& fingerprint,
                         const std::function<Reply()>& act);

}  // namespace underpin

// Does what a request asks for once, however often it is sent with the same Idempotency-Key, and
// wherever a server dies at it: the answer is kept in the transaction that does it.
#pragma once

#include <functional>
#include <string>

#include "http/api.h"
#include "http/request.h"

namespace underpin {

class Session;

// To be called inside of the transaction that does what was asked for, with the answer that tells
// of it. Not called: the request has changed nothing, and its answer is kept afterwards.
using KeepReply = std::function<void(Session&, const Reply&)>;

// Without the header: just does it. `fingerprint` is a digest of the body that was sent. What fails
// on the server's side is not kept: it may be tried again.
[[nodiscard]] Reply once(const Api& api, const Request& request, const std::string& fingerprint,
                         const std::function<Reply(const KeepReply&)>& act);

}  // namespace underpin

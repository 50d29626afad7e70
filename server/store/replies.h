// Answers that are kept so that a request sent twice is done once (the Idempotency-Key header of
// the HTTP API). A key belongs to who asked first, with what was asked. Who acts keeps the answer
// in the transaction that it tells of, so that a server that dies leaves both or neither.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "base/result.h"
#include "store/database.h"

namespace underpin {

struct KeptReply {
    int status = 0;
    std::string headers;  // as the caller wrote them
    std::string body;
};

// What a request with a key finds.
struct ReplyClaim {
    enum class State {
        fresh,      // nobody has asked before, or who did died at it: do it, and keep_reply
        answered,   // `reply` is what the first one got
        under_way,  // another is at it
        other,      // the key was used for something else
    };
    State state = State::fresh;
    KeptReply reply;
    std::string token;  // of a fresh one: proves that it is still the caller's
};

// `fingerprint` is a digest of what is asked for, `operation` says where. A claim that is not
// followed by an answer is given up when its process has gone, or after `lease_ms` by the
// database's clock; answers older than a day are forgotten here.
[[nodiscard]] ReplyClaim claim_reply(Database& database, const std::string& key,
                                     const std::string& operation, const std::string& fingerprint,
                                     int lease_ms = 60'000);
// A Failure of class conflict where another has taken the request over, which undoes what the
// transaction did.
void keep_reply(Session& session, const std::string& key, const std::string& token,
                const KeptReply& reply);
// What failed may be tried again with the same key.
void drop_claim(Session& session, const std::string& key, const std::string& token);

}  // namespace underpin

#include "http/idempotent.h"

#include <nlohmann/json.hpp>

#include "base/digest.h"
#include "http/problem.h"
#include "store/replies.h"

namespace underpin {

namespace {

constexpr std::size_t longest_key = 150;

KeptReply to_keep(const Reply& reply) {
    nlohmann::json headers{{"Content-Type", reply.type}};
    for (const auto& [name, value] : reply.headers) headers[name] = value;
    return {reply.status, headers.dump(), reply.body};
}

Reply from_kept(const KeptReply& kept) {
    Reply reply;
    reply.status = kept.status;
    reply.body = kept.body;
    const auto headers = nlohmann::json::parse(kept.headers);
    for (const auto& [name, value] : headers.items()) {
        if (name == "Content-Type") {
            reply.type = value.get<std::string>();
        } else {
            reply.headers.emplace_back(name, value.get<std::string>());
        }
    }
    reply.headers.emplace_back("Idempotency-Replayed", "true");
    return reply;
}

}  // namespace

Reply once(const Api& api, const Request& request, const std::string& fingerprint,
           const std::function<Reply(const KeepReply&)>& act) {
    const auto key = request.header("idempotency-key");
    if (key.empty()) return act([](Session&, const Reply&) {});
    if (key.size() > longest_key) {
        return problem(
            request, {ErrorClass::input, "the Idempotency-Key is too long", "a UUID will do", {}});
    }
    auto& database = api.context.database;
    const auto asked = to_hex(sha256(request.target + "\n" + fingerprint));
    const auto claim = claim_reply(database, key, request.method + " " + request.path, asked);
    switch (claim.state) {
        case ReplyClaim::State::answered: return from_kept(claim.reply);
        case ReplyClaim::State::under_way:
            return problem(request, {ErrorClass::conflict,
                                     "the first request with this key is still being worked on",
                                     "send it again in a moment",
                                     {}});
        case ReplyClaim::State::other:
            return problem(request, {ErrorClass::conflict,
                                     "this Idempotency-Key was used for another request",
                                     "take a new key for a new request",
                                     {}});
        case ReplyClaim::State::fresh: break;
    }
    bool kept = false;
    Reply reply;
    try {
        reply = act([&](Session& session, const Reply& told) {
            keep_reply(session, key, claim.token, to_keep(told));
            kept = true;
        });
    } catch (...) {
        database.transact([&](Session& session) { drop_claim(session, key, claim.token); });
        throw;
    }
    // A transaction that was undone has kept nothing, whatever it said.
    if (kept && reply.status < 400) return reply;
    database.transact([&](Session& session) {
        if (reply.status < 500) {
            keep_reply(session, key, claim.token, to_keep(reply));
        } else {
            drop_claim(session, key, claim.token);
        }
    });
    return reply;
}

}  // namespace underpin

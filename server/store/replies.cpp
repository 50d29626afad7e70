#include "store/replies.h"

#include "store/sql.h"

namespace underpin {

namespace {
constexpr std::int64_t kept_ms = 86'400'000;
}  // namespace

ReplyClaim claim_reply(Session& session, const std::string& key, const std::string& operation,
                       const std::string& fingerprint, int lease_ms) {
    const auto now = session.database_now_ms();
    sql::execute(session, "DELETE FROM http_reply WHERE at < :old", now - kept_ms);
    const auto added = sql::execute(
        session,
        std::string(session.insert_ignore()) +
            "http_reply (request_key, operation, fingerprint, status, headers, body, lease_until, "
            "at) VALUES (:key, :operation, :fingerprint, 0, '', '', :lease, :at)",
        key, operation, fingerprint, now + lease_ms, now);
    if (added > 0) return {};
    ReplyClaim claim{ReplyClaim::State::other, {}};
    std::int64_t lease = 0;
    sql::each<std::string, std::string, std::int64_t, std::string, std::string, std::int64_t>(
        session,
        std::string("SELECT operation, fingerprint, status, headers, body, lease_until FROM "
                    "http_reply WHERE request_key = :key") +
            session.for_update(),
        [&](const std::string& first_operation, const std::string& first_fingerprint,
            std::int64_t status, const std::string& headers, const std::string& body,
            std::int64_t until) {
            if (first_operation != operation || first_fingerprint != fingerprint) return;
            claim.state = status == 0 ? ReplyClaim::State::under_way : ReplyClaim::State::answered;
            claim.reply = {static_cast<int>(status), headers, body};
            lease = until;
        },
        key);
    if (claim.state == ReplyClaim::State::under_way && lease < now) {
        sql::execute(session, "UPDATE http_reply SET lease_until = :lease WHERE request_key = :key",
                     now + lease_ms, key);
        claim.state = ReplyClaim::State::fresh;
    }
    return claim;
}

void keep_reply(Session& session, const std::string& key, const KeptReply& reply) {
    sql::execute(session,
                 "UPDATE http_reply SET status = :status, headers = :headers, body = :body WHERE "
                 "request_key = :key AND status = 0",
                 reply.status, reply.headers, reply.body, key);
}

void drop_claim(Session& session, const std::string& key) {
    sql::execute(session, "DELETE FROM http_reply WHERE request_key = :key AND status = 0", key);
}

}  // namespace underpin

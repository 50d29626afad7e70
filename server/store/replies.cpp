#include "store/replies.h"

#include "store/process_owner.h"
#include "store/sql.h"

namespace underpin {

namespace {

constexpr std::int64_t kept_ms = 86'400'000;

// While a request is under way, `body` says who is at it and `headers` by which token.
struct Row {
    std::string operation, fingerprint, headers, body;
    std::int64_t status = 0, lease_until = 0;
};

std::optional<Row> load(Session& session, const std::string& key) {
    std::optional<Row> row;
    sql::each<std::string, std::string, std::int64_t, std::string, std::string, std::int64_t>(
        session,
        std::string("SELECT operation, fingerprint, status, headers, body, lease_until FROM "
                    "http_reply WHERE request_key = :key") +
            session.for_update(),
        [&](const std::string& operation, const std::string& fingerprint, std::int64_t status,
            const std::string& headers, const std::string& body, std::int64_t until) {
            row = Row{operation, fingerprint, headers, body, status, until};
        },
        key);
    return row;
}

ReplyClaim claim_in(Session& session, const std::string& key, const std::string& operation,
                    const std::string& fingerprint, const std::string& token, int lease_ms) {
    using State = ReplyClaim::State;
    const auto now = session.database_now_ms();
    sql::execute(session, "DELETE FROM http_reply WHERE at < :old", now - kept_ms);
    const auto added = sql::execute(
        session,
        std::string(session.insert_ignore()) +
            "http_reply (request_key, operation, fingerprint, status, headers, body, lease_until, "
            "at) VALUES (:key, :operation, :fingerprint, 0, :token, :owner, :lease, :at)",
        key, operation, fingerprint, token, this_process(), now + lease_ms, now);
    if (added > 0) return {State::fresh, {}, token};
    const auto row = load(session, key);
    if (!row || row->operation != operation || row->fingerprint != fingerprint) {
        return {State::other, {}, {}};
    }
    if (row->status != 0) {
        return {State::answered, {static_cast<int>(row->status), row->headers, row->body}, {}};
    }
    const bool ours = row->headers == token;  // the commit of the attempt before did happen
    if (!ours && row->lease_until >= now && !is_process_gone(row->body)) {
        return {State::under_way, {}, {}};
    }
    sql::execute(
        session,
        "UPDATE http_reply SET headers = :token, body = :owner, lease_until = :lease WHERE "
        "request_key = :key",
        token, this_process(), now + lease_ms, key);
    return {State::fresh, {}, token};
}

}  // namespace

ReplyClaim claim_reply(Database& database, const std::string& key, const std::string& operation,
                       const std::string& fingerprint, int lease_ms) {
    const auto token = random_token();
    return database.transact([&](Session& session) {
        return claim_in(session, key, operation, fingerprint, token, lease_ms);
    });
}

void keep_reply(Session& session, const std::string& key, const std::string& token,
                const KeptReply& reply) {
    const auto kept = sql::execute(
        session,
        "UPDATE http_reply SET status = :status, headers = :headers, body = :body WHERE "
        "request_key = :key AND status = 0 AND headers = :token",
        reply.status, reply.headers, reply.body, key, token);
    // After a commit whose answer was lost, the row holds the answer already.
    if (kept == 1 || session.after_lost_commit) return;
    throw Failure({ErrorClass::conflict,
                   "the request took so long that it was taken over by a second one with its key",
                   "send it again to get that one's answer",
                   {}});
}

void drop_claim(Session& session, const std::string& key, const std::string& token) {
    sql::execute(session,
                 "DELETE FROM http_reply WHERE request_key = :key AND status = 0 AND headers = "
                 ":token",
                 key, token);
}

}  // namespace underpin

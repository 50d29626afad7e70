#include "store/statements.h"

#include "base/digest.h"
#include "store/sql.h"

namespace underpin {

namespace {

constexpr auto statement_columns =
    "SELECT s.supplier, s.period, s.version, s.number, s.at, s.as_of, s.actor, s.reason, "
    "s.documents, s.scorecard, s.credits, s.basis, s.changed, s.sha256 FROM statement s ";

template <typename... Args>
std::vector<StoredStatement> select_statements(Session& session, const std::string& rest,
                                               const Args&... args) {
    std::vector<StoredStatement> statements;
    sql::each<std::string, std::string, std::int64_t, std::int64_t, std::int64_t, std::int64_t,
              std::string, std::string, std::int64_t, std::string, std::string, std::string,
              std::string, std::string>(
        session, statement_columns + rest,
        [&](std::string supplier, std::string period, std::int64_t version, std::int64_t number,
            std::int64_t at, std::int64_t as_of, std::string actor, std::string reason,
            std::int64_t documents, std::string scorecard, std::string credits, std::string basis,
            std::string changed, std::string sha256) {
            statements.push_back(
                {{std::move(supplier), std::move(period), static_cast<int>(version)},
                 number,
                 Instant{at},
                 Instant{as_of},
                 std::move(actor),
                 std::move(reason),
                 documents,
                 std::move(scorecard),
                 std::move(credits),
                 std::move(basis),
                 std::move(changed),
                 std::move(sha256)});
        },
        args...);
    return statements;
}

void insert_statement(Session& session, const StoredStatement& s) {
    sql::execute(session,
                 "INSERT INTO statement (supplier, period, version, number, at, as_of, actor, "
                 "reason, documents, scorecard, credits, basis, changed, sha256) VALUES "
                 "(:supplier, :period, :version, :number, :at, :as_of, :actor, :reason, "
                 ":documents, :scorecard, :credits, :basis, :changed, :sha256)",
                 s.name.supplier, s.name.period, s.name.version, s.number, s.at.ms, s.as_of.ms,
                 s.actor, s.reason, s.documents, s.scorecard, s.credits, s.basis, s.changed,
                 s.sha256);
}

}  // namespace

void lock_statements(Session& session) {
    // A statement names the revision of all documents that it was made by.
    static_cast<void>(sql::value<std::int64_t>(
        session, std::string("SELECT value FROM store_sequence WHERE name = 'document'") +
                     session.for_update()));
}

Result<StoredStatement> save_statement(Session& session, StoredStatement statement) {
    const auto last = sql::value<std::int64_t>(
        session,
        "SELECT COALESCE(MAX(version), 0) FROM statement WHERE supplier = :supplier AND period = "
        ":period",
        statement.name.supplier, statement.name.period);
    if (statement.name.version != last + 1) {
        return Error{ErrorClass::conflict,
                     statement.name.period + " of " + statement.name.supplier +
                         " was closed or restated meanwhile",
                     "look at it with --history and try again",
                     {}};
    }
    statement.number =
        sql::value<std::int64_t>(session, "SELECT COALESCE(MAX(number), 0) FROM statement") + 1;
    statement.at = session.clock().now();
    statement.sha256 = statement_hash(statement);
    insert_statement(session, statement);
    return statement;
}

void save_closed_periods(Session& session, const std::vector<ClosedPeriod>& periods) {
    for (const auto& closed : periods) {
        sql::execute(session,
                     std::string(session.insert_ignore()) +
                         "closed_period (agreement, period, supplier, statement, range_from, "
                         "range_to, at) VALUES (:agreement, :period, :supplier, :statement, "
                         ":range_from, :range_to, :at)",
                     closed.agreement, closed.period, closed.supplier, closed.statement,
                     closed.range.from.ms, closed.range.to.ms, session.clock().now().ms);
    }
}

std::vector<StoredStatement> load_statements(Session& session, const std::string& supplier,
                                             const std::optional<std::string>& period) {
    if (!period) {
        return select_statements(
            session, "WHERE s.supplier = :supplier ORDER BY s.period, s.version", supplier);
    }
    return select_statements(
        session, "WHERE s.supplier = :supplier AND s.period = :period ORDER BY s.version", supplier,
        *period);
}

std::optional<StoredStatement> load_statement(Session& session, const StatementName& name) {
    auto found =
        select_statements(session,
                          "WHERE s.supplier = :supplier AND s.period = :period AND s.version = "
                          ":version",
                          name.supplier, name.period, name.version);
    if (found.empty()) return std::nullopt;
    return std::move(found.front());
}

std::vector<StoredStatement> latest_statements(Session& session, const std::string& supplier) {
    return select_statements(
        session,
        "JOIN (SELECT period, MAX(version) AS version, MIN(number) AS first FROM statement "
        "WHERE supplier = :supplier GROUP BY period) l ON l.period = s.period AND "
        "l.version = s.version WHERE s.supplier = :again ORDER BY l.first",
        supplier, supplier);
}

std::vector<std::string> suppliers_with_statements(Session& session) {
    std::vector<std::string> names;
    sql::each<std::string>(session, "SELECT DISTINCT supplier FROM statement ORDER BY supplier",
                           [&](std::string name) { names.push_back(std::move(name)); });
    return names;
}

std::vector<ClosedPeriod> load_closed_periods(Session& session,
                                              const std::optional<std::string>& supplier) {
    std::vector<ClosedPeriod> periods;
    const auto add = [&](std::string agreement, std::string period, std::string of,
                         std::string statement, std::int64_t from, std::int64_t to,
                         std::int64_t at) {
        periods.push_back({std::move(agreement),
                           std::move(period),
                           std::move(of),
                           std::move(statement),
                           {Instant{from}, Instant{to}},
                           Instant{at}});
    };
    sql::each<std::string, std::string, std::string, std::string, std::int64_t, std::int64_t,
              std::int64_t>(session,
                            "SELECT agreement, period, supplier, statement, range_from, range_to, "
                            "at FROM closed_period WHERE :all = 1 OR supplier = :supplier ORDER BY "
                            "agreement, range_from",
                            add, supplier ? 0 : 1, supplier.value_or(""));
    return periods;
}

std::string statement_hash(const StoredStatement& s) {
    Sha256Stream stream;
    const auto add = [&](const std::string& text) {
        stream.update(std::to_string(text.size()) + ":");
        stream.update(text);
    };
    for (const auto* text : {&s.name.supplier, &s.name.period, &s.actor, &s.reason, &s.scorecard,
                             &s.credits, &s.basis, &s.changed}) {
        add(*text);
    }
    for (const auto number :
         {std::int64_t{s.name.version}, s.number, s.at.ms, s.as_of.ms, s.documents}) {
        add(std::to_string(number));
    }
    return to_hex(stream.finish());
}

}  // namespace underpin

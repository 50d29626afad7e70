// The database: opened from a URL, handing out transactions. SQLite and the MySQL protocol look the
// same from here on; nothing outside of this folder knows SOCI or SQL.
//
// Threads: a Database may be used from any thread at any time. A Session belongs to the one call of
// the function that it was passed to and must not leave it.
// Failures: a lost or full database is a Failure (nobody in between can mend it); what a caller can
// be expected to deal with (a conflict, a wrong URL) is a Result.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>

#include "base/clock.h"
#include "base/result.h"

namespace underpin {

class Session;  // one connection inside of one transaction; defined in store/session.h

enum class Backend { sqlite, mysql };

// `sqlite:///absolute/path`, `sqlite://relative/path` or
// `mysql://USER:PASSWORD@HOST[:PORT]/NAME[?socket=PATH&ssl_ca=FILE]`, percent-decoded.
struct DatabaseUrl {
    Backend backend = Backend::sqlite;
    std::string path;  // SQLite
    std::string user, password, host, name, socket, ssl_ca;
    int port = 3306;

    [[nodiscard]] static Result<DatabaseUrl> parse(std::string_view url);
    [[nodiscard]] std::string to_string() const;  // for messages: without the password
};

// Where a test may interfere with a write transaction. See DatabaseOptions::at.
enum class TransactionMoment { before_commit, after_commit };

// Thrown by a test's hook: treated like a conflict that the database reported.
struct InjectedConflict {};

struct DatabaseOptions {
    int busy_timeout_ms = 10'000;     // waiting for SQLite's write lock, or a row of MySQL's
    int network_timeout_ms = 30'000;  // connecting to, reading from and writing to a server
    int retry_for_ms = 20'000;        // reruns of a conflicting transaction stop after that
    int max_sessions = 16;            // connections at the same time; further callers wait
    bool migrate = true;              // SQLite only: bring the schema up to date at open
    bool half_restored = false;       // open it although a restore did not finish
    std::function<void(TransactionMoment)> at;  // tests only
};

class Database {
  public:
    // Opens (SQLite: also creates, with its folder) and checks the schema: a newer one is refused;
    // an older one is migrated (SQLite) or refused with a hint (MySQL). The clock stamps rows;
    // leases go by the database's own clock.
    [[nodiscard]] static Result<std::unique_ptr<Database>> open(std::string_view url,
                                                                const Clock& clock,
                                                                DatabaseOptions options = {});
    ~Database();
    Database(const Database&) = delete;
    Database& operator=(const Database&) = delete;

    // The same database, but every write transaction begins with `proof`, which throws a Failure
    // where the transaction may no longer happen: how a job's work stops when the job is lost.
    [[nodiscard]] std::unique_ptr<Database> with_proof(std::function<void(Session&)> proof) const;

    // Runs the function as one write transaction and returns what it returned. It is run again,
    // from the start, when the database reports a conflict or a lost connection, so it must have no
    // effects but those on its session, and (as a commit whose answer was lost may have happened)
    // must do no harm when it runs after itself. A Result with an error rolls back; an exception
    // rolls back and passes on.
    template <typename F>
    auto transact(F&& function) -> std::invoke_result_t<F, Session&> {
        return run<std::invoke_result_t<F, Session&>>(Mode::write, function);
    }

    // Runs the function on one consistent picture of the database; it must not write.
    template <typename F>
    auto read(F&& function) const -> std::invoke_result_t<F, Session&> {
        return const_cast<Database*>(this)->run<std::invoke_result_t<F, Session&>>(Mode::read,
                                                                                   function);
    }

    [[nodiscard]] Backend backend() const;
    [[nodiscard]] const DatabaseUrl& url() const;
    [[nodiscard]] const Clock& clock() const;
    [[nodiscard]] int schema_version() const;

  private:
    enum class Mode { read, write };
    struct State;

    explicit Database(std::shared_ptr<State> state);
    // The function says whether to commit.
    void run_erased(Mode mode, const std::function<bool(Session&)>& function);

    template <typename T>
    struct IsResult : std::false_type {};
    template <typename T>
    struct IsResult<Result<T>> : std::true_type {};

    template <typename T, typename F>
    T run(Mode mode, F& function) {
        if constexpr (std::is_void_v<T>) {
            run_erased(mode, [&](Session& session) {
                function(session);
                return true;
            });
        } else {
            std::optional<T> answer;
            run_erased(mode, [&](Session& session) {
                answer.reset();
                answer.emplace(function(session));
                if constexpr (IsResult<T>::value) return answer->ok();
                return true;
            });
            return std::move(*answer);
        }
    }

    std::shared_ptr<State> state_;
    std::function<void(Session&)> proof_;
};

}  // namespace underpin

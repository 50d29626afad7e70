#include "store/migrations.h"

#include <charconv>

#include "store/embedded_sql.h"
#include "store/schema.h"
#include "store/sql.h"

namespace underpin {
namespace {

// A statement ends with a ; at the end of a line; lines of comment are dropped.
std::vector<std::string> split_statements(std::string_view text) {
    std::vector<std::string> statements;
    std::string statement;
    while (!text.empty()) {
        const auto end = text.find('\n');
        auto line = text.substr(0, end);
        text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
        if (line.starts_with("--") || (line.empty() && statement.empty())) continue;
        const bool last = line.ends_with(';');
        if (last) line.remove_suffix(1);
        statement.append(line).append(last ? "" : "\n");
        if (!last) continue;
        statements.push_back(std::move(statement));
        statement.clear();
    }
    if (!statement.empty()) throw std::logic_error("a migration ends without a ;");
    return statements;
}

std::vector<Migration> read_migrations(const std::vector<EmbeddedSql>& files) {
    std::vector<Migration> migrations;
    for (const auto& file : files) {
        Migration migration;
        const auto* end = file.name.data() + 4;
        const auto parsed = std::from_chars(file.name.data(), end, migration.version);
        if (file.name.size() < 6 || parsed.ptr != end || file.name[4] != '_' ||
            migration.version != static_cast<int>(migrations.size()) + 1) {
            throw std::logic_error("migrations are named NNNN_name, without gaps");
        }
        migration.name = file.name.substr(5);
        migration.statements = split_statements(file.text);
        migrations.push_back(std::move(migration));
    }
    return migrations;
}

struct SchemaState {
    int version = 0;
    int statements_done = 0;  // of the next step; MySQL only
};

void create_version_table(Session& session) {
    const bool mysql = session.backend() == Backend::mysql;
    sql::execute(session, std::string("CREATE TABLE IF NOT EXISTS schema_version (id INTEGER NOT "
                                      "NULL PRIMARY KEY, version BIGINT NOT NULL, statements_done "
                                      "BIGINT NOT NULL, lock_token VARCHAR(32) NOT NULL, "
                                      "locked_until BIGINT NOT NULL)") +
                              (mysql ? " ENGINE=InnoDB" : ""));
    sql::execute(session, std::string(session.insert_ignore()) +
                              "schema_version (id, version, statements_done, lock_token, "
                              "locked_until) VALUES (1, 0, 0, '', 0)");
}

SchemaState read_state(Session& session) {
    const auto row = sql::first<std::int64_t, std::int64_t>(
        session, "SELECT version, statements_done FROM schema_version WHERE id = 1");
    if (!row) return {};
    return {static_cast<int>(std::get<0>(*row)), static_cast<int>(std::get<1>(*row))};
}

bool has_version_table(Session& session) {
    return sql::value<std::int64_t>(
               session, session.backend() == Backend::mysql
                            ? "SELECT COUNT(*) FROM information_schema.tables WHERE table_schema = "
                              "DATABASE() AND table_name = 'schema_version'"
                            : "SELECT COUNT(*) FROM sqlite_master WHERE type = 'table' AND name = "
                              "'schema_version'") > 0;
}

Error too_new(int version, const DatabaseUrl& url) {
    return {ErrorClass::unsupported,
            "the database " + url.to_string() + " was written by a newer Underpin (schema " +
                std::to_string(version) + "; this one knows " +
                std::to_string(latest_schema_version()) + ")",
            "use the newer program",
            {}};
}

void note_moment(const MigrateOptions& options, int version, std::size_t statement,
                 MigrationMoment moment) {
    if (options.at) options.at(version, statement, moment);
}

// ---- SQLite: a step is one transaction
// -----------------------------------------------------------

// False when another program has made the step meanwhile.
bool run_sqlite_step(Session& session, const Migration& step, const MigrateOptions& options) {
    session.begin_write();
    try {
        create_version_table(session);
        const bool mine = read_state(session).version == step.version - 1;
        for (std::size_t i = 0; mine && i < step.statements.size(); ++i) {
            sql::execute(session, step.statements[i]);
            note_moment(options, step.version, i, MigrationMoment::after_statement);
        }
        if (mine) {
            sql::execute(session, "UPDATE schema_version SET version = :version WHERE id = 1",
                         step.version);
        }
        session.commit();
        return mine;
    } catch (...) {
        session.rollback();
        throw;
    }
}

// ---- MySQL: a statement is the smallest thing there is
// ---------------------------------------------

constexpr std::int64_t lock_ms = 10 * 60 * 1000;  // longer than a statement may take

// The lock row, held for one migrate().
class SchemaLock {
  public:
    explicit SchemaLock(Session& session) : session_(session), token_(random_token()) {}
    ~SchemaLock() {
        if (!held_) return;
        try {
            sql::execute(session_,
                         "UPDATE schema_version SET lock_token = '', locked_until = 0 WHERE id = 1 "
                         "AND lock_token = :token",
                         token_);
        } catch (const std::exception&) {
            // It runs out by itself.
        }
    }
    SchemaLock(const SchemaLock&) = delete;
    SchemaLock& operator=(const SchemaLock&) = delete;

    bool take() {
        const auto now = session_.database_now_ms();
        held_ = sql::execute(session_,
                             "UPDATE schema_version SET lock_token = :token, locked_until = :until "
                             "WHERE id = 1 AND (lock_token = '' OR locked_until < :now)",
                             token_, now + lock_ms, now) == 1;
        return held_;
    }
    // Counts a statement, and proves that the lock is still ours.
    bool advance(int version, std::size_t done) {
        return sql::execute(
                   session_,
                   "UPDATE schema_version SET version = :version, statements_done = :done, "
                   "locked_until = :until WHERE id = 1 AND lock_token = :token",
                   version, done, session_.database_now_ms() + lock_ms, token_) == 1;
    }

  private:
    Session& session_;
    std::string token_;
    bool held_ = false;
};

// "exists already" of a statement that may have run just before the program died.
bool is_already_done(const Trouble& trouble) {
    switch (trouble.code) {
        case 1050:  // table
        case 1060:  // column
        case 1061:  // key
        case 1062:  // row
        case 1091:  // nothing to drop
        case 1826:  // foreign key
            return true;
        default: return false;
    }
}

Result<void> run_mysql_step(Session& session, const DatabaseUrl& url, SchemaLock& lock,
                            const Migration& step, std::size_t done,
                            const MigrateOptions& options) {
    const Error lost{ErrorClass::conflict,
                     "another program took over the migration of " + url.to_string(),
                     "run `underpin migrate` again",
                     {}};
    for (std::size_t i = done; i < step.statements.size(); ++i) {
        try {
            sql::execute(session, step.statements[i]);
        } catch (const soci::soci_error&) {
            const auto trouble = current_trouble(url);
            if (i != done || !trouble || !is_already_done(*trouble)) throw;
        }
        note_moment(options, step.version, i, MigrationMoment::after_statement);
        if (!lock.advance(step.version - 1, i + 1)) return lost;
        note_moment(options, step.version, i, MigrationMoment::after_count);
    }
    if (!lock.advance(step.version, 0)) return lost;
    return {};
}

std::string step_name(const Migration& step) {
    const auto number = std::to_string(step.version);
    return std::string(4 - std::min<std::size_t>(4, number.size()), '0') + number + " " + step.name;
}

Result<void> run_steps(Session& session, const DatabaseUrl& url, const MigrateOptions& options,
                       int to, Migrated& migrated) {
    const auto& steps = migrations_of(session.backend());
    if (session.backend() == Backend::sqlite) {
        for (int v = migrated.from; v < to; ++v) {
            const auto& step = steps[static_cast<std::size_t>(v)];
            if (run_sqlite_step(session, step, options)) migrated.steps.push_back(step_name(step));
        }
        return {};
    }
    SchemaLock lock(session);
    if (!lock.take()) {
        return Error{ErrorClass::conflict,
                     "the database " + url.to_string() + " is being migrated by another program",
                     "wait for it; a lock that was left behind runs out within ten minutes",
                     {}};
    }
    const auto state = read_state(session);  // another one may just have finished
    for (int v = state.version; v < to; ++v) {
        const auto& step = steps[static_cast<std::size_t>(v)];
        const int done = v == state.version ? state.statements_done : 0;
        auto ran =
            run_mysql_step(session, url, lock, step, static_cast<std::size_t>(done), options);
        if (!ran) return ran;
        migrated.steps.push_back(step_name(step));
    }
    return {};
}

}  // namespace

const std::vector<Migration>& migrations_of(Backend backend) {
    static const std::vector<Migration> sqlite = read_migrations(sqlite_sql());
    static const std::vector<Migration> mysql = read_migrations(mysql_sql());
    return backend == Backend::sqlite ? sqlite : mysql;
}

int latest_schema_version() { return static_cast<int>(migrations_of(Backend::sqlite).size()); }

int read_schema_version(Session& session) {
    return has_version_table(session) ? read_state(session).version : 0;
}

Result<Migrated> migrate_session(Session& session, const DatabaseUrl& url,
                                 const MigrateOptions& options) {
    Migrated migrated;
    migrated.from = read_schema_version(session);
    if (migrated.from > latest_schema_version()) return too_new(migrated.from, url);
    const int to = options.to == 0 ? latest_schema_version() : options.to;
    if (session.backend() == Backend::mysql && migrated.from < to) create_version_table(session);
    if (auto done = run_steps(session, url, options, to, migrated); !done) return done.error();
    migrated.to = read_schema_version(session);
    return migrated;
}

Result<Migrated> migrate(std::string_view url, const MigrateOptions& options) {
    auto parsed = DatabaseUrl::parse(url);
    if (!parsed) return parsed.error();
    const SystemClock clock;
    try {
        const auto session = open_session(*parsed, clock, {});
        return migrate_session(*session, *parsed, options);
    } catch (...) {
        const auto trouble = current_trouble(*parsed);
        if (!trouble) throw;
        return trouble->error;
    }
}

Result<int> prepare_schema(Session& session, const DatabaseUrl& url,
                           const DatabaseOptions& options) {
    int version = read_schema_version(session);
    const int latest = latest_schema_version();
    if (version > latest) return too_new(version, url);
    if (version < latest && url.backend == Backend::sqlite && options.migrate) {
        auto migrated = migrate_session(session, url, {});
        if (!migrated) return migrated.error();
        version = migrated->to;
    }
    if (version < latest) {
        return Error{ErrorClass::configuration,
                     version == 0 ? "the database " + url.to_string() + " is not set up yet"
                                  : "the database " + url.to_string() + " has schema " +
                                        std::to_string(version) + "; this program needs " +
                                        std::to_string(latest),
                     "run `underpin migrate`",
                     {}};
    }
    if (!options.half_restored &&
        sql::value<std::int64_t>(session, "SELECT COUNT(*) FROM store_mark WHERE name = :name",
                                 restore_mark) > 0) {
        return Error{ErrorClass::data,
                     "a restore into the database " + url.to_string() + " did not finish",
                     "run `underpin restore` again",
                     {}};
    }
    return version;
}

}  // namespace underpin

// The MySQL protocol (MariaDB, MySQL, Galera) through SOCI.
#include <mutex>
#include <soci/mysql/soci-mysql.h>

#include "store/mysql_rows.h"
#include "store/session.h"

namespace underpin {
namespace {

std::string connect_text(const DatabaseUrl& url, const DatabaseOptions& options) {
    const std::string seconds = std::to_string(std::max(1, options.network_timeout_ms / 1000));
    // "localhost" would mean a socket to the client library, whatever the port.
    const std::string host = url.host == "localhost" && url.socket.empty() ? "127.0.0.1" : url.host;
    std::string text = "host='" + host + "' port=" + std::to_string(url.port) + " user='" +
                       url.user + "' dbname='" + url.name +
                       "' charset=utf8mb4 connect_timeout=" + seconds + " read_timeout=" + seconds +
                       " write_timeout=" + seconds;
    if (!url.password.empty()) text += " pass='" + url.password + "'";
    if (!url.socket.empty()) text += " unix_socket='" + url.socket + "'";
    if (!url.ssl_ca.empty()) text += " sslca='" + url.ssl_ca + "'";
    return text;
}

class MysqlSession final : public Session {
  public:
    MysqlSession(const DatabaseUrl& url, const Clock& clock, const DatabaseOptions& options)
        : Session(clock) {
        static std::once_flag once;  // the client library's own start is not safe in many threads
        std::call_once(once, [] { mysql_library_init(0, nullptr, nullptr); });
        sql_.open(soci::mysql, connect_text(url, options));
        run("SET NAMES utf8mb4 COLLATE utf8mb4_bin");
        run("SET SESSION sql_mode = 'STRICT_ALL_TABLES,ERROR_FOR_DIVISION_BY_ZERO,"
            "NO_ENGINE_SUBSTITUTION', time_zone = '+00:00', innodb_lock_wait_timeout = " +
            std::to_string(std::max(1, options.busy_timeout_ms / 1000)));
        // What is read before a write is either locked or checked by the write itself, so the
        // weaker level is enough and locks less.
        run("SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED");
        if (is_cluster()) run("SET SESSION wsrep_sync_wait = 1");  // read what we wrote elsewhere
    }

    Backend backend() const override { return Backend::mysql; }

    void begin_write() override { run("START TRANSACTION"); }
    void begin_read() override {
        run("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ");
        run("START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY");
    }
    void commit() override { run("COMMIT"); }
    void rollback() noexcept override { mysql_query(db(), "ROLLBACK"); }

    std::int64_t database_now_ms() override {
        long long now = 0;
        sql_ << "SELECT CAST(UNIX_TIMESTAMP(NOW(3)) * 1000 AS SIGNED)", soci::into(now);
        return now;
    }
    std::int64_t last_insert_id() override {
        return static_cast<std::int64_t>(mysql_insert_id(db()));
    }

    std::unique_ptr<RowReader> reader(const std::string& text, std::span<const CellKind> kinds,
                                      std::span<const Parameter> values) override {
        return mysql_reader(db(), text, kinds, values);
    }
    std::unique_ptr<RowWriter> writer(const std::string& table,
                                      std::span<const Column> columns) override {
        return mysql_writer(db(), table, columns);
    }

  private:
    [[nodiscard]] MYSQL* db() {
        return static_cast<soci::mysql_session_backend*>(sql_.get_backend())->conn_;
    }
    void run(const std::string& text) {
        if (mysql_real_query(db(), text.data(), text.size()) != 0) {
            throw DatabaseError(static_cast<int>(mysql_errno(db())), mysql_error(db()));
        }
    }
    bool is_cluster() {
        std::string name;
        std::string value;
        soci::indicator found = soci::i_null;
        sql_ << "SHOW VARIABLES LIKE 'wsrep_on'", soci::into(name), soci::into(value, found);
        return sql_.got_data() && value == "ON";
    }
};

}  // namespace

std::unique_ptr<Session> open_mysql(const DatabaseUrl& url, const Clock& clock,
                                    const DatabaseOptions& options) {
    return std::make_unique<MysqlSession>(url, clock, options);
}

}  // namespace underpin

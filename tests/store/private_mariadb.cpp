#include "store/private_mariadb.h"

#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <mysql.h>
#include <stdexcept>
#include <unistd.h>

#include "paths.h"
#include "store/catalogue.h"
#include "store/database.h"
#include "store/migrations.h"

namespace underpin::testing_support {
namespace {

const std::string script = source_dir() / "tests/store/private_mariadb.sh";

std::string output_of(const std::string& command) {
    FILE* pipe = popen(command.c_str(), "r");
    if (pipe == nullptr) throw std::runtime_error("cannot run " + command);
    std::string text;
    std::array<char, 256> part{};
    while (std::fgets(part.data(), part.size(), pipe) != nullptr) text += part.data();
    if (pclose(pipe) != 0) throw std::runtime_error(command + " failed");
    while (text.ends_with('\n')) text.pop_back();
    return text;
}

class Connection {
  public:
    Connection(const std::string& server_url, const std::string& database)
        : mysql_(mysql_init(nullptr)) {
        const auto server = require(DatabaseUrl::parse(server_url));
        const auto* name = database.empty() ? nullptr : database.c_str();
        check(mysql_real_connect(mysql_, server.host.c_str(), server.user.c_str(),
                                 server.password.c_str(), name, static_cast<unsigned>(server.port),
                                 nullptr, 0) != nullptr);
    }
    ~Connection() { mysql_close(mysql_); }
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    void run(const std::string& statement) { check(mysql_query(mysql_, statement.c_str()) == 0); }

  private:
    void check(bool done) {
        if (!done) throw std::runtime_error(std::string("MariaDB: ") + mysql_error(mysql_));
    }
    MYSQL* mysql_;
};

}  // namespace

PrivateMariadb& PrivateMariadb::instance() {
    static PrivateMariadb server;
    return server;
}

PrivateMariadb::PrivateMariadb() {
    std::string name = std::filesystem::temp_directory_path() / "underpin-mariadb-XXXXXX";
    if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("cannot make " + name);
    folder_ = name;
    url_ = output_of(script + " start " + folder_ + " " + std::to_string(getpid()));
}

PrivateMariadb::~PrivateMariadb() {
    if (std::system((script + " stop " + folder_).c_str()) != 0) std::perror("stopping MariaDB");
}

std::string PrivateMariadb::new_database() {
    const auto name = "test" + std::to_string(++databases_);
    Connection(url_, "").run("CREATE DATABASE " + name +
                             " CHARACTER SET utf8mb4 COLLATE utf8mb4_bin");
    return url_.substr(0, url_.rfind('/') + 1) + name;
}

std::string PrivateMariadb::migrated_database() {
    if (free_.empty()) {
        auto url = new_database();
        require(migrate(url));
        return url;
    }
    auto url = std::move(free_.back());
    free_.pop_back();
    Connection connection(url_, url.substr(url.rfind('/') + 1));
    connection.run("SET foreign_key_checks = 0");
    for (const auto& table : catalogue()) connection.run("DELETE FROM " + std::string(table.name));
    for (const auto* table : {"store_mark", "store_lease"}) {
        connection.run("DELETE FROM " + std::string(table));
    }
    for (const auto* table : {"evidence_source", "import_run", "raw_blob", "journal"}) {
        connection.run("ALTER TABLE " + std::string(table) + " AUTO_INCREMENT = 1");
    }
    connection.run("INSERT INTO store_sequence (name, value) VALUES ('document', 0)");
    connection.run("UPDATE schema_version SET version = " +
                   std::to_string(latest_schema_version()));
    return url;
}

}  // namespace underpin::testing_support

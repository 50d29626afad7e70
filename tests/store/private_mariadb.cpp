#include "store/private_mariadb.h"

#include <mysql.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <stdexcept>

#include "store/database.h"

namespace underpin::testing_support {
namespace {

const std::string script = std::string(UNDERPIN_SOURCE_DIR) + "/tests/store/private_mariadb.sh";

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
    auto parsed = DatabaseUrl::parse(url_);
    const auto& server = parsed.value();
    const auto name = "test" + std::to_string(++databases_);
    MYSQL* connection = mysql_init(nullptr);
    const auto statement =
        "CREATE DATABASE " + name + " CHARACTER SET utf8mb4 COLLATE utf8mb4_bin";
    const bool made =
        mysql_real_connect(connection, server.host.c_str(), server.user.c_str(),
                           server.password.c_str(), nullptr, static_cast<unsigned>(server.port),
                           nullptr, 0) != nullptr &&
        mysql_query(connection, statement.c_str()) == 0;
    const std::string fault = made ? "" : mysql_error(connection);
    mysql_close(connection);
    if (!made) throw std::runtime_error("cannot create a database: " + fault);
    return url_.substr(0, url_.rfind('/') + 1) + name;
}

}  // namespace underpin::testing_support

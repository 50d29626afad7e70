#include "store/session.h"

#include <array>
#include <filesystem>
#include <random>
#include <soci/mysql/soci-mysql.h>
#include <soci/sqlite3/soci-sqlite3.h>

namespace underpin {
namespace {

Trouble sqlite_trouble(int code, const std::string& text, const DatabaseUrl& url) {
    Trouble trouble;
    trouble.code = code;
    const int primary = code & 0xff;
    auto& error = trouble.error;
    error.message = "the database " + url.to_string() + ": " + text;
    switch (primary) {
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
            trouble.retry = true;
            error = {ErrorClass::transient,
                     "the database " + url.to_string() + " is kept locked by another program",
                     "wait for it to finish, or look for one that hangs",
                     {}};
            break;
        case SQLITE_FULL:
            error.error_class = ErrorClass::transient;
            error.hint = "make room on the disk and try again";
            break;
        case SQLITE_CANTOPEN:
        case SQLITE_PERM:
        case SQLITE_READONLY:
            error.error_class = ErrorClass::configuration;
            error.hint = "look whether the file and its folder may be written";
            break;
        case SQLITE_CORRUPT:
        case SQLITE_NOTADB:
            error.error_class = ErrorClass::data;
            error.hint = "it is not a database or is damaged: restore a backup";
            break;
        default: error.error_class = ErrorClass::internal;
    }
    return trouble;
}

Trouble mysql_trouble(int code, const std::string& text, const DatabaseUrl& url) {
    Trouble trouble;
    trouble.code = code;
    auto& error = trouble.error;
    error = {ErrorClass::internal,
             "the database " + url.to_string() + ": " + text + " (" + std::to_string(code) + ")",
             "",
             {}};
    switch (code) {
        case 1213:  // deadlock, or another node of the cluster was first
        case 1205:  // waited too long for a lock
        case 1180:  // the commit was not certified
        case 1020:  // the row changed since it was read
            trouble.retry = true;
            error.error_class = ErrorClass::transient;
            error.hint = "others write the same rows all the time; try again";
            break;
        case 1047:  // no quorum
        case 2002:
        case 2003:
        case 2006:
        case 2013:
        case 2055:
        case 1927:
        case 1053:  // the server is shutting down
            trouble.retry = true;
            trouble.connection_lost = true;
            error.error_class = ErrorClass::transient;
            error.hint = "look whether the server runs and can be reached";
            break;
        case 1044:
        case 1045:
        case 1142:
        case 1698:
            error.error_class = ErrorClass::configuration;
            error.hint = "look at user, password and what the user may do";
            break;
        case 1049:
            error.error_class = ErrorClass::configuration;
            error.hint = "create it: CREATE DATABASE " + url.name + " CHARACTER SET utf8mb4";
            break;
        case 2005:
            error.error_class = ErrorClass::configuration;
            error.hint = "look at the host's name";
            break;
        default: break;
    }
    return trouble;
}

Trouble trouble_of(int code, const std::string& text, const DatabaseUrl& url) {
    return url.backend == Backend::sqlite ? sqlite_trouble(code, text, url)
                                          : mysql_trouble(code, text, url);
}

}  // namespace

std::optional<Trouble> current_trouble(const DatabaseUrl& url) {
    try {
        throw;
    } catch (const DatabaseError& error) {
        return trouble_of(error.code(), error.what(), url);
    } catch (const soci::mysql_soci_error& error) {
        return trouble_of(static_cast<int>(error.err_num_), error.get_error_message(), url);
    } catch (const soci::sqlite3_soci_error& error) {
        return trouble_of(error.result(), error.get_error_message(), url);
    } catch (const soci::soci_error& error) {
        return trouble_of(0, error.what(), url);
    } catch (const std::filesystem::filesystem_error& error) {
        return trouble_of(SQLITE_CANTOPEN, error.code().message() + ": " + error.path1().string(),
                          url);
    } catch (const InjectedConflict&) {
        Trouble trouble;
        trouble.retry = true;
        trouble.error = {ErrorClass::transient, "a conflict was injected", "", {}};
        return trouble;
    } catch (...) {
        return std::nullopt;
    }
}

std::unique_ptr<Session> open_session(const DatabaseUrl& url, const Clock& clock,
                                      const DatabaseOptions& options) {
    return url.backend == Backend::sqlite ? open_sqlite(url, clock, options)
                                          : open_mysql(url, clock, options);
}

const char* Session::for_update() const {
    // SQLite's write transactions hold the only lock that there is.
    return backend() == Backend::mysql ? " FOR UPDATE" : "";
}

const char* Session::insert_ignore() const {
    return backend() == Backend::mysql ? "INSERT IGNORE INTO " : "INSERT OR IGNORE INTO ";
}

std::string random_token() {
    constexpr std::string_view digits = "0123456789abcdef";
    std::random_device random;
    std::string token;
    for (int word = 0; word < 4; ++word) {
        auto bits = random();
        for (int digit = 0; digit < 8; ++digit, bits >>= 4U) token += digits[bits & 15U];
    }
    return token;
}

}  // namespace underpin

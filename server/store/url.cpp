#include <charconv>

#include "store/database.h"

namespace underpin {
namespace {

Error wrong_url(std::string message) {
    return {
        ErrorClass::input,
        std::move(message),
        "use sqlite://PATH or mysql://USER:PASSWORD@HOST:PORT/NAME; characters such as @ : / % in "
        "names and passwords are written %40 %3A %2F %25",
        {}};
}

int hex_digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

Result<std::string> percent_decode(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '%') {
            out += text[i];
            continue;
        }
        const int high = i + 2 < text.size() ? hex_digit(text[i + 1]) : -1;
        const int low = i + 2 < text.size() ? hex_digit(text[i + 2]) : -1;
        if (high < 0 || low < 0) {
            return wrong_url("a % in the database URL is not followed by two hexadecimal digits");
        }
        out += static_cast<char>(high * 16 + low);
        i += 2;
    }
    if (out.find('\0') != std::string::npos) return wrong_url("the database URL holds a NUL");
    return out;
}

// Cuts `text` at the first `mark`; what follows it goes to `rest`.
std::string_view cut(std::string_view text, char mark, std::string_view& rest) {
    const auto at = text.find(mark);
    rest = at == std::string_view::npos ? std::string_view() : text.substr(at + 1);
    return text.substr(0, at);
}

Result<void> parse_options(std::string_view text, DatabaseUrl& url) {
    while (!text.empty()) {
        std::string_view rest;
        std::string_view value;
        const auto name = cut(cut(text, '&', rest), '=', value);
        auto decoded = percent_decode(value);
        if (!decoded) return decoded.error();
        if (name == "socket") {
            url.socket = *decoded;
        } else if (name == "ssl_ca") {
            url.ssl_ca = *decoded;
        } else {
            return wrong_url("the database URL has an unknown option \"" + std::string(name) +
                             "\" (known: socket, ssl_ca)");
        }
        text = rest;
    }
    return {};
}

Result<void> parse_host(std::string_view text, DatabaseUrl& url) {
    std::string_view port;
    const bool bracketed = text.starts_with('[');  // an IPv6 address
    if (bracketed) {
        const auto end = text.find(']');
        if (end == std::string_view::npos) return wrong_url("the database URL lacks a ]");
        url.host = text.substr(1, end - 1);
        if (end + 1 < text.size() && text[end + 1] == ':') port = text.substr(end + 2);
    } else {
        url.host = cut(text, ':', port);
    }
    if (url.host.empty()) return wrong_url("the database URL names no host");
    if (port.empty()) return {};
    const auto [end, fault] = std::from_chars(port.data(), port.data() + port.size(), url.port);
    if (fault != std::errc() || end != port.data() + port.size() || url.port < 1 ||
        url.port > 65535) {
        return wrong_url("the port in the database URL is not a number from 1 to 65535: " +
                         std::string(port));
    }
    return {};
}

Result<DatabaseUrl> parse_mysql(std::string_view text) {
    DatabaseUrl url;
    url.backend = Backend::mysql;
    std::string_view options;
    text = cut(text, '?', options);
    const auto at = text.rfind('@');
    if (at == std::string_view::npos) return wrong_url("the database URL names no user");
    std::string_view name;
    const auto host = cut(text.substr(at + 1), '/', name);
    std::string_view password;
    auto user = percent_decode(cut(text.substr(0, at), ':', password));
    auto secret = percent_decode(password);
    auto database = percent_decode(name);
    for (const auto* part : {&user, &secret, &database}) {
        if (!*part) return part->error();
    }
    url.user = *user;
    url.password = *secret;
    url.name = *database;
    if (url.user.empty()) return wrong_url("the database URL names no user");
    if (url.name.empty()) return wrong_url("the database URL names no database after the host");
    if (auto done = parse_host(host, url); !done) return done.error();
    if (auto done = parse_options(options, url); !done) return done.error();
    for (const auto* part : {&url.user, &url.password, &url.name, &url.host, &url.socket}) {
        if (part->find('\'') != std::string::npos) {
            return wrong_url("a ' in the database URL cannot be passed on to the server");
        }
    }
    return url;
}

}  // namespace

Result<DatabaseUrl> DatabaseUrl::parse(std::string_view text) {
    constexpr std::string_view sqlite = "sqlite://";
    constexpr std::string_view mysql = "mysql://";
    if (text.starts_with(mysql)) return parse_mysql(text.substr(mysql.size()));
    if (!text.starts_with(sqlite)) {
        const auto scheme = text.substr(0, text.find("://"));
        return wrong_url(
            "the database URL begins with neither sqlite:// nor mysql://" +
            (scheme.size() < text.size() ? ", but " + std::string(scheme) + "://" : std::string()));
    }
    auto path = percent_decode(text.substr(sqlite.size()));
    if (!path) return path.error();
    if (path->empty()) return wrong_url("the database URL names no file");
    if (path->ends_with('/')) return wrong_url("the database URL names a folder, not a file");
    if (path->find('"') != std::string::npos)
        return wrong_url("a database's path cannot hold a \"");
    DatabaseUrl url;
    url.path = *std::move(path);
    return url;
}

std::string DatabaseUrl::to_string() const {
    if (backend == Backend::sqlite) return "sqlite://" + path;
    return "mysql://" + user + "@" + host + ":" + std::to_string(port) + "/" + name;
}

}  // namespace underpin

// An honest stand-in for a vendor's portal: a small server on 127.0.0.1 that speaks just enough of
// HTTP/1.1, with or without TLS, and answers as the test says: whole, cut short, held back, badly.
// It stands in for the real thing only as far as the portal's public documentation goes.
//
// One thread accepts and answers, one connection at a time, so that requests come in order. A
// handler that holds an answer back gives it up when the client has gone.
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace underpin {

struct PortalRequest {
    std::string method, path, query, body;       // path without query
    std::map<std::string, std::string> headers;  // names in lower case
};

struct PortalAnswer {
    int status = 200;
    std::string body = {};
    std::vector<std::pair<std::string, std::string>> headers = {};
    // How much of the body is sent before the connection is closed; less than all of it cuts it.
    std::size_t sent = std::string::npos;
    // After what is sent the connection stays open and silent until the client gives up.
    bool hold = false;
    std::string raw = {};  // instead of all of the above
};

class Portal {
  public:
    using Handler = std::function<PortalAnswer(const PortalRequest&)>;

    explicit Portal(Handler handler);
    // Answers with TLS and this certificate (see TestAuthority).
    Portal(Handler handler, const std::filesystem::path& certificate,
           const std::filesystem::path& key);
    ~Portal();
    Portal(const Portal&) = delete;
    Portal& operator=(const Portal&) = delete;

    [[nodiscard]] std::string url(const std::string& path = "") const;
    [[nodiscard]] std::string host() const;  // "127.0.0.1:PORT", for HttpRules::allow
    [[nodiscard]] std::vector<PortalRequest> requests() const;

  private:
    struct Server;
    std::unique_ptr<Server> server_;
};

}  // namespace underpin

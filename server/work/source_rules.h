// What sources may use of the machine that a server runs on: its files, its environment, its
// network. The server's configuration says so, and it holds for whatever the server itself does:
// for documents that come in through it and for the runs of its jobs. A command has no such rules,
// since who runs it may read the same anyway.
//
// Any thread; rules may be replaced while others still work by the former ones.
#pragma once

#include <filesystem>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "documents/reader.h"
#include "domain/terms.h"
#include "plugin/http_rules.h"

namespace underpin {

struct SourceRules {
    std::vector<std::filesystem::path> roots;     // folders that evidence may be read from
    std::vector<std::string> secret_environment;  // variables; NAME_* is all that begin so
    std::vector<std::filesystem::path> secret_folders;
    HttpRules http;
};

class RulesInForce {
  public:
    explicit RulesInForce(SourceRules rules);
    [[nodiscard]] std::shared_ptr<const SourceRules> now() const;
    void replace(SourceRules rules);

  private:
    mutable std::mutex mutex_;
    std::shared_ptr<const SourceRules> rules_;
};

// ErrorClass::configuration where the secret is kept where no source may look.
[[nodiscard]] Result<void> check_secret(const SourceRules& rules, const std::string& secret,
                                        const SecretPlace& place);
// The certificates that a source trusts instead of the system's; likewise.
[[nodiscard]] Result<void> check_certificates(const SourceRules& rules, const Source& source);

// What documents that came in ask for beyond the rules, each with its place. A source that reaches
// for nothing but what it did before stays as it was: somebody who may has put it there.
[[nodiscard]] Errors check_sources(const SourceRules& rules, const std::vector<Revised>& before,
                                   const std::vector<ReadDocument>& documents);

}  // namespace underpin

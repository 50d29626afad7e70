// What the cross-checks share: the picture after the change, and where to point when something is
// wrong. Inside of this folder only; one thread.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "documents/references.h"

namespace underpin {

using DocumentKey = std::tuple<Kind, std::string, std::optional<Date>>;
[[nodiscard]] DocumentKey key_of(const Document& document);

// A document of the picture; `read` where it is one of the changed.
struct Subject {
    const Document* document = nullptr;
    const ReadDocument* read = nullptr;
};

class ReferenceContext {
  public:
    ReferenceContext(const Portfolio& after, const std::vector<ReadDocument>& changed);

    [[nodiscard]] const Portfolio& after() const { return after_; }
    // Every version of every document, in the order of kinds and ids.
    [[nodiscard]] const std::vector<Subject>& all() const { return all_; }
    [[nodiscard]] std::vector<Subject> versions(Kind kind, const std::string& id) const;
    [[nodiscard]] std::vector<std::string> ids(Kind kind) const;
    [[nodiscard]] bool exists(Kind kind, const std::string& id) const;
    [[nodiscard]] bool retired(Kind kind, const std::string& id) const;
    [[nodiscard]] bool changed(Kind kind, const std::string& id) const;

    void fail(const Subject& at, const Path& path, std::string message, std::string hint = "");
    void warn(const Subject& at, const Path& path, std::string message, std::string hint = "");
    [[nodiscard]] ReferenceReport take() { return std::move(report_); }

  private:
    void add(const Revised& revised);

    const Portfolio& after_;
    std::map<DocumentKey, const ReadDocument*> changed_;
    std::vector<Subject> all_;
    std::map<std::pair<Kind, std::string>, std::vector<std::size_t>> index_;
    ReferenceReport report_;
};

[[nodiscard]] std::string name_of(const Document& document);  // Agreement "acme-hosting"

void check_cycles(ReferenceContext& context);
void check_contract(ReferenceContext& context, const Subject& subject);
void check_agreement(ReferenceContext& context, const Subject& subject);
void check_exclusion(ReferenceContext& context, const Subject& subject);
void check_amendment(ReferenceContext& context, const Subject& subject);
// A changed base text against the stored amendments that rest on it.
void check_amendments_of(ReferenceContext& context, const Subject& base);

}  // namespace underpin

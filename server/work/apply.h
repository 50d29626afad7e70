// Documents in: read, checked against each other and against what is stored, applied all or
// nothing.
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "documents/reader.h"
#include "documents/write.h"
#include "store/documents.h"
#include "work/context.h"

namespace underpin {

// Documents that came as a text: the body of a request.
struct DocumentText {
    std::string text;
    DocumentFormat format = DocumentFormat::yaml;
    std::string name;  // what errors call it
};

struct AppliedLine {
    DocumentName name;
    DocumentOutcome outcome = DocumentOutcome::unchanged;
    std::int64_t revision = 0;
    std::vector<Difference> differences;  // of changed ones
};

struct ApplyOutcome {
    std::vector<AppliedLine> lines;  // in the order of the files
    Warnings warnings;
    std::int64_t revision = 0;               // of the picture that was compared with
    std::map<std::string, std::size_t> due;  // dry run: cells to be measured, by agreement
};

struct ApplyRequest {
    std::vector<std::filesystem::path> paths;
    std::string reason;
    bool dry_run = false;
    std::optional<DocumentText> text = std::nullopt;  // instead of paths
    // The only document that the text may hold, and the revision of it that was read: 0 where there
    // was none, absent where any will do.
    struct Only {
        Kind kind = Kind::supplier;
        std::string id;
        std::optional<std::int64_t> expected;
    };
    std::optional<Only> only = std::nullopt;
    // Called in the transaction that applies, with what it has done.
    std::function<void(Session&, const ApplyOutcome&)> committing = nullptr;
};

// All errors of all files, or what was done.
struct ApplyAnswer {
    Errors errors;
    ApplyOutcome outcome;
};

[[nodiscard]] ApplyAnswer apply(const Context& context, const ApplyRequest& request);
// Only compares: reads and checks the files by themselves, and says where they differ from what is
// stored.
[[nodiscard]] ApplyAnswer compare_documents(const Context& context, const ApplyRequest& request);

// The stored documents with those of the files in their places and their past (portfolio.h),
// checked as apply checks them. Revision 0 stands for "not stored".
struct Proposal {
    Errors errors;
    Warnings warnings;
    Portfolio portfolio;
};
[[nodiscard]] Proposal propose(const Context& context, const ApplyRequest& request);

}  // namespace underpin

#include "work/apply.h"

#include <algorithm>

#include "documents/reader.h"
#include "documents/references.h"
#include "store/documents.h"
#include "work/catalogs.h"
#include "work/measure.h"
#include "work/portfolio.h"
#include "work/source_config.h"

namespace underpin {

namespace {

DocumentName name_of(const Document& document) {
    return {kind_name(document.kind), document.metadata.id, document.metadata.effective_from};
}

bool has_relative_path(const Source& source) {
    const auto path = config_text(source, "path");
    return path && std::filesystem::path(*path).is_relative();
}

const StoredDocument* find(const DocumentPicture& picture, const DocumentName& name) {
    const auto at = std::ranges::find(picture.documents, name, &StoredDocument::name);
    return at == picture.documents.end() ? nullptr : &*at;
}

// The picture's documents with the read ones in their places.
std::vector<Revised> documents_after(std::vector<Revised> before, const Reading& reading) {
    for (const auto& read : reading.documents) {
        const auto name = name_of(read.document);
        const auto at = std::ranges::find_if(
            before, [&](const Revised& revised) { return name_of(revised.document) == name; });
        if (at == before.end()) {
            before.push_back({read.document, 0});
        } else if (to_canonical_json(at->document) != to_canonical_json(read.document)) {
            // Revision 0 stands for "not stored yet": every cell that depends on it is due.
            *at = {read.document, 0};
        }
    }
    return before;
}

// A relative path in a source starts at the folder of its document, which is kept with it so that
// the source can be imported from anywhere.
void anchor_paths(Reading& reading) {
    for (auto& read : reading.documents) {
        if (read.document.kind != Kind::source) continue;
        auto& source = std::get<Source>(read.document.spec);
        if (!source.folder.empty() || !has_relative_path(source)) continue;
        source.folder = std::filesystem::absolute(read.file()).parent_path().lexically_normal();
        read.canonical = to_canonical_json(read.document);
    }
}

Reading read_and_check(const PluginCatalogs& catalogs, const ApplyRequest& request,
                       ApplyAnswer& answer) {
    auto reading = read_documents(request.paths, catalogs.strict());
    anchor_paths(reading);
    answer.errors = reading.errors;
    answer.outcome.warnings = reading.warnings;
    const auto twice = check_duplicates(reading.documents);
    answer.errors.insert(answer.errors.end(), twice.begin(), twice.end());
    return reading;
}

std::vector<AppliedLine> compare(const DocumentPicture& picture, const Reading& reading) {
    std::vector<AppliedLine> lines;
    for (const auto& read : reading.documents) {
        AppliedLine line{name_of(read.document), DocumentOutcome::created, 0, {}};
        if (const auto* stored = find(picture, line.name)) {
            line.revision = stored->revision;
            const auto& text = read.canonical;
            line.outcome = stored->json == text ? DocumentOutcome::unchanged
                                                : DocumentOutcome::changed;
            if (line.outcome == DocumentOutcome::changed) {
                line.differences = diff(stored->json, text);
            }
        }
        lines.push_back(std::move(line));
    }
    return lines;
}

}  // namespace

ApplyAnswer apply(const Context& context, const ApplyRequest& request) {
    ApplyAnswer answer;
    const PluginCatalogs catalogs(context.plugins, context.scorers);
    const auto reading = read_and_check(catalogs, request, answer);
    if (!answer.errors.empty()) return answer;

    const auto picture =
        context.database.read([](Session& session) { return load_documents(session); });
    auto before = read_picture(context, picture);
    if (!before) {
        answer.errors.push_back(before.error());
        return answer;
    }
    auto after = documents_after(std::move(*before), reading);
    const auto report =
        check_references(make_portfolio(after, Retired::keep), reading.documents);
    answer.errors = report.errors;
    answer.outcome.warnings.insert(answer.outcome.warnings.end(), report.warnings.begin(),
                                   report.warnings.end());
    if (!answer.errors.empty()) return answer;

    answer.outcome.lines = compare(picture, reading);
    if (request.dry_run) {
        answer.outcome.due = due_cells(context, make_portfolio(std::move(after)));
        return answer;
    }
    std::vector<DocumentChange> changes;
    for (const auto& read : reading.documents) {
        changes.push_back({name_of(read.document), read.canonical, std::nullopt});
    }
    const auto applied = context.database.transact([&](Session& session) {
        return apply_documents(session, picture.revision, changes, context.actor, request.reason);
    });
    if (!applied) {
        answer.errors.push_back(applied.error());
        return answer;
    }
    for (std::size_t i = 0; i < applied->size(); ++i) {
        answer.outcome.lines[i].outcome = (*applied)[i].outcome;
        answer.outcome.lines[i].revision = (*applied)[i].revision;
    }
    return answer;
}

ApplyAnswer compare_documents(const Context& context, const ApplyRequest& request) {
    ApplyAnswer answer;
    const PluginCatalogs catalogs(context.plugins, context.scorers);
    const auto reading = read_and_check(catalogs, request, answer);
    if (!answer.errors.empty()) return answer;
    const auto picture =
        context.database.read([](Session& session) { return load_documents(session); });
    answer.outcome.lines = compare(picture, reading);
    return answer;
}

}  // namespace underpin

#include "work/apply.h"

#include <algorithm>

#include "documents/reader.h"
#include "documents/references.h"
#include "plugin/import_run.h"
#include "store/documents.h"
#include "store/evidence.h"
#include "work/catalogs.h"
#include "work/evidence_fit.h"
#include "work/measure.h"
#include "work/portfolio.h"
#include "work/source_config.h"
#include "work/source_rules.h"

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

// A body that stands for one document must be it.
void check_only(const ApplyRequest::Only& only, const Reading& reading, Errors& errors) {
    if (reading.documents.size() != 1) {
        errors.push_back(
            {ErrorClass::input, "this takes one document", "several go to POST /api/v1/apply", {}});
        return;
    }
    const auto& read = reading.documents.front();
    if (read.document.kind != only.kind) {
        errors.push_back({ErrorClass::input,
                          std::string("the document is of kind ") + kind_name(read.document.kind) +
                              ", but was sent to one of kind " + kind_name(only.kind),
                          "", read.node.place("kind")});
    } else if (read.document.metadata.id != only.id) {
        errors.push_back({ErrorClass::input,
                          "the document's id is '" + read.document.metadata.id +
                              "', but it was sent to '" + only.id + "'",
                          "an id never changes; send it to its own address",
                          read.node.place("metadata.id")});
    }
}

Reading read_and_check(const PluginCatalogs& catalogs, const ApplyRequest& request,
                       ApplyAnswer& answer) {
    auto reading = request.text ? read_document_text(request.text->text, request.text->name,
                                                     request.text->format, catalogs.strict())
                                : read_documents(request.paths, catalogs.strict());
    // A text has no folder; where its sources may read is the configuration's business.
    if (!request.text) anchor_paths(reading);
    answer.errors = reading.errors;
    answer.outcome.warnings = reading.warnings;
    const auto twice = check_duplicates(reading.documents);
    answer.errors.insert(answer.errors.end(), twice.begin(), twice.end());
    if (request.only && answer.errors.empty()) check_only(*request.only, reading, answer.errors);
    return reading;
}

// Somebody else has changed the document that was read.
std::optional<Error> check_expected(const ApplyRequest& request, const DocumentPicture& picture,
                                    const Reading& reading) {
    if (!request.only || !request.only->expected) return std::nullopt;
    const auto* stored = find(picture, name_of(reading.documents.front().document));
    const auto now = stored == nullptr ? 0 : stored->revision;
    if (now == *request.only->expected) return std::nullopt;
    return Error{ErrorClass::conflict,
                 now == 0 ? "there is no such document yet"
                 : *request.only->expected == 0
                     ? "there is such a document already, at revision " + std::to_string(now)
                     : "the document has changed: it is at revision " + std::to_string(now) +
                           " now, not at " + std::to_string(*request.only->expected),
                 "read it again, and put your change into what you read",
                 {}};
}

std::vector<AppliedLine> compare(const DocumentPicture& picture, const Reading& reading) {
    std::vector<AppliedLine> lines;
    for (const auto& read : reading.documents) {
        AppliedLine line{name_of(read.document), DocumentOutcome::created, 0, {}};
        if (const auto* stored = find(picture, line.name)) {
            line.revision = stored->revision;
            const auto& text = read.canonical;
            line.outcome =
                stored->json == text ? DocumentOutcome::unchanged : DocumentOutcome::changed;
            if (line.outcome == DocumentOutcome::changed) {
                line.differences = diff(stored->json, text);
            }
        }
        lines.push_back(std::move(line));
    }
    return lines;
}

// Stored instants of records that came as local times or dates stay those of the former zone.
Warnings zone_warnings(Session& session, const std::vector<Revised>& before,
                       const Reading& reading) {
    Warnings warnings;
    for (const auto& read : reading.documents) {
        if (read.document.kind != Kind::source) continue;
        const auto name = name_of(read.document);
        const auto was = std::ranges::find_if(
            before, [&](const Revised& revised) { return name_of(revised.document) == name; });
        if (was == before.end()) continue;
        const auto& zone = was->document.as<Source>().time_zone;
        if (zone == read.document.as<Source>().time_zone) continue;
        const auto records = count_records(session, name.id);
        if (records == 0) continue;
        warnings.push_back({ErrorClass::input,
                            "source " + name.id + " has " + std::to_string(records) +
                                " records whose dates and local times were read in " + zone,
                            "import all of them again, for they are compared in the new zone",
                            place_at(read.node, {"spec", "time_zone"})});
    }
    return warnings;
}

// What only the plugin itself can tell of a configuration that fits its schema.
Errors configuration_errors(const Context& context, const std::vector<AppliedLine>& lines,
                            const Reading& reading) {
    Errors errors;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        const auto& read = reading.documents[i];
        if (read.document.kind != Kind::source || read.document.metadata.retired) continue;
        if (lines[i].outcome == DocumentOutcome::unchanged) continue;
        const auto& source = read.document.as<Source>();
        const auto plugin = context.plugins.path_of(source.plugin);
        if (!plugin) continue;  // an error of its own
        ImportJob job;
        job.host_program = context.plugins.host_program();
        job.plugin = *plugin;
        job.time_zone = source.time_zone;
        job.config_json = source.config_json;
        if (auto checked = check_configuration(job); !checked) {
            auto error = checked.error();
            error.place = place_at(read.node, {"spec", "config"});
            errors.push_back(std::move(error));
        }
    }
    return errors;
}

// The documents as they would be afterwards; none where errors were found.
std::optional<std::vector<Revised>> checked_after(const Context& context,
                                                  const DocumentPicture& picture,
                                                  const Reading& reading, ApplyAnswer& answer) {
    auto before = read_picture(context, picture);
    if (!before) {
        answer.errors.push_back(before.error());
        return std::nullopt;
    }
    const auto rezoned = context.database.read(
        [&](Session& session) { return zone_warnings(session, *before, reading); });
    answer.outcome.warnings.insert(answer.outcome.warnings.end(), rezoned.begin(), rezoned.end());
    if (context.rules != nullptr) {
        const auto beyond = check_sources(*context.rules->now(), *before, reading.documents);
        answer.errors.insert(answer.errors.end(), beyond.begin(), beyond.end());
    }
    auto after = documents_after(std::move(*before), reading);
    const auto picture_after = make_portfolio(after, Retired::keep);
    for (const auto& report : {check_references(picture_after, reading.documents),
                               check_evidence(context.scorers, picture_after, reading.documents)}) {
        answer.errors.insert(answer.errors.end(), report.errors.begin(), report.errors.end());
        answer.outcome.warnings.insert(answer.outcome.warnings.end(), report.warnings.begin(),
                                       report.warnings.end());
    }
    if (!answer.errors.empty()) return std::nullopt;
    return after;
}

// `again` is set where another change of other documents came in between: what was checked no
// longer stands, and is to be checked anew.
ApplyAnswer try_apply(const Context& context, const ApplyRequest& request, bool& again) {
    ApplyAnswer answer;
    again = false;
    const PluginCatalogs catalogs(context.plugins, context.scorers);
    const auto reading = read_and_check(catalogs, request, answer);
    if (!answer.errors.empty()) return answer;

    const auto picture =
        context.database.read([](Session& session) { return load_documents(session); });
    auto after = checked_after(context, picture, reading, answer);
    if (!after) return answer;

    answer.outcome.lines = compare(picture, reading);
    answer.outcome.revision = picture.revision;
    if (auto changed = check_expected(request, picture, reading)) {
        answer.errors.push_back(std::move(*changed));
        return answer;
    }
    answer.errors = configuration_errors(context, answer.outcome.lines, reading);
    if (!answer.errors.empty()) return answer;
    if (request.dry_run) {
        answer.outcome.due = due_cells(context, make_portfolio(std::move(*after)));
        return answer;
    }
    std::vector<DocumentChange> changes;
    for (const auto& read : reading.documents) {
        changes.push_back({name_of(read.document), read.canonical, std::nullopt});
    }
    auto outcome = answer.outcome;
    const auto applied = context.database.transact([&](Session& session) -> Result<void> {
        const auto lines =
            apply_documents(session, picture.revision, changes, context.actor, request.reason);
        if (!lines) return lines.error();
        for (std::size_t i = 0; i < lines->size(); ++i) {
            outcome.lines[i].outcome = (*lines)[i].outcome;
            outcome.lines[i].revision = (*lines)[i].revision;
        }
        if (request.committing) request.committing(session, outcome);
        return {};
    });
    if (!applied) {
        again = applied.error().error_class == ErrorClass::conflict;
        answer.errors.push_back(applied.error());
        return answer;
    }
    answer.outcome = std::move(outcome);
    return answer;
}

}  // namespace

ApplyAnswer apply(const Context& context, const ApplyRequest& request) {
    constexpr int most_tries = 10;
    bool again = true;
    ApplyAnswer answer;
    for (int i = 0; again && i < most_tries; ++i) answer = try_apply(context, request, again);
    return answer;
}

Proposal propose(const Context& context, const ApplyRequest& request) {
    ApplyAnswer answer;
    Proposal proposal;
    const PluginCatalogs catalogs(context.plugins, context.scorers);
    const auto reading = read_and_check(catalogs, request, answer);
    if (answer.errors.empty()) {
        const auto picture =
            context.database.read([](Session& session) { return load_documents(session); });
        if (auto after = checked_after(context, picture, reading, answer)) {
            proposal.portfolio = portfolio_with_past(context, std::move(*after));
        }
    }
    proposal.errors = std::move(answer.errors);
    proposal.warnings = std::move(answer.outcome.warnings);
    return proposal;
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

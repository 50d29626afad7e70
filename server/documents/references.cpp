#include "documents/references.h"

#include <algorithm>
#include <set>

#include "base/text.h"
#include "documents/reference_check.h"
#include "documents/reference_list.h"

namespace underpin {
namespace {

std::string lower(std::string name) {
    name.front() = static_cast<char>(name.front() - 'A' + 'a');
    return name;
}

std::string hint_for(const ReferenceContext& context, const Reference& reference) {
    for (int i = 0; i < kind_count; ++i) {
        const Kind other = static_cast<Kind>(i);
        if (other != reference.kind && context.exists(other, reference.id)) {
            const auto near = nearest_word(reference.id, context.ids(reference.kind));
            if (near) break;  // more likely than the other kind
            return "\"" + reference.id + "\" is a " + kind_name(other);
        }
    }
    const auto known = context.ids(reference.kind);
    if (const auto near = nearest_word(reference.id, known)) return "did you mean " + *near + "?";
    if (known.empty())
        return std::string("apply a ") + kind_name(reference.kind) + " of that id too";
    constexpr std::size_t shown = 8;
    if (known.size() <= shown) return "known are " + join(known, ", ");
    return "apply it together with this document";
}

void check_known(ReferenceContext& context, const Subject& subject) {
    for (const Reference& reference : references_of(*subject.document)) {
        if (reference.id.empty() || context.exists(reference.kind, reference.id)) continue;
        context.fail(
            subject, reference.path,
            "there is no " + lower(kind_name(reference.kind)) + " \"" + reference.id + "\"",
            hint_for(context, reference));
    }
}

// An exclusion goes with its agreement: it does not hold it in use.
bool holds_in_use(const Subject& referrer) { return referrer.document->kind != Kind::exclusion; }

// A changed document that names a retired one, and a retired one that others still name.
void check_retired(ReferenceContext& context) {
    std::map<std::pair<Kind, std::string>, std::vector<std::string>> referrers;
    for (const Subject& subject : context.all()) {
        const Document& document = *subject.document;
        if (context.retired(document.kind, document.metadata.id) || !holds_in_use(subject))
            continue;
        for (const Reference& reference : references_of(document)) {
            if (!context.retired(reference.kind, reference.id)) continue;
            if (context.changed(reference.kind, reference.id)) {
                referrers[{reference.kind, reference.id}].push_back(
                    name_of(document) + " (" + to_string(reference.path) + ")");
            } else if (subject.read != nullptr) {
                context.fail(
                    subject, reference.path,
                    lower(kind_name(reference.kind)) + " \"" + reference.id + "\" is retired",
                    "name another one, or apply it without retired");
            }
        }
    }
    for (const auto& [key, names] : referrers) {
        for (const Subject& subject : context.versions(key.first, key.second)) {
            if (subject.read == nullptr || !subject.document->metadata.retired) continue;
            context.fail(
                subject, {"metadata", "retired"},
                name_of(*subject.document) + " is still referred to by " + join(names, ", "),
                "change or retire them first, or together");
        }
    }
}

// The changed documents, and those that name a changed one.
bool in_scope(const ReferenceContext& context, const Subject& subject) {
    if (subject.read != nullptr) return true;
    const auto references = references_of(*subject.document);
    return std::any_of(references.begin(), references.end(), [&](const Reference& reference) {
        return context.changed(reference.kind, reference.id);
    });
}

void check_subject(ReferenceContext& context, const Subject& subject) {
    const Document& document = *subject.document;
    if (context.retired(document.kind, document.metadata.id)) return;
    check_known(context, subject);
    if (document.kind == Kind::contract) check_contract(context, subject);
    if (document.kind == Kind::agreement) check_agreement(context, subject);
    if (document.kind == Kind::exclusion) check_exclusion(context, subject);
    if (document.kind == Kind::contract || document.kind == Kind::agreement) {
        check_amendment(context, subject);
        check_amendments_of(context, subject);
    }
}

}  // namespace

ReferenceContext::ReferenceContext(const Portfolio& after, const std::vector<ReadDocument>& changed)
    : after_(after) {
    for (const ReadDocument& read : changed) changed_.emplace(key_of(read.document), &read);
    for (const auto* plain : {&after.suppliers, &after.services, &after.calendars}) {
        for (const auto& [id, revised] : *plain) add(revised);
    }
    for (const auto* amended : {&after.contracts, &after.agreements}) {
        for (const auto& [id, versions] : *amended) {
            for (const Revised& revised : versions.versions) add(revised);
        }
    }
    for (const auto* plain : {&after.exclusions, &after.sources}) {
        for (const auto& [id, revised] : *plain) add(revised);
    }
}

void ReferenceContext::add(const Revised& revised) {
    const Document& document = revised.document;
    const auto read = changed_.find(key_of(document));
    index_[{document.kind, document.metadata.id}].push_back(all_.size());
    all_.push_back({&document, read == changed_.end() ? nullptr : read->second});
}

std::vector<Subject> ReferenceContext::versions(Kind kind, const std::string& id) const {
    std::vector<Subject> found;
    const auto at = index_.find({kind, id});
    if (at == index_.end()) return found;
    for (const std::size_t i : at->second) found.push_back(all_[i]);
    return found;
}

std::vector<std::string> ReferenceContext::ids(Kind kind) const {
    std::vector<std::string> ids;
    for (const auto& [key, where] : index_) {
        if (key.first == kind) ids.push_back(key.second);
    }
    return ids;
}

bool ReferenceContext::exists(Kind kind, const std::string& id) const {
    return index_.contains({kind, id});
}

bool ReferenceContext::retired(Kind kind, const std::string& id) const {
    const auto found = versions(kind, id);
    return !found.empty() && found.front().document->metadata.retired;
}

bool ReferenceContext::changed(Kind kind, const std::string& id) const {
    const auto found = versions(kind, id);
    return std::any_of(found.begin(), found.end(),
                       [](const Subject& subject) { return subject.read != nullptr; });
}

namespace {

Error error_at(const Subject& at, const Path& path, std::string message, std::string hint) {
    Place place = at.read != nullptr
                      ? place_at(at.read->node, path)
                      : Place{name_of(*at.document) + " (as stored)", 0, 0, to_string(path)};
    return {ErrorClass::input, std::move(message), std::move(hint), std::move(place)};
}

}  // namespace

void ReferenceContext::fail(const Subject& at, const Path& path, std::string message,
                            std::string hint) {
    report_.errors.push_back(error_at(at, path, std::move(message), std::move(hint)));
}

void ReferenceContext::warn(const Subject& at, const Path& path, std::string message,
                            std::string hint) {
    report_.warnings.push_back(error_at(at, path, std::move(message), std::move(hint)));
}

std::string name_of(const Document& document) {
    std::string name = std::string(kind_name(document.kind)) + " " + document.metadata.id;
    if (document.metadata.effective_from) {
        name += " from " + format_date(*document.metadata.effective_from);
    }
    return name;
}

DocumentKey key_of(const Document& document) {
    return {document.kind, document.metadata.id, document.metadata.effective_from};
}

Errors check_duplicates(const std::vector<ReadDocument>& documents) {
    std::map<DocumentKey, const ReadDocument*> seen;
    Errors errors;
    for (const ReadDocument& read : documents) {
        const auto [first, inserted] = seen.emplace(key_of(read.document), &read);
        if (inserted) continue;
        const Place other = place_at(first->second->node, {"metadata", "id"});
        errors.push_back({ErrorClass::input,
                          name_of(read.document) + " is already in " + other.file + ":" +
                              std::to_string(other.line),
                          "remove one of the two, or give it another id",
                          place_at(read.node, {"metadata", "id"})});
    }
    return errors;
}

ReferenceReport check_references(const Portfolio& after, const std::vector<ReadDocument>& changed) {
    ReferenceContext context(after, changed);
    for (const Subject& subject : context.all()) {
        if (in_scope(context, subject)) check_subject(context, subject);
    }
    check_retired(context);
    check_cycles(context);
    return context.take();
}

}  // namespace underpin

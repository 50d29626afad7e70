#include "store/documents.h"

#include <algorithm>

#include "base/digest.h"
#include "store/journal.h"
#include "store/sql.h"

namespace underpin {
namespace {

std::string date_text(const std::optional<Date>& date) {
    return date ? format_date(*date) : std::string();
}

std::optional<Date> date_of(const std::string& text) {
    if (text.empty()) return std::nullopt;
    return require(parse_date(text));
}

std::string describe(const DocumentName& name) {
    const auto date = date_text(name.effective_from);
    return name.kind + "/" + name.id + (date.empty() ? "" : "@" + date);
}

template <typename... Args>
std::vector<StoredDocument> load(Session& session, const std::string& rest, const Args&... args) {
    std::vector<StoredDocument> documents;
    sql::each<std::int64_t, std::string, std::string, std::string, std::int64_t, std::string,
              std::string, std::string, std::string>(
        session,
        "SELECT r.revision, r.kind, r.id, r.effective_from, r.at, r.actor, r.reason, r.json, "
        "r.sha256 FROM document_revision r " +
            rest,
        [&](std::int64_t revision, const std::string& kind, const std::string& id,
            const std::string& effective_from, std::int64_t at, const std::string& actor,
            const std::string& reason, std::string json, const std::string& sha256) {
            documents.push_back({{kind, id, date_of(effective_from)},
                                 revision,
                                 Instant{at},
                                 actor,
                                 reason,
                                 std::move(json),
                                 sha256});
        },
        args...);
    return documents;
}

void sort_by_name(std::vector<StoredDocument>& documents) {
    std::sort(documents.begin(), documents.end(),
              [](const auto& a, const auto& b) { return a.name < b.name; });
}

// What stands under a name: its revision (0: nothing) and hash.
struct Standing {
    std::int64_t revision = 0;
    std::string sha256;
    bool revised = false;  // not the first of its name
};

Standing load_standing(Session& session, const DocumentName& name) {
    const auto row = sql::first<std::int64_t, std::string, std::int64_t>(
        session,
        "SELECT c.revision, r.sha256, (SELECT COUNT(*) FROM document_revision o WHERE o.kind = "
        "c.kind AND o.id = c.id AND o.effective_from = c.effective_from) FROM document_current c "
        "JOIN document_revision r ON r.revision = c.revision WHERE c.kind = :kind AND c.id = :id "
        "AND c.effective_from = :effective_from",
        name.kind, name.id, date_text(name.effective_from));
    if (!row) return {};
    return {std::get<0>(*row), std::get<1>(*row), std::get<2>(*row) > 1};
}

Error changed_meanwhile(const std::string& what) {
    return {ErrorClass::conflict,
            what + " changed meanwhile",
            "look at the difference and apply again",
            {}};
}

// After a commit whose answer was lost: what it did, if it did happen.
std::optional<std::vector<AppliedDocument>> answer_of_lost_commit(
    Session& session, std::int64_t read_revision, const std::vector<DocumentChange>& changes) {
    if (!session.after_lost_commit) return std::nullopt;
    std::vector<AppliedDocument> applied;
    for (const auto& change : changes) {
        const auto standing = load_standing(session, change.name);
        if (standing.revision == 0 || standing.sha256 != to_hex(sha256(change.json))) {
            return std::nullopt;
        }
        const auto outcome = standing.revision <= read_revision ? DocumentOutcome::unchanged
                             : standing.revised                 ? DocumentOutcome::changed
                                                                : DocumentOutcome::created;
        applied.push_back({outcome, standing.revision});
    }
    return applied;
}

void write_revision(Session& session, std::int64_t revision, const DocumentChange& change,
                    const std::string& hash, bool is_new, const std::string& actor,
                    const std::string& reason) {
    const auto date = date_text(change.name.effective_from);
    sql::execute(session,
                 "INSERT INTO document_revision (revision, kind, id, effective_from, at, actor, "
                 "reason, json, sha256) VALUES (:revision, :kind, :id, :effective_from, :at, "
                 ":actor, :reason, :json, :sha256)",
                 revision, change.name.kind, change.name.id, date, session.clock().now().ms, actor,
                 reason, change.json, hash);
    sql::execute(session,
                 is_new ? "INSERT INTO document_current (revision, kind, id, effective_from) "
                          "VALUES (:revision, :kind, :id, :effective_from)"
                        : "UPDATE document_current SET revision = :revision WHERE kind = :kind AND "
                          "id = :id AND effective_from = :effective_from",
                 revision, change.name.kind, change.name.id, date);
    append_journal(session, {actor, "apply", describe(change.name),
                             "revision " + std::to_string(revision) + ", sha256 " + hash +
                                 (reason.empty() ? "" : ": " + reason)});
}

Result<AppliedDocument> apply_one(Session& session, const DocumentChange& change,
                                  std::int64_t& last_revision, const std::string& actor,
                                  const std::string& reason) {
    const auto standing = load_standing(session, change.name);
    if (change.expected && *change.expected != standing.revision) {
        return changed_meanwhile(describe(change.name));
    }
    const auto hash = to_hex(sha256(change.json));
    if (standing.revision != 0 && standing.sha256 == hash) {
        return AppliedDocument{DocumentOutcome::unchanged, standing.revision};
    }
    ++last_revision;
    const bool is_new = standing.revision == 0;
    write_revision(session, last_revision, change, hash, is_new, actor, reason);
    return AppliedDocument{is_new ? DocumentOutcome::created : DocumentOutcome::changed,
                           last_revision};
}

}  // namespace

const char* outcome_name(DocumentOutcome outcome) {
    switch (outcome) {
        case DocumentOutcome::created: return "created";
        case DocumentOutcome::changed: return "changed";
        case DocumentOutcome::unchanged: return "unchanged";
    }
    return "unchanged";
}

std::int64_t document_revision(Session& session) {
    return sql::value<std::int64_t>(session,
                                    "SELECT value FROM store_sequence WHERE name = 'document'");
}

DocumentPicture load_documents(Session& session) {
    DocumentPicture picture{document_revision(session), {}};
    picture.documents = load(session, "JOIN document_current c ON c.revision = r.revision");
    sort_by_name(picture.documents);
    return picture;
}

DocumentPicture load_documents_at(Session& session, std::int64_t revision) {
    DocumentPicture picture{std::min(revision, document_revision(session)), {}};
    picture.documents = load(session,
                             "JOIN (SELECT MAX(revision) AS last FROM document_revision WHERE "
                             "revision <= :revision GROUP BY kind, id, effective_from) m ON m.last "
                             "= r.revision",
                             revision);
    sort_by_name(picture.documents);
    return picture;
}

std::vector<StoredDocument> document_revisions_between(Session& session, std::int64_t after,
                                                       std::int64_t last) {
    return load(session, "WHERE r.revision > :after AND r.revision <= :last ORDER BY r.revision",
                after, last);
}

std::vector<StoredDocument> document_history(Session& session, const std::string& kind,
                                             const std::string& id) {
    return load(session, "WHERE r.kind = :kind AND r.id = :id ORDER BY r.revision", kind, id);
}

Result<std::vector<AppliedDocument>> apply_documents(Session& session, std::int64_t read_revision,
                                                     const std::vector<DocumentChange>& changes,
                                                     const std::string& actor,
                                                     const std::string& reason) {
    auto last_revision = sql::value<std::int64_t>(
        session, std::string("SELECT value FROM store_sequence WHERE name = 'document'") +
                     session.for_update());
    if (last_revision != read_revision) {
        if (auto applied = answer_of_lost_commit(session, read_revision, changes)) {
            return *std::move(applied);
        }
        return changed_meanwhile("a document");
    }
    std::vector<AppliedDocument> applied;
    for (const auto& change : changes) {
        auto one = apply_one(session, change, last_revision, actor, reason);
        if (!one) return one.error();
        applied.push_back(*one);
    }
    if (last_revision != read_revision) {
        sql::execute(session, "UPDATE store_sequence SET value = :value WHERE name = 'document'",
                     last_revision);
    }
    return applied;
}

}  // namespace underpin

#include "store/integrity.h"

#include "base/digest.h"
#include "store/blobs.h"
#include "store/catalogue.h"
#include "store/evidence_row.h"
#include "store/sql.h"

namespace underpin {
namespace {

constexpr std::size_t max_faults = 100;  // of one kind; more say nothing new

class Check {
  public:
    Check(IntegrityReport& report) : report_(report) {}

    void fault(std::string text) {
        if (report_.faults.size() < max_faults) report_.faults.push_back(std::move(text));
    }

    void database_itself(Session& session) {
        if (session.backend() == Backend::sqlite) {
            sql::each<std::string>(session, "PRAGMA integrity_check", [&](const std::string& line) {
                if (line != "ok") fault("SQLite: " + line);
            });
            sql::each<std::string>(session, "PRAGMA foreign_key_check",
                                   [&](const std::string& table) {
                                       fault("a row of " + table + " refers to nothing");
                                   });
            return;
        }
        for (const auto& table : catalogue()) {
            sql::each<std::string, std::string, std::string, std::string>(
                session, "CHECK TABLE " + std::string(table.name),
                [&](const std::string&, const std::string&, const std::string& kind,
                    const std::string& text) {
                    if (kind == "error" || (kind == "status" && text != "OK")) {
                        fault("table " + std::string(table.name) + ": " + text);
                    }
                });
        }
    }

    void counts(Session& session) {
        for (const auto& table : catalogue()) {
            report_.rows[table.name] = sql::value<std::int64_t>(
                session, "SELECT COUNT(*) FROM " + std::string(table.name));
        }
        none(session,
             "SELECT s.name FROM evidence_source s WHERE s.records <> (SELECT COUNT(*) FROM "
             "evidence e WHERE e.source_id = s.id)",
             "does not have the number of records that it says");
        none(session,
             "SELECT s.name FROM evidence_source s WHERE s.last_revision < (SELECT "
             "COALESCE(MAX(e.id), 0) FROM evidence e WHERE e.source_id = s.id) - s.id * " +
                 std::to_string(row_id(1, 0)),
             "has records beyond its last revision");
        none(session,
             "SELECT s.name FROM evidence_source s LEFT JOIN import_run r ON r.id = s.open_run "
             "WHERE s.open_run IS NOT NULL AND (r.id IS NULL OR r.status <> 'running')",
             "names an open run that is not open");
        documents_stand(session);
    }

    void documents(Session& session) {
        static constexpr CellKind kinds[] = {CellKind::integer, CellKind::text, CellKind::text,
                                             CellKind::text, CellKind::text};
        const auto reader = session.reader(
            "SELECT revision, kind, id, json, sha256 FROM document_revision ORDER BY revision",
            kinds, {});
        while (reader->next()) {
            if (to_hex(sha256(reader->text(3))) == reader->text(4)) continue;
            fault("document " + std::string(reader->text(1)) + "/" + std::string(reader->text(2)) +
                  ", revision " + std::to_string(reader->integer(0)) + ", was changed");
        }
    }

    void evidence(Session& session, const std::string& table) {
        const auto reader =
            session.reader("SELECT " + evidence_column_list() + " FROM " + table + " ORDER BY id",
                           evidence_kinds(), {});
        while (reader->next()) {
            if (content_hash(read_record(*reader)) == read_hash(*reader, col_hash)) continue;
            fault("record " + std::string(reader->text(col_key)) + " (" + table + ", id " +
                  std::to_string(reader->integer(col_id)) +
                  ") does not have the content that was imported");
        }
    }

    void blobs(const Database& database) {
        const auto names = database.read([](Session& session) {
            std::vector<std::string> out;
            sql::each<std::string>(
                session, "SELECT sha256 FROM raw_blob WHERE sha256 IS NOT NULL ORDER BY id",
                [&](std::string name) { out.push_back(std::move(name)); });
            return out;
        });
        for (const auto& name : names) {
            try {
                auto reader = require(BlobReader::open(database, name));
                std::int64_t bytes = 0;
                for (auto piece = reader.next(); !piece.empty(); piece = reader.next()) {
                    bytes += static_cast<std::int64_t>(piece.size());
                }
                if (bytes != reader.blob().bytes) fault("blob " + name + " has another length");
            } catch (const Failure& failure) {
                fault(failure.error().message);
            }
        }
    }

  private:
    void none(Session& session, const std::string& query, const std::string& what) {
        sql::each<std::string>(
            session, query, [&](const std::string& name) { fault("source " + name + " " + what); });
    }

    void documents_stand(Session& session) {
        const auto last = sql::value<std::int64_t>(
            session, "SELECT value FROM store_sequence WHERE name = 'document'");
        const auto count =
            sql::value<std::int64_t>(session, "SELECT COUNT(*) FROM document_revision");
        const auto highest =
            sql::value<std::int64_t>(session, "SELECT MAX(revision) FROM document_revision");
        if (last != count || last != highest) {
            fault("the documents' revisions are not numbered 1 to " + std::to_string(last));
        }
        const auto wrong = sql::value<std::int64_t>(
            session,
            "SELECT COUNT(*) FROM document_current c WHERE c.revision <> (SELECT MAX(r.revision) "
            "FROM document_revision r WHERE r.kind = c.kind AND r.id = c.id AND r.effective_from = "
            "c.effective_from)");
        if (wrong > 0) {
            fault(std::to_string(wrong) + " documents do not stand at their last revision");
        }
    }

    IntegrityReport& report_;
};

}  // namespace

IntegrityReport check_integrity(Database& database, const IntegrityOptions& options) {
    IntegrityReport report;
    Check check(report);
    database.read([&](Session& session) {
        check.database_itself(session);
        check.counts(session);
        report.journal = verify_journal(session);
        report.claims = check_claims(session);
    });
    for (const auto& fault : report.journal.faults) check.fault(fault);
    for (const auto& fault : report.claims.faults) check.fault(fault);
    if (!options.contents) return report;
    // One picture each: none holds back SQLite's log for longer than it must.
    database.read([&](Session& session) { check.documents(session); });
    for (const auto* table : {"evidence", "evidence_history"}) {
        database.read([&](Session& session) { check.evidence(session, table); });
    }
    check.blobs(database);
    return report;
}

}  // namespace underpin

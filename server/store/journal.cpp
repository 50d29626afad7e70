#include "store/journal.h"

#include "store/message_hash.h"
#include "store/process_owner.h"
#include "store/sql.h"

namespace underpin {
namespace {

constexpr std::int64_t seal_lease_ms = 30'000;
constexpr std::int64_t entries_a_seal = 10'000;

std::string entry_hash(Instant at, const JournalEntry& entry) {
    return MessageHash("underpin journal entry 1")
        .add(at.ms)
        .add(entry.actor)
        .add(entry.act)
        .add(entry.subject)
        .add(entry.detail)
        .finish();
}

std::string seal_hash(const Seal& seal) {
    return MessageHash("underpin journal seal 1")
        .add(seal.number)
        .add(seal.first)
        .add(seal.count)
        .add(seal.at.ms)
        .add(seal.root)
        .add(seal.previous)
        .finish();
}

// The root of the entries' numbers and hashes, one after the other.
class Root {
  public:
    void add(std::int64_t number, const std::string& hash) { message_.add(number).add(hash); }
    [[nodiscard]] std::string finish() { return message_.finish(); }

  private:
    MessageHash message_{"underpin journal root 1"};
};

std::optional<Seal> load_last_seal(Session& session) {
    std::optional<Seal> seal;
    sql::each<std::int64_t, std::int64_t, std::int64_t, std::int64_t, std::string, std::string,
              std::string>(
        session,
        "SELECT number, first, entries, at, root, previous, sha256 FROM journal_seal ORDER BY "
        "number DESC LIMIT 1",
        [&](std::int64_t number, std::int64_t first, std::int64_t count, std::int64_t at,
            const std::string& root, const std::string& previous, const std::string& hash) {
            seal = Seal{number, first, count, Instant{at}, root, previous, hash};
        });
    return seal;
}

struct Unsealed {
    std::int64_t id = 0;
    std::string sha256;
};

// Committed entries without a number. By id, but not only beyond the last one: where several
// servers write, an entry may be committed after one with a higher id.
std::vector<Unsealed> load_unsealed(Session& session) {
    std::vector<Unsealed> entries;
    sql::each<std::int64_t, std::string>(
        session,
        "SELECT j.id, j.sha256 FROM journal j LEFT JOIN journal_order o ON o.entry = j.id WHERE "
        "o.entry IS NULL ORDER BY j.id LIMIT " +
            std::to_string(entries_a_seal),
        [&](std::int64_t id, const std::string& hash) {
            entries.push_back({id, hash});
        });
    return entries;
}

bool take_seal_lease(Session& session, const std::string& token) {
    const auto now = session.database_now_ms();
    sql::execute(session, std::string(session.insert_ignore()) +
                              "store_lease (name, token, until_at) VALUES ('sealer', '', 0)");
    return sql::execute(session,
                        "UPDATE store_lease SET token = :token, until_at = :until WHERE name = "
                        "'sealer' AND (until_at < :now OR token = :same OR token = '')",
                        token, now + seal_lease_ms, now, token) == 1;
}

std::optional<Seal> seal_in(Session& session, const std::string& token) {
    if (!take_seal_lease(session, token)) return std::nullopt;
    const auto entries = load_unsealed(session);
    std::optional<Seal> made;
    if (!entries.empty()) {
        const auto last = load_last_seal(session);
        Seal seal;
        seal.number = last ? last->number + 1 : 1;
        seal.first = last ? last->first + last->count : 1;
        seal.at = session.clock().now();
        seal.previous = last ? last->sha256 : "";
        Root root;
        auto number = seal.first;
        for (const auto& entry : entries) {
            sql::execute(session,
                         "INSERT INTO journal_order (number, entry) VALUES (:number, :entry)",
                         number, entry.id);
            root.add(number++, entry.sha256);
        }
        seal.count = number - seal.first;
        seal.root = root.finish();
        seal.sha256 = seal_hash(seal);
        sql::execute(
            session,
            "INSERT INTO journal_seal (number, first, entries, at, root, previous, sha256) "
            "VALUES (:number, :first, :entries, :at, :root, :previous, :sha256)",
            seal.number, seal.first, seal.count, seal.at.ms, seal.root, seal.previous, seal.sha256);
        made = std::move(seal);
    }
    sql::execute(session, "UPDATE store_lease SET token = '', until_at = 0 WHERE name = 'sealer'");
    return made;
}

// ---- verify
// --------------------------------------------------------------------------------------

std::vector<Seal> load_seals(Session& session) {
    std::vector<Seal> seals;
    sql::each<std::int64_t, std::int64_t, std::int64_t, std::int64_t, std::string, std::string,
              std::string>(
        session,
        "SELECT number, first, entries, at, root, previous, sha256 FROM journal_seal ORDER BY "
        "number",
        [&](std::int64_t number, std::int64_t first, std::int64_t count, std::int64_t at,
            const std::string& root, const std::string& previous, const std::string& hash) {
            seals.push_back({number, first, count, Instant{at}, root, previous, hash});
        });
    return seals;
}

class Verifier {
  public:
    explicit Verifier(Session& session) : session_(session), seals_(load_seals(session)) {}

    JournalReport run() {
        check_chain();
        check_sealed_entries();
        check_unsealed_entries();
        report_.sealed = sealed_;
        if (!seals_.empty()) report_.last_seal = seals_.back();
        return std::move(report_);
    }

  private:
    void fault(std::string text) { report_.faults.push_back(std::move(text)); }

    void check_chain() {
        std::string previous;
        std::int64_t first = 1;
        std::int64_t number = 1;
        for (const auto& seal : seals_) {
            const auto name = "journal seal " + std::to_string(seal.number);
            if (seal.number != number)
                fault(name + " does not follow seal " + std::to_string(number - 1));
            if (seal.previous != previous) fault(name + " does not name the seal before it");
            if (seal.first != first) fault(name + " does not begin where the one before ends");
            if (seal_hash(seal) != seal.sha256) fault(name + " was changed");
            previous = seal.sha256;
            first = seal.first + seal.count;
            number = seal.number + 1;
        }
    }

    void check_sealed_entries() {
        sql::each<std::int64_t, std::optional<std::int64_t>, std::int64_t, std::string, std::string,
                  std::string, std::string, std::string>(
            session_,
            "SELECT o.number, j.id, j.at, j.actor, j.act, j.subject, j.detail, j.sha256 FROM "
            "journal_order o LEFT JOIN journal j ON j.id = o.entry ORDER BY o.number",
            [&](std::int64_t number, std::optional<std::int64_t> id, std::int64_t at,
                const std::string& actor, const std::string& act, const std::string& subject,
                const std::string& detail, const std::string& hash) {
                const auto name = "journal entry " + std::to_string(number);
                if (!id) {
                    fault(name + " was removed");
                } else if (entry_hash(Instant{at}, {actor, act, subject, detail}) != hash) {
                    fault(name + " (" + subject + ") was changed");
                }
                check_number(number, hash);
            });
        while (seal_ < seals_.size()) close_seal();
    }

    // Numbers come in order; each belongs to the seal that is open, or to a later one.
    void check_number(std::int64_t number, const std::string& hash) {
        while (seal_ < seals_.size() && number >= seals_[seal_].first + seals_[seal_].count) {
            close_seal();
        }
        if (seal_ >= seals_.size() || number < seals_[seal_].first) {
            fault("journal entry " + std::to_string(number) + " has a number but no seal");
            return;
        }
        root_.add(number, hash);
        ++sealed_;
    }

    void close_seal() {
        if (root_.finish() != seals_[seal_].root) {
            fault("the entries under journal seal " + std::to_string(seals_[seal_].number) +
                  " are not those that were sealed");
        }
        root_ = Root();
        ++seal_;
    }

    void check_unsealed_entries() {
        sql::each<std::int64_t, std::int64_t, std::string, std::string, std::string, std::string,
                  std::string>(
            session_,
            "SELECT j.id, j.at, j.actor, j.act, j.subject, j.detail, j.sha256 FROM journal j LEFT "
            "JOIN journal_order o ON o.entry = j.id WHERE o.entry IS NULL ORDER BY j.id",
            [&](std::int64_t id, std::int64_t at, const std::string& actor, const std::string& act,
                const std::string& subject, const std::string& detail, const std::string& hash) {
                ++report_.unsealed;
                if (entry_hash(Instant{at}, {actor, act, subject, detail}) != hash) {
                    fault("unsealed journal entry with id " + std::to_string(id) + " was changed");
                }
            });
    }

    Session& session_;
    std::vector<Seal> seals_;
    JournalReport report_;
    std::size_t seal_ = 0;
    std::int64_t sealed_ = 0;
    Root root_;
};

}  // namespace

void append_journal(Session& session, const JournalEntry& entry) {
    const auto at = session.clock().now();
    sql::execute(session,
                 "INSERT INTO journal (at, actor, act, subject, detail, sha256) VALUES (:at, "
                 ":actor, :act, :subject, :detail, :sha256)",
                 at.ms, entry.actor, entry.act, entry.subject, entry.detail, entry_hash(at, entry));
}

std::int64_t last_journal_entry(Session& session) {
    return sql::value<std::int64_t>(session, "SELECT COALESCE(MAX(id), 0) FROM journal");
}

std::optional<Seal> seal_journal(Database& database) {
    const auto token = random_token();
    return database.transact([&](Session& session) { return seal_in(session, token); });
}

JournalReport verify_journal(Session& session) { return Verifier(session).run(); }

std::vector<JournalRow> load_journal(Session& session, const std::string& subject, int limit) {
    std::vector<JournalRow> rows;
    const auto add = [&](std::int64_t id, std::optional<std::int64_t> number, std::int64_t at,
                         const std::string& actor, const std::string& act, const std::string& about,
                         const std::string& detail, const std::string& hash) {
        rows.push_back({id, number, Instant{at}, {actor, act, about, detail}, hash});
    };
    const std::string columns =
        "SELECT j.id, o.number, j.at, j.actor, j.act, j.subject, j.detail, j.sha256 FROM journal j "
        "LEFT JOIN journal_order o ON o.entry = j.id ";
    const auto order = "ORDER BY j.id DESC LIMIT " + std::to_string(limit);
    const auto run = [&](const std::string& where, const auto&... args) {
        sql::each<std::int64_t, std::optional<std::int64_t>, std::int64_t, std::string, std::string,
                  std::string, std::string, std::string>(session, columns + where + order, add,
                                                         args...);
    };
    if (subject.empty()) {
        run("");
    } else {
        run("WHERE j.subject = :subject ", subject);
    }
    return rows;
}

}  // namespace underpin

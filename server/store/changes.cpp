#include "store/changes.h"

#include <chrono>
#include <mutex>

#include "store/sql.h"

namespace underpin {

namespace {

constexpr std::chrono::milliseconds server_pause{250};

std::string read_stamp(Session& session) {
    const auto open =
        sql::value<std::int64_t>(session, "SELECT COUNT(open_run) FROM evidence_source");
    const auto runs =
        sql::value<std::int64_t>(session, "SELECT COALESCE(MAX(id), 0) FROM import_run");
    const auto saves =
        sql::value<std::int64_t>(session, "SELECT COALESCE(SUM(saves), 0) FROM measurement_saves");
    return measured_inputs_stamp(session) + "/" + std::to_string(open) + "/" +
           std::to_string(runs) + "/" + std::to_string(saves);
}

}  // namespace

std::string measured_inputs_stamp(Session& session) {
    const auto documents = sql::value<std::int64_t>(
        session, "SELECT value FROM store_sequence WHERE name = 'document'");
    const auto revisions = sql::value<std::int64_t>(
        session, "SELECT COALESCE(SUM(last_revision), 0) FROM evidence_source");
    return std::to_string(documents) + "/" + std::to_string(revisions);
}

struct ChangeWatch::State {
    explicit State(const Database& watched) : database(watched) {}

    const Database& database;
    std::mutex mutex;
    std::unique_ptr<Session> session;  // SQLite's: only it sees what others commit
    std::int64_t data_version = -1;
    std::chrono::steady_clock::time_point asked{};
    std::string stamp;
};

ChangeWatch::ChangeWatch(const Database& database) : state_(std::make_unique<State>(database)) {
    if (database.backend() == Backend::sqlite) {
        state_->session = open_sqlite(database.url(), database.clock(), {});
    }
}
ChangeWatch::~ChangeWatch() = default;

std::string ChangeWatch::stamp() {
    const std::lock_guard lock(state_->mutex);
    auto& state = *state_;
    const auto now = std::chrono::steady_clock::now();
    if (state.session) {
        // The version first: a commit between the two is then found the next time.
        const auto version = sql::value<std::int64_t>(*state.session, "PRAGMA data_version");
        if (version != state.data_version) {
            state.stamp = read_stamp(*state.session);
            state.data_version = version;
        }
    } else if (state.stamp.empty() || now - state.asked >= server_pause) {
        state.stamp = state.database.read([](Session& session) { return read_stamp(session); });
        state.asked = now;
    }
    return state.stamp;
}

}  // namespace underpin

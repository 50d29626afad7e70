#include "store/database.h"

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <random>
#include <thread>
#include <vector>

#include "store/schema.h"
#include "store/session.h"

namespace underpin {
namespace {

using SteadyClock = std::chrono::steady_clock;

// Write transactions that this thread is inside of: one in another would wait for itself.
thread_local int writes_of_thread = 0;

struct WriteMark {
    WriteMark() {
        if (writes_of_thread > 0) throw std::logic_error("a write transaction inside of another");
        ++writes_of_thread;
    }
    ~WriteMark() { --writes_of_thread; }
    WriteMark(const WriteMark&) = delete;
    WriteMark& operator=(const WriteMark&) = delete;
};

// Longer from one rerun to the next, and never the same for two that met.
void wait_before_rerun(int attempt) {
    thread_local std::minstd_rand random{std::random_device{}()};
    const int limit_ms = std::min(500, 2 << std::min(attempt, 8));
    std::uniform_int_distribution<int> wait_ms(1, limit_ms);
    std::this_thread::sleep_for(std::chrono::milliseconds(wait_ms(random)));
}

}  // namespace

struct Database::State {
    State(DatabaseUrl url_, const Clock& clock_, DatabaseOptions options_)
        : url(std::move(url_)), clock(&clock_), options(std::move(options_)) {}

    DatabaseUrl url;
    const Clock* clock;
    DatabaseOptions options;
    int version = 0;

    std::mutex mutex;  // over idle and open
    std::condition_variable returned;
    std::vector<std::unique_ptr<Session>> idle;
    int open = 0;

    // SQLite has one writer at a time; queueing here is fairer and cheaper than its busy wait.
    std::mutex write_queue;

    std::unique_ptr<Session> take() {
        std::unique_lock lock(mutex);
        returned.wait(lock, [&] { return !idle.empty() || open < options.max_sessions; });
        if (!idle.empty()) {
            auto session = std::move(idle.back());
            idle.pop_back();
            return session;
        }
        ++open;
        lock.unlock();
        try {
            return open_session(url, *clock, options);
        } catch (...) {
            forget();
            throw;
        }
    }
    void give_back(std::unique_ptr<Session> session) {
        {
            const std::lock_guard lock(mutex);
            idle.push_back(std::move(session));
        }
        returned.notify_one();
    }
    void forget() {
        {
            const std::lock_guard lock(mutex);
            --open;
        }
        returned.notify_one();
    }
};

namespace {

// A session out of the pool for one attempt; one that broke does not go back.
template <typename Pool>
class Lease {
  public:
    explicit Lease(Pool& pool) : pool_(pool), session_(pool.take()) {}
    ~Lease() {
        if (broken_) {
            session_.reset();
            pool_.forget();
        } else {
            session_->rollback();  // nothing, if it was committed
            pool_.give_back(std::move(session_));
        }
    }
    Lease(const Lease&) = delete;
    Lease& operator=(const Lease&) = delete;

    [[nodiscard]] Session& session() { return *session_; }
    void drop() { broken_ = true; }

  private:
    Pool& pool_;
    std::unique_ptr<Session> session_;
    bool broken_ = false;
};

}  // namespace

Database::Database(std::shared_ptr<State> state) : state_(std::move(state)) {}
Database::~Database() = default;

std::unique_ptr<Database> Database::with_proof(std::function<void(Session&)> proof) const {
    auto proving = std::unique_ptr<Database>(new Database(state_));
    proving->proof_ = std::move(proof);
    return proving;
}

Backend Database::backend() const { return state_->url.backend; }
const DatabaseUrl& Database::url() const { return state_->url; }
const Clock& Database::clock() const { return *state_->clock; }
int Database::schema_version() const { return state_->version; }

Result<std::unique_ptr<Database>> Database::open(std::string_view url, const Clock& clock,
                                                 DatabaseOptions options) {
    auto parsed = DatabaseUrl::parse(url);
    if (!parsed) return parsed.error();
    auto state = std::make_shared<State>(*std::move(parsed), clock, std::move(options));
    try {
        auto session = state->take();
        auto version = prepare_schema(*session, state->url, state->options);
        if (!version) return version.error();
        state->version = *version;
        state->give_back(std::move(session));
    } catch (const Failure& failure) {
        return failure.error();
    } catch (...) {
        const auto trouble = current_trouble(state->url);
        if (!trouble) throw;
        return trouble->error;
    }
    return std::unique_ptr<Database>(new Database(std::move(state)));
}

void Database::run_erased(Mode mode, const std::function<bool(Session&)>& function) {
    const bool write = mode == Mode::write;
    std::optional<WriteMark> mark;
    if (write) mark.emplace();
    const auto give_up_at =
        SteadyClock::now() + std::chrono::milliseconds(state_->options.retry_for_ms);
    const auto hook = [&](TransactionMoment moment) {
        if (write && state_->options.at) state_->options.at(moment);
    };
    bool commit_lost = false;
    for (int attempt = 0;; ++attempt) {
        bool committing = false;
        std::optional<Lease<State>> lease;
        try {
            std::unique_lock<std::mutex> queue;
            if (write && backend() == Backend::sqlite)
                queue = std::unique_lock(state_->write_queue);
            lease.emplace(*state_);
            auto& session = lease->session();
            session.after_lost_commit = commit_lost;
            if (write) {
                session.begin_write();
                if (proof_) proof_(session);
            } else {
                session.begin_read();
            }
            if (!function(session)) return;  // the lease rolls back
            hook(TransactionMoment::before_commit);
            committing = true;
            session.commit();
            hook(TransactionMoment::after_commit);
            return;
        } catch (...) {
            const auto trouble = current_trouble(state_->url);
            if (!trouble) throw;
            if (lease && trouble->connection_lost) lease->drop();
            lease.reset();
            if (committing) commit_lost = true;
            if (!trouble->retry || SteadyClock::now() >= give_up_at) throw Failure(trouble->error);
        }
        wait_before_rerun(attempt);
    }
}

}  // namespace underpin

#include "store/blobs.h"

#include <zstd.h>

#include "store/process_owner.h"
#include "store/sql.h"

namespace underpin {
namespace {

constexpr std::size_t chunk_bytes = 1U << 20U;  // before compression
constexpr int compression_level = 3;
constexpr std::int64_t writer_lease_ms = 60 * 60 * 1000;  // for writers on other machines

Error damaged(const std::string& sha256, const std::string& how) {
    return {ErrorClass::data, "blob " + sha256 + " " + how, "restore a backup", {}};
}

std::string compress(std::string_view bytes) {
    std::string out(ZSTD_compressBound(bytes.size()), '\0');
    const auto size =
        ZSTD_compress(out.data(), out.size(), bytes.data(), bytes.size(), compression_level);
    if (ZSTD_isError(size) != 0) throw std::runtime_error(ZSTD_getErrorName(size));
    out.resize(size);
    return out;
}

std::string decompress(std::string_view bytes, const std::string& sha256) {
    const auto size = ZSTD_getFrameContentSize(bytes.data(), bytes.size());
    if (size > chunk_bytes) throw Failure(damaged(sha256, "has a damaged chunk"));
    std::string out(size, '\0');
    const auto got = ZSTD_decompress(out.data(), out.size(), bytes.data(), bytes.size());
    if (got != size) throw Failure(damaged(sha256, "has a damaged chunk"));
    return out;
}

constexpr Column chunk_columns[] = {
    {"blob_id", CellKind::integer}, {"number", CellKind::integer}, {"data", CellKind::bytes}};

void remove_blob(Session& session, std::int64_t id) {
    sql::execute(session, "DELETE FROM raw_blob_chunk WHERE blob_id = :id", id);
    sql::execute(session, "DELETE FROM raw_blob WHERE id = :id AND sha256 IS NULL", id);
}

std::optional<Blob> find_blob(Session& session, const std::string& sha256) {
    const auto row = sql::first<std::int64_t, std::int64_t, std::int64_t>(
        session, "SELECT id, bytes, stored_bytes FROM raw_blob WHERE sha256 = :sha256", sha256);
    if (!row) return std::nullopt;
    return Blob{std::get<0>(*row), sha256, std::get<1>(*row), std::get<2>(*row)};
}

}  // namespace

struct BlobWriter::State {
    explicit State(Database& database_) : database(database_) {}

    Database& database;
    Blob blob;
    std::int64_t chunks = 0;
    std::string buffer;
    Sha256Stream hash;
    bool finished = false;

    void store_chunk() {
        const auto data = compress(buffer);
        database.transact([&](Session& session) {
            if (blob.id == 0 || chunks == 0) blob.id = begin(session);
            // A chunk whose commit seemed lost may be there.
            sql::execute(session,
                         "DELETE FROM raw_blob_chunk WHERE blob_id = :id AND number = :number",
                         blob.id, chunks);
            const auto writer = session.writer("raw_blob_chunk", chunk_columns);
            writer->put(blob.id);
            writer->put(chunks);
            writer->put(std::string_view(data));
            writer->end_row();
            writer->flush();
        });
        ++chunks;
        blob.bytes += static_cast<std::int64_t>(buffer.size());
        blob.stored_bytes += static_cast<std::int64_t>(data.size());
        buffer.clear();
    }

    [[nodiscard]] static std::int64_t begin(Session& session) {
        sql::execute(session,
                     "INSERT INTO raw_blob (sha256, bytes, stored_bytes, chunks, owner, "
                     "lease_until, created_at) VALUES (NULL, 0, 0, 0, :owner, :lease, :created)",
                     this_process(), session.database_now_ms() + writer_lease_ms,
                     session.clock().now().ms);
        return session.last_insert_id();
    }
};

BlobWriter::BlobWriter(Database& database) : state_(std::make_unique<State>(database)) {}

BlobWriter::~BlobWriter() {
    if (state_->finished || state_->blob.id == 0) return;
    try {
        state_->database.transact([&](Session& session) { remove_blob(session, state_->blob.id); });
    } catch (const std::exception&) {
        // sweep_blobs finds it.
    }
}

void BlobWriter::write(std::string_view bytes) {
    state_->hash.update(bytes);
    while (!bytes.empty()) {
        const auto part = bytes.substr(0, chunk_bytes - state_->buffer.size());
        state_->buffer += part;
        bytes.remove_prefix(part.size());
        if (state_->buffer.size() == chunk_bytes) state_->store_chunk();
    }
}

Blob BlobWriter::finish() {
    auto& state = *state_;
    if (!state.buffer.empty() || state.chunks == 0) state.store_chunk();
    state.blob.sha256 = to_hex(state.hash.finish());
    const auto blob = state.database.transact([&](Session& session) {
        const auto equal = find_blob(session, state.blob.sha256);
        if (equal) {
            if (equal->id != state.blob.id) remove_blob(session, state.blob.id);
            return *equal;
        }
        sql::execute(
            session,
            "UPDATE raw_blob SET sha256 = :sha256, bytes = :bytes, stored_bytes = :stored, "
            "chunks = :chunks WHERE id = :id",
            state.blob.sha256, state.blob.bytes, state.blob.stored_bytes, state.chunks,
            state.blob.id);
        return state.blob;
    });
    state.finished = true;
    return blob;
}

Result<BlobReader> BlobReader::open(const Database& database, const std::string& sha256) {
    const auto blob = database.read([&](Session& session) { return find_blob(session, sha256); });
    if (!blob) {
        return Error{ErrorClass::not_found, "there is no blob " + sha256, "", {}};
    }
    return BlobReader(database, *blob);
}

std::string_view BlobReader::next() {
    const bool found = database_->read([&](Session& session) {
        constexpr CellKind kinds[] = {CellKind::bytes};
        const Parameter values[] = {blob_.id, chunk_};
        const auto reader = session.reader(
            "SELECT data FROM raw_blob_chunk WHERE blob_id = ? AND number = ?", kinds, values);
        if (!reader->next()) return false;
        piece_ = decompress(reader->text(0), blob_.sha256);
        return true;
    });
    if (found) {
        ++chunk_;
        hash_.update(piece_);
        // An empty blob has one empty chunk.
        if (!piece_.empty()) return piece_;
    }
    if (to_hex(hash_.finish()) != blob_.sha256) {
        throw Failure(damaged(blob_.sha256, "does not have the content that it is named after"));
    }
    return {};
}

void attach_blob(Session& session, std::int64_t run, const Blob& blob, const std::string& name) {
    sql::execute(session, "DELETE FROM import_blob WHERE run = :run AND name = :name", run, name);
    sql::execute(session,
                 "INSERT INTO import_blob (run, name, blob_id) VALUES (:run, :name, :blob)", run,
                 name, blob.id);
}

std::vector<RunBlob> blobs_of_run(Session& session, std::int64_t run) {
    std::vector<RunBlob> blobs;
    sql::each<std::string, std::int64_t, std::string, std::int64_t, std::int64_t>(
        session,
        "SELECT i.name, b.id, b.sha256, b.bytes, b.stored_bytes FROM import_blob i JOIN raw_blob b "
        "ON b.id = i.blob_id WHERE i.run = :run ORDER BY i.name",
        [&](const std::string& name, std::int64_t id, const std::string& sha256, std::int64_t bytes,
            std::int64_t stored) {
            blobs.push_back({name, {id, sha256, bytes, stored}});
        },
        run);
    return blobs;
}

int sweep_blobs(Database& database) {
    return database.transact([](Session& session) {
        std::vector<std::int64_t> dead;
        const auto now = session.database_now_ms();
        sql::each<std::int64_t, std::string, std::int64_t>(
            session, "SELECT id, owner, lease_until FROM raw_blob WHERE sha256 IS NULL",
            [&](std::int64_t id, const std::string& owner, std::int64_t lease) {
                if (lease < now || is_process_gone(owner)) dead.push_back(id);
            });
        for (const auto id : dead) remove_blob(session, id);
        return static_cast<int>(dead.size());
    });
}

}  // namespace underpin

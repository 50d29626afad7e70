// What was read, kept as it was: compressed in chunks, named by the SHA-256 of the whole, stored
// once however often it is imported.
//
// A writer or reader belongs to one thread; each chunk is a short transaction of its own.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/digest.h"
#include "base/result.h"
#include "store/database.h"

namespace underpin {

struct Blob {
    std::int64_t id = 0;
    std::string sha256;  // hexadecimal
    std::int64_t bytes = 0;
    std::int64_t stored_bytes = 0;
};

class BlobWriter {
  public:
    explicit BlobWriter(Database& database);
    ~BlobWriter();  // what was not finished is removed
    BlobWriter(const BlobWriter&) = delete;
    BlobWriter& operator=(const BlobWriter&) = delete;

    void write(std::string_view bytes);
    [[nodiscard]] Blob finish();  // once; the stored one if there is an equal one already

  private:
    struct State;
    std::unique_ptr<State> state_;
};

class BlobReader {
  public:
    // ErrorClass::not_found for an unknown hash.
    [[nodiscard]] static Result<BlobReader> open(const Database& database,
                                                 const std::string& sha256);
    // The next piece, empty at the end; valid until the next call. A Failure of class data when
    // the end is reached and the hash is another.
    [[nodiscard]] std::string_view next();
    [[nodiscard]] const Blob& blob() const { return blob_; }

  private:
    BlobReader(const Database& database, Blob blob) : database_(&database), blob_(blob) {}

    const Database* database_;
    Blob blob_;
    std::int64_t chunk_ = 0;
    Sha256Stream hash_;
    std::string piece_;
};

// Says that a run read this blob, under that name ("export.csv").
void attach_blob(Session& session, std::int64_t run, const Blob& blob, const std::string& name);

struct RunBlob {
    std::string name;
    Blob blob;
};
[[nodiscard]] std::vector<RunBlob> blobs_of_run(Session& session, std::int64_t run);

// Removes what writers that died have left behind; the number of blobs removed.
int sweep_blobs(Database& database);

}  // namespace underpin

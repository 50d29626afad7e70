#include "store/blobs.h"

#include <random>

#include "store/store_test.h"

namespace underpin::testing_support {
namespace {

class BlobsTest : public StoreTest {
  protected:
    Blob store(std::string_view bytes, std::size_t piece = 7919) {
        BlobWriter writer(db());
        for (; !bytes.empty(); bytes.remove_prefix(std::min(piece, bytes.size()))) {
            writer.write(bytes.substr(0, piece));
        }
        return writer.finish();
    }
    std::string load(const std::string& sha256) {
        auto reader = require(BlobReader::open(db(), sha256));
        std::string out;
        for (auto piece = reader.next(); !piece.empty(); piece = reader.next()) out += piece;
        return out;
    }
};
UNDERPIN_ON_BOTH_BACKENDS(BlobsTest);

std::string random_bytes(std::size_t size) {
    std::minstd_rand random(7);
    std::string out(size, '\0');
    for (auto& c : out) c = static_cast<char>(random() & 0xffU);
    return out;
}

TEST_P(BlobsTest, ComeBackAsTheyWere) {
    for (const auto& bytes : {std::string(), std::string("a,b\n1,2\n"), random_bytes(1U << 20U),
                              random_bytes((2U << 20U) + 12345), std::string(5'000'000, 'x')}) {
        const auto blob = store(bytes);
        EXPECT_EQ(blob.sha256, to_hex(sha256(bytes)));
        EXPECT_EQ(blob.bytes, static_cast<std::int64_t>(bytes.size()));
        EXPECT_TRUE(load(blob.sha256) == bytes);
    }
}

TEST_P(BlobsTest, AreCompressed) {
    const auto blob = store(std::string(5'000'000, 'x'));
    EXPECT_LT(blob.stored_bytes, 10'000);
}

TEST_P(BlobsTest, EqualOnesAreStoredOnce) {
    const auto bytes = random_bytes(1'500'000);
    const auto first = store(bytes);
    const auto second = store(bytes, 100'000);
    EXPECT_EQ(second.id, first.id);
    EXPECT_EQ(number("SELECT COUNT(*) FROM raw_blob"), 1);
    EXPECT_EQ(number("SELECT COUNT(*) FROM raw_blob_chunk"), 2);
}

TEST_P(BlobsTest, WhatIsNotFinishedIsRemoved) {
    {
        BlobWriter writer(db());
        writer.write(random_bytes(1'500'000));
        EXPECT_EQ(number("SELECT COUNT(*) FROM raw_blob_chunk"), 1);
    }
    EXPECT_EQ(number("SELECT COUNT(*) FROM raw_blob_chunk"), 0);
    EXPECT_EQ(number("SELECT COUNT(*) FROM raw_blob"), 0);
}

TEST_P(BlobsTest, WhatADeadWriterLeftIsSwept) {
    const auto kept = store("kept");
    BlobWriter writer(db());
    writer.write(random_bytes(1'500'000));
    EXPECT_EQ(sweep_blobs(db()), 0);  // it lives
    change("UPDATE raw_blob SET lease_until = 1 WHERE sha256 IS NULL");
    EXPECT_EQ(sweep_blobs(db()), 1);
    EXPECT_EQ(number("SELECT COUNT(*) FROM raw_blob_chunk"), 1);
    EXPECT_EQ(load(kept.sha256), "kept");
}

TEST_P(BlobsTest, AnUnknownOneIsNotFound) {
    const auto reader = BlobReader::open(db(), std::string(64, '0'));
    ASSERT_FALSE(reader.ok());
    EXPECT_EQ(reader.error().error_class, ErrorClass::not_found);
}

TEST_P(BlobsTest, ADamagedOneIsNoticed) {
    const auto blob = store("a,b\n1,2\n");
    const auto other = store("a,b\n1,3\n");
    change("UPDATE raw_blob_chunk SET blob_id = 99 WHERE blob_id = " + std::to_string(blob.id));
    change("UPDATE raw_blob_chunk SET blob_id = " + std::to_string(blob.id) +
           " WHERE blob_id = " + std::to_string(other.id));
    EXPECT_THROW(load(blob.sha256), Failure);
}

TEST_P(BlobsTest, BelongToARun) {
    const auto blob = store("a");
    auto run = require(begin_run(db(), request_for("s")));
    db().transact([&](Session& s) { attach_blob(s, run.id, blob, "export.csv"); });
    db().transact([&](Session& s) { attach_blob(s, run.id, blob, "export.csv"); });
    const auto blobs = db().read([&](Session& s) { return blobs_of_run(s, run.id); });
    ASSERT_EQ(blobs.size(), 1U);
    EXPECT_EQ(blobs[0].name, "export.csv");
    EXPECT_EQ(blobs[0].blob.sha256, blob.sha256);
    EXPECT_EQ(blobs[0].blob.bytes, 1);
}

}  // namespace
}  // namespace underpin::testing_support

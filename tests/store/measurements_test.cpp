#include "store/measurements.h"

#include "store/store_test.h"

namespace underpin::testing_support {
namespace {

using testing::ElementsAre;

StoredMeasurement cell(const std::string& objective, std::int64_t part_hour = 0) {
    StoredMeasurement stored;
    auto& m = stored.measurement;
    m.agreement = "acme-hosting";
    m.objective = objective;
    m.period = "2024-03";
    m.range = {at_hour(0), at_hour(744)};
    m.part = {at_hour(part_hour), at_hour(744)};
    return stored;
}

StoredMeasurement full_cell() {
    auto stored = cell("availability");
    auto& m = stored.measurement;
    m.metric = "availability";
    m.unit = "percent";
    m.open = true;
    m.status = Status::breached;
    m.value = make_rational(Integer("123456789012345678901234567890"),
                            Integer("987654321098765432109876543211"));
    m.score = make_rational(100, 3);
    m.provisional = {"open", "pending"};
    m.measured.has_value = true;
    m.measured.no_time = m.measured.disputed = true;
    m.measured.value = make_rational(-7, 2);
    m.measured.fraction = Fraction{Int128{1} << 100, 3, 6};
    m.measured.if_unseen_down = make_rational(1, 3);
    m.measured.if_unseen_up = make_rational(2, 3);
    m.measured.coverage = make_rational(1, 1);
    m.measured.counted = 1;
    m.measured.breaching = 2;
    m.measured.pending = 3;
    m.measured.excluded = 4;
    m.measured.dropped = 5;
    m.measured.small_volume_met = true;
    m.measured.changes_at = at_hour(9);
    m.measured.breaching_keys = {"s/\"1\"", "s/\xC3\xA9"};
    m.measured.breaching_incidents = {"INC1"};
    m.as_of = at_hour(5);
    m.scorer_version = "availability 1.2";
    m.tz_data_version = "2024a";
    m.sources_seen = {{"s", 12}, {"t", 0}};
    m.reach = {at_hour(-30), at_hour(800)};
    m.document_revisions = {4, 9};
    m.digest.fill(0xab);
    stored.valid_until = at_hour(9);
    return stored;
}

class MeasurementsTest : public StoreTest {
  protected:
    Result<void> save(const std::vector<StoredMeasurement>& cells) {
        return db().transact([&](Session& s) { return save_measurements(s, cells); });
    }
    std::vector<StoredMeasurement> load() {
        return db().read([](Session& s) { return load_measurements(s, "acme-hosting"); });
    }
};
UNDERPIN_ON_BOTH_BACKENDS(MeasurementsTest);

TEST_P(MeasurementsTest, ComeBackAsTheyWere) {
    require(save({full_cell()}));
    const auto rows = load();
    ASSERT_EQ(rows.size(), 1U);
    const auto expected = full_cell();
    EXPECT_EQ(rows[0].valid_until, expected.valid_until);
    EXPECT_EQ(rows[0].saved_at, test_now);
    EXPECT_FALSE(rows[0].frozen);
    const auto& got = rows[0].measurement;
    const auto& m = expected.measurement;
    EXPECT_EQ(cell_name(got), cell_name(m));
    EXPECT_EQ(got.metric, m.metric);
    EXPECT_EQ(got.unit, m.unit);
    EXPECT_EQ(got.range, m.range);
    EXPECT_EQ(got.part, m.part);
    EXPECT_EQ(got.open, m.open);
    EXPECT_EQ(got.status, m.status);
    EXPECT_EQ(got.value, m.value);
    EXPECT_EQ(got.score, m.score);
    EXPECT_EQ(got.provisional, m.provisional);
    EXPECT_EQ(got.as_of, m.as_of);
    EXPECT_EQ(got.scorer_version, m.scorer_version);
    EXPECT_EQ(got.tz_data_version, m.tz_data_version);
    EXPECT_EQ(got.sources_seen, m.sources_seen);
    EXPECT_EQ(got.reach, m.reach);
    EXPECT_EQ(got.document_revisions, m.document_revisions);
    EXPECT_EQ(got.digest, m.digest);
}

TEST_P(MeasurementsTest, WhatWasMeasuredComesBackToo) {
    require(save({full_cell()}));
    const auto rows = load();
    const auto& got = rows.at(0).measurement.measured;
    const auto stored = full_cell();
    const auto& m = stored.measurement.measured;
    EXPECT_EQ(got.has_value, m.has_value);
    EXPECT_EQ(got.no_time, m.no_time);
    EXPECT_EQ(got.disputed, m.disputed);
    EXPECT_EQ(got.value, m.value);
    EXPECT_TRUE(got.fraction->numerator == m.fraction->numerator);
    EXPECT_TRUE(got.fraction->denominator == m.fraction->denominator);
    EXPECT_EQ(got.fraction->scale, m.fraction->scale);
    EXPECT_EQ(got.if_unseen_down, m.if_unseen_down);
    EXPECT_EQ(got.if_unseen_up, m.if_unseen_up);
    EXPECT_EQ(got.coverage, m.coverage);
    EXPECT_THAT((std::vector{got.counted, got.breaching, got.pending, got.excluded, got.dropped}),
                ElementsAre(1, 2, 3, 4, 5));
    EXPECT_TRUE(got.small_volume_met);
    EXPECT_EQ(got.changes_at, m.changes_at);
    EXPECT_EQ(got.breaching_keys, m.breaching_keys);
    EXPECT_EQ(got.breaching_incidents, m.breaching_incidents);
}

TEST_P(MeasurementsTest, WithoutAnythingComeBackToo) {
    require(save({cell("empty")}));
    const auto rows = load();
    const auto& got = rows.at(0).measurement;
    EXPECT_EQ(got.status, Status::no_data);
    EXPECT_FALSE(got.value || got.score || got.measured.fraction || got.measured.coverage);
    EXPECT_FALSE(got.measured.has_value);
    EXPECT_EQ(rows[0].valid_until, Instant::max());
}

TEST_P(MeasurementsTest, AreReplacedCellByCell) {
    auto first = cell("a");
    require(save({first, cell("b"), cell("a", 300)}));
    first.measurement.measured.counted = 9;
    require(save({first}));
    const auto rows = load();
    ASSERT_EQ(rows.size(), 3U);
    EXPECT_EQ(rows[0].measurement.measured.counted, 9);
    EXPECT_EQ(rows[1].measurement.part.from, at_hour(300));
    EXPECT_EQ(rows[1].measurement.measured.counted, 0);
    db().transact(
        [&](Session& s) { remove_measurements(s, {cell_name(cell("a", 300).measurement)}); });
    EXPECT_EQ(load().size(), 2U);
    EXPECT_THAT(db().read(measured_agreements), ElementsAre("acme-hosting"));
}

TEST_P(MeasurementsTest, AFrozenOneIsNeverReplaced) {
    auto frozen = cell("a");
    frozen.frozen = true;
    require(save({frozen}));
    auto later = cell("a");
    later.measurement.measured.counted = 5;
    const auto result = save({cell("b"), later});
    ASSERT_FALSE(result.ok());
    EXPECT_EQ(result.error().error_class, ErrorClass::conflict);
    EXPECT_EQ(load().size(), 1U);
    later.measurement.version = 2;
    require(save({later}));
    const auto rows = load();
    ASSERT_EQ(rows.size(), 2U);
    EXPECT_TRUE(rows[0].frozen);
    EXPECT_EQ(rows[1].measurement.version, 2);
    db().transact([&](Session& s) { remove_measurements(s, {cell_name(frozen.measurement)}); });
    EXPECT_EQ(load().size(), 2U);
}

TEST_P(MeasurementsTest, AreLoadedByPeriod) {
    auto april = cell("a");
    april.measurement.period = "2024-04";
    require(save({cell("a"), april}));
    const auto rows =
        db().read([](Session& s) { return load_measurements(s, "acme-hosting", "2024-04"); });
    ASSERT_EQ(rows.size(), 1U);
    EXPECT_EQ(rows[0].measurement.period, "2024-04");
}

}  // namespace
}  // namespace underpin::testing_support

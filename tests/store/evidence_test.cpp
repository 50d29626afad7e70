#include "store/evidence.h"

#include "store/store_test.h"
#include "store/touched.h"

namespace underpin::testing_support {
namespace {

using testing::ElementsAre;

class EvidenceTest : public StoreTest {
  protected:
    EvidenceColumns scan(const ScanRequest& request) {
        return db().read([&](Session& s) { return scan_evidence(s, request); });
    }
    EvidenceColumns scan() { return scan({"s", std::nullopt, {}}); }
    std::vector<RecordRevision> record(const std::string& key) {
        return db().read([&](Session& s) { return load_record(s, "s", key); });
    }
    std::vector<TouchedRange> touched(std::int64_t since) {
        return db().read([&](Session& s) { return touched_since(s, "s", since); });
    }
    std::int64_t revision() {
        return db().read([](Session& s) { return max_revision(s, "s"); });
    }
};
UNDERPIN_ON_BOTH_BACKENDS(EvidenceTest);

// Every field filled, so that none is forgotten.
Record full_case() {
    Record record;
    record.shape = Shape::case_;
    record.key = "INC'1\" \\ \xC3\xA9 ";
    record.start = at_hour(1);
    record.responded = at_hour(2);
    record.end = at_hour(30);
    record.due = at_hour(40);
    record.end_is_date = record.due_is_date = true;
    record.priority = "1 - Critical";
    record.ordered = Int128{10'000'000'000};
    record.delivered = -(Int128{1} << 120);
    record.pauses = {{at_hour(3), at_hour(4)}, {at_hour(5), std::nullopt}};
    record.incident = "INC";
    record.attributes = {
        {"category", "net\"work\n"}, {"empty", ""}, {"g\\roup", "\xF0\x9F\x98\x80"}};
    record.place = 12;
    return record;
}

TEST_P(EvidenceTest, ARecordComesBackAsItWas) {
    const auto original = full_case();
    import_records(db(), "s", {original});
    const auto revisions = record(original.key);
    ASSERT_EQ(revisions.size(), 1U);
    const auto& got = revisions[0].record;
    EXPECT_EQ(content_hash(got), content_hash(original));
    EXPECT_EQ(revisions[0].hash, content_hash(original));
    EXPECT_EQ(got.key, original.key);
    EXPECT_EQ(got.place, 12);
    EXPECT_EQ(got.due, original.due);
    EXPECT_EQ(got.pauses, original.pauses);
    EXPECT_EQ(got.attributes, original.attributes);
    EXPECT_EQ(got.delivered, original.delivered);
    EXPECT_FALSE(got.start_is_date);
    EXPECT_TRUE(got.due_is_date);
    EXPECT_TRUE(revisions[0].current);
}

TEST_P(EvidenceTest, AScanGivesColumns) {
    auto plain = full_case();
    plain.key = "INC0";
    plain.pauses = {{at_hour(9), at_hour(10)}};
    plain.attributes = {{"category", "disk"}};
    plain.responded = std::nullopt;
    import_records(db(), "s", {full_case(), plain});
    const auto columns = scan({"s", std::nullopt, {"category", "absent"}});
    EXPECT_EQ(columns.shape, Shape::case_);
    EXPECT_EQ(columns.source, "s");
    ASSERT_EQ(columns.size(), 2U);
    EXPECT_THAT(columns.id, ElementsAre(1, 2));
    EXPECT_THAT(columns.key, ElementsAre(full_case().key, "INC0"));
    EXPECT_EQ(columns.hash[0], content_hash(full_case()));
    EXPECT_THAT(columns.responded, ElementsAre(at_hour(2).ms, EvidenceColumns::absent));
    EXPECT_EQ(columns.dates[0], 4 + 8);
    EXPECT_THAT(columns.pause_offset, ElementsAre(0U, 2U, 3U));
    EXPECT_THAT(columns.pause_to,
                ElementsAre(at_hour(4).ms, EvidenceColumns::absent, at_hour(10).ms));
    EXPECT_THAT(columns.priority.codes, ElementsAre(1U, 1U));
    EXPECT_THAT(columns.priority.dictionary, ElementsAre("", "1 - Critical"));
    EXPECT_THAT(columns.component.codes, ElementsAre(0U, 0U));
    EXPECT_EQ(*columns.delivered[1], -(Int128{1} << 120));
    EXPECT_FALSE(columns.value[0].has_value());
    ASSERT_EQ(columns.attributes.size(), 2U);
    const auto& category = columns.attributes.at("category");
    EXPECT_EQ(category.dictionary[category.codes[0]], "net\"work\n");
    EXPECT_EQ(category.dictionary[category.codes[1]], "disk");
    EXPECT_THAT(columns.attributes.at("absent").codes, ElementsAre(0U, 0U));
}

TEST_P(EvidenceTest, AScanIsInOrderOfStartAndKey) {
    Record no_start = full_case();
    no_start.key = "A";
    no_start.start = no_start.responded = std::nullopt;
    no_start.pauses.clear();
    const auto with = [](const char* key, std::int64_t start, const char* priority, int pauses) {
        auto record = full_case();
        record.key = key;
        record.start = at_hour(start);
        record.priority = priority;
        record.attributes = {{"category", key}};
        record.pauses.assign(static_cast<std::size_t>(pauses),
                             {at_hour(start), at_hour(start + 1)});
        return record;
    };
    import_records(db(), "s",
                   {no_start, with("D", 2, "2", 0), with("C", 2, "1", 2), with("B", -1, "3", 1)});
    const auto columns = scan({"s", std::nullopt, {"category"}});
    EXPECT_THAT(columns.key, ElementsAre("B", "C", "D", "A"));
    EXPECT_THAT(columns.id, ElementsAre(4, 3, 2, 1));
    EXPECT_THAT(columns.pause_offset, ElementsAre(0U, 1U, 3U, 3U, 3U));
    EXPECT_EQ(columns.pause_from[1], at_hour(2).ms);
    // Codes by first appearance, though the rows were written in another order.
    EXPECT_THAT(columns.priority.dictionary, ElementsAre("", "3", "1", "2", "1 - Critical"));
    EXPECT_THAT(columns.priority.codes, ElementsAre(1U, 2U, 3U, 4U));
    EXPECT_EQ(columns.start[3], EvidenceColumns::absent);
    const auto& category = columns.attributes.at("category");
    EXPECT_EQ(category.dictionary[category.codes[1]], "C");
}

TEST_P(EvidenceTest, AScanOfNothingIsEmpty) {
    EXPECT_EQ(scan().size(), 0U);
    EXPECT_EQ(scan().pause_offset.size(), 1U);
    import_records(db(), "s", {});
    EXPECT_EQ(scan().size(), 0U);
    EXPECT_TRUE(record("none").empty());
}

TEST_P(EvidenceTest, SeveralShapesAreKeptApart) {
    import_records(db(), "s", {full_case(), outage("o", 0, 1)});
    EXPECT_EQ(scan({"s", Shape::interval, {}}).size(), 1U);
    EXPECT_EQ(scan({"s", Shape::case_, {}}).size(), 1U);
    EXPECT_THROW(scan(), Failure);
    auto changed = outage(full_case().key, 0, 1);  // now all are intervals
    import_records(db(), "s", {changed});
    EXPECT_EQ(scan().size(), 2U);
}

TEST_P(EvidenceTest, SourcesAreKeptApart) {
    import_records(db(), "s", {outage("k", 0, 1)});
    import_records(db(), "t", {outage("k", 5, 6), outage("l", 7, 8)});
    EXPECT_EQ(scan().size(), 1U);
    EXPECT_EQ(scan({"t", std::nullopt, {}}).size(), 2U);
    EXPECT_THAT(db().read(evidence_sources), ElementsAre("s", "t"));
    EXPECT_EQ(db().read([](Session& s) { return count_records(s, "t"); }), 2);
}

TEST_P(EvidenceTest, KeysAreComparedByteForByte) {
    const auto result = import_records(db(), "s",
                                       {outage("a", 0, 1), outage("A", 0, 1), outage("a ", 0, 1),
                                        outage("\xC3\xA1", 0, 1), outage("a\xCC\x81", 0, 1)});
    EXPECT_EQ(result.created, 5);
    EXPECT_EQ(import_records(db(), "s", {outage("a ", 0, 1)}).unchanged, 1);
}

TEST_P(EvidenceTest, AChangeKeepsTheOldRevision) {
    import_records(db(), "s", {outage("a", 0, 1), outage("b", 2, 3)});
    import_records(db(), "s", {outage("a", 0, 5), outage("b", 2, 3)});
    const auto revisions = record("a");
    ASSERT_EQ(revisions.size(), 2U);
    EXPECT_EQ(revisions[0].revision, 1);
    EXPECT_FALSE(revisions[0].current);
    EXPECT_EQ(revisions[0].record.end, at_hour(1));
    EXPECT_EQ(revisions[0].run, 1);
    EXPECT_EQ(revisions[1].revision, 3);
    EXPECT_TRUE(revisions[1].current);
    EXPECT_EQ(revisions[1].record.end, at_hour(5));
    EXPECT_THAT(scan().id, ElementsAre(3, 2));
    EXPECT_EQ(db().read([](Session& s) { return count_records(s, "s"); }), 2);
}

TEST_P(EvidenceTest, OfAKeyTwiceInABatchTheLaterRowStands) {
    const auto result =
        import_records(db(), "s", {outage("a", 0, 1), outage("a", 0, 2), outage("a", 0, 2)});
    EXPECT_EQ(result.created, 1);
    EXPECT_EQ(result.changed, 0);
    EXPECT_EQ(result.unchanged, 1);
    EXPECT_EQ(result.repeated, 1);
    EXPECT_EQ(result.repeated_key, "a");
    ASSERT_EQ(record("a").size(), 1U);
    EXPECT_EQ(record("a")[0].record.end, at_hour(2));
}

// Monthly exports in which an open ticket stands twice, imported every night.
TEST_P(EvidenceTest, AKeyTwiceInARunChangesNothingTheSecondTime) {
    const auto import_both = [&] {
        auto run = require(begin_run(db(), {"s", "test", "csv", "input"}));
        BatchResult all;
        for (const int end : {1, 2}) {
            ImportBatch batch;
            batch.records = {outage("a", 0, end), outage("b", 3, 4)};
            const auto result = require(commit_batch(db(), run, batch));
            all.created += result.created;
            all.changed += result.changed;
            all.unchanged += result.unchanged;
            all.repeated += result.repeated;
        }
        require(finish_run(db(), run, {}));
        return all;
    };
    auto counted = import_both();
    EXPECT_EQ(counted.created, 2);
    EXPECT_EQ(counted.changed, 0);
    for (int again = 0; again < 2; ++again) {
        counted = import_both();
        EXPECT_EQ(counted.created, 0);
        EXPECT_EQ(counted.changed, 0);
        EXPECT_EQ(counted.unchanged, 3);  // b in both batches
        EXPECT_EQ(counted.repeated, 1);
        const auto revisions = record("a");
        ASSERT_EQ(revisions.size(), 1U);
        EXPECT_TRUE(revisions[0].current);
        EXPECT_EQ(revisions[0].record.end, at_hour(2));
        EXPECT_EQ(revisions[0].run, 1);
    }
    // A real change is one revision more, whatever stood in between.
    import_records(db(), "s", {outage("a", 0, 5)});
    counted = import_both();
    EXPECT_EQ(counted.changed, 1);
    EXPECT_EQ(record("a").size(), 3U);
    EXPECT_EQ(record("a")[2].record.end, at_hour(2));
    EXPECT_EQ(db().read([](Session& s) { return count_records(s, "s"); }), 2);
}

TEST_P(EvidenceTest, OldAndNewRangesAreTouched) {
    import_records(db(), "s", {outage("a", 0, 1), outage("b", 100, 101)});
    const auto first = revision();
    EXPECT_EQ(first, 2);
    EXPECT_THAT(touched(0).size(), 2U);
    import_records(db(), "s", {outage("a", 50, 51)});
    const auto ranges = touched(first);
    ASSERT_EQ(ranges.size(), 2U);
    EXPECT_LE(ranges[0].range.from, at_hour(0));
    EXPECT_GE(ranges[0].range.to, at_hour(1));
    EXPECT_LT(ranges[0].range.to, at_hour(50));
    EXPECT_TRUE(ranges[1].range.contains(at_hour(50)));
    EXPECT_EQ(ranges[1].revision, 3);
    EXPECT_TRUE(touched(3).empty());
}

TEST_P(EvidenceTest, ManyRecordsMakeFewTouchedRanges) {
    std::vector<Record> records;
    for (int i = 0; i < 3000; ++i)
        records.push_back(outage("k" + std::to_string(i), i * 2, i * 2 + 1));
    EXPECT_EQ(import_records(db(), "s", records).created, 3000);
    const auto ranges = touched(0);
    EXPECT_LE(ranges.size(), max_touched_rows);
    Spans spans;
    for (const auto& range : ranges) spans.push_back(range.range);
    for (const auto& record : records) EXPECT_TRUE(contains(spans, *record.start));
    const auto columns = scan();
    ASSERT_EQ(columns.size(), 3000U);
    EXPECT_EQ(columns.key[2999], "k2999");
}

TEST_P(EvidenceTest, ManyChangesAtOnce) {
    std::vector<Record> records;
    for (int i = 0; i < 1700; ++i) records.push_back(outage("k" + std::to_string(i), i, i + 1));
    import_records(db(), "s", records);
    for (std::size_t i = 0; i < records.size(); i += 2) records[i].state = "degraded";
    const auto result = import_records(db(), "s", records);
    EXPECT_EQ(result.changed, 850);
    EXPECT_EQ(result.unchanged, 850);
    EXPECT_EQ(number("SELECT COUNT(*) FROM evidence_history"), 850);
    EXPECT_EQ(number("SELECT COUNT(*) FROM evidence"), 1700);
}

TEST_P(EvidenceTest, LongTextsComeBack) {
    auto record = outage("a", 0, 1);
    record.component = std::string(60'000, 'c');
    record.attributes["note"] = std::string(50'000, 'n');
    auto other = outage("b", 2, 3);
    other.component = "web";
    other.attributes["note"] = std::string(300, 'm');
    import_records(db(), "s", {record, other, outage("c", 4, 5)});
    const auto columns = scan({"s", std::nullopt, {"note"}});
    EXPECT_EQ(columns.component.dictionary[columns.component.codes[0]], record.component);
    EXPECT_EQ(columns.component.dictionary[columns.component.codes[1]], "web");
    const auto& note = columns.attributes.at("note");
    EXPECT_EQ(note.dictionary[note.codes[0]].size(), 50'000U);
    EXPECT_EQ(note.dictionary[note.codes[1]].size(), 300U);
    EXPECT_EQ(note.codes[2], 0U);
}

TEST(Touched, FewSpansStayExact) {
    EXPECT_THAT(coalesce_touched({{at_hour(0), at_hour(1)}, {at_hour(1), at_hour(2)}}),
                ElementsAre(Span{at_hour(0), at_hour(2)}));
    EXPECT_THAT(coalesce_touched({{at_hour(3), at_hour(3)}}),
                ElementsAre(Span{at_hour(3), at_hour(3) + Duration{1}}));
    EXPECT_TRUE(coalesce_touched({}).empty());
}

TEST(Touched, ManySpansAreWidenedButNeverLost) {
    std::vector<Span> spans{{Instant{-5}, Instant{7}}, {at_hour(0), Instant::max()}};
    for (int i = 0; i < 5000; ++i) {
        const Instant from{-std::int64_t{i} * 10 * day.ms - 12'345};
        spans.push_back({from, from + Duration{1000}});
    }
    const auto out = coalesce_touched(spans);
    EXPECT_LE(out.size(), max_touched_rows);
    EXPECT_TRUE(subtract(normalize(spans), out).empty());
    EXPECT_EQ(out.back().to, Instant::max());
}

// Half an import is no evidence: what stands is what the last successful run left.
class SettledEvidenceTest : public EvidenceTest {
  protected:
    static Record outage(const std::string& key, std::int64_t hour) {
        Record record;
        record.shape = Shape::interval;
        record.key = key;
        record.start = at_hour(hour);
        record.end = at_hour(hour + 1);
        return record;
    }
    void import_and_fail(std::vector<Record> records) {
        auto run = require(begin_run(db(), request_for("s")));
        require(commit_batch(db(), run, batch_of(std::move(records))));
        require(finish_run(db(), run, {RunStatus::failed, ErrorClass::input, "too much", {}}));
    }
    SettledEvidence settled() {
        return db().read([](Session& s) { return settled_evidence(s, "s"); });
    }
    std::vector<std::pair<std::string, std::int64_t>> settled_rows() {
        const auto columns = scan({"s", std::nullopt, {}, settled().last_run});
        std::vector<std::pair<std::string, std::int64_t>> rows;
        for (std::size_t row = 0; row < columns.size(); ++row) {
            rows.emplace_back(columns.key[row], columns.start[row]);
        }
        return rows;
    }
    static std::pair<std::string, std::int64_t> row(const std::string& key, std::int64_t hour) {
        return {key, at_hour(hour).ms};
    }
};
UNDERPIN_ON_BOTH_BACKENDS(SettledEvidenceTest);

TEST_P(SettledEvidenceTest, LeavesOutWhatAFailedRunBrought) {
    import_records(db(), "s", {outage("a", 1), outage("b", 2)}, {{at_hour(0), at_hour(9)}});
    const auto before = settled();
    EXPECT_EQ(before.revision, revision());
    EXPECT_FALSE(before.last_run);

    import_and_fail({outage("a", 5), outage("c", 6)});
    EXPECT_EQ(settled().revision, before.revision);
    EXPECT_THAT(settled_rows(), ElementsAre(row("a", 1), row("b", 2)));
    EXPECT_EQ(scan().size(), 3U);

    // A second failure over the first: still the last successful run.
    import_and_fail({outage("a", 7)});
    EXPECT_EQ(settled().revision, before.revision);
    EXPECT_THAT(settled_rows(), ElementsAre(row("a", 1), row("b", 2)));

    import_records(db(), "s", {outage("b", 3)});
    EXPECT_FALSE(settled().last_run);
    EXPECT_THAT(settled_rows(), ElementsAre(row("b", 3), row("c", 6), row("a", 7)));
}

TEST_P(SettledEvidenceTest, IsNothingBeforeTheFirstSuccess) {
    import_and_fail({outage("a", 1)});
    EXPECT_EQ(settled().revision, 0);
    EXPECT_TRUE(settled_rows().empty());
}

TEST_P(SettledEvidenceTest, LeavesOutWhatARunningOneHasBroughtSoFar) {
    import_records(db(), "s", {outage("a", 1)});
    const auto before = settled();
    auto run = require(begin_run(db(), request_for("s")));
    require(commit_batch(db(), run, batch_of({outage("a", 2), outage("b", 3)})));
    EXPECT_EQ(settled().revision, before.revision);
    EXPECT_THAT(settled_rows(), ElementsAre(row("a", 1)));
    require(finish_run(db(), run, {}));
    EXPECT_THAT(settled_rows(), ElementsAre(row("a", 2), row("b", 3)));
}

}  // namespace
}  // namespace underpin::testing_support

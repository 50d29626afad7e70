#include "domain/evidence.h"

#include <functional>
#include <gtest/gtest.h>

#include "unit/time_literals.h"

namespace underpin {
namespace {

Record outage() {
    Record record;
    record.shape = Shape::interval;
    record.key = "O-1";
    record.start = at("2024-03-01T10:00Z");
    record.end = at("2024-03-01T11:00Z");
    return record;
}

Record incident() {
    Record record;
    record.shape = Shape::case_;
    record.key = "INC-1";
    record.start = at("2024-03-01T10:00Z");
    record.responded = at("2024-03-01T10:30Z");
    record.end = at("2024-03-01T14:00Z");
    record.pauses = {{at("2024-03-01T11:00Z"), at("2024-03-01T12:00Z")}};
    return record;
}

Record sample() {
    Record record;
    record.shape = Shape::sample;
    record.start = at("2024-03-01T10:00Z");
    record.metric = "latency";
    record.value = Int128{5'000'000'000};
    return record;
}

std::string fault_after(Record record, const std::function<void(Record&)>& change) {
    change(record);
    return fault_of(record).value_or("");
}

TEST(Shape, HasAName) {
    for (const Shape shape : {Shape::interval, Shape::case_, Shape::sample}) {
        EXPECT_EQ(shape_named(shape_name(shape)), shape);
    }
    EXPECT_STREQ(shape_name(Shape::case_), "case");
    EXPECT_EQ(shape_named("case_"), std::nullopt);
}

TEST(FaultOf, FindsNoneInGoodRecords) {
    for (const Record& record : {outage(), incident(), sample()})
        EXPECT_EQ(fault_of(record), std::nullopt);
    EXPECT_EQ(fault_after(outage(), [](Record& r) { r.end = r.start; }), "");
    EXPECT_EQ(fault_after(outage(), [](Record& r) { r.end.reset(); }), "");
    EXPECT_EQ(fault_after(outage(), [](Record& r) { r.impact_millionths = 0; }), "");
    EXPECT_EQ(fault_after(incident(), [](Record& r) { r.pauses[0].to.reset(); }), "");
    EXPECT_EQ(fault_after(incident(),
                          [](Record& r) { r.start.reset(), r.due = at("2024-03-01T00:00Z"); }),
              "");
    EXPECT_EQ(fault_after(sample(), [](Record& r) { r.value.reset(), r.good = 1, r.total = 2; }),
              "");
}

TEST(FaultOf, NamesWhatIsWrong) {
    EXPECT_EQ(fault_after(outage(), [](Record& r) { r.key.clear(); }), "the interval has no key");
    EXPECT_EQ(fault_after(outage(), [](Record& r) { r.start.reset(); }),
              "the interval has no from");
    EXPECT_EQ(fault_after(outage(), [](Record& r) { r.end = *r.start - Duration{1}; }),
              "to (2024-03-01T09:59:59.999Z) is before from (2024-03-01T10:00:00Z)");
    EXPECT_EQ(fault_after(outage(), [](Record& r) { r.impact_millionths = -1; }),
              "impact is not between 0 and 1");
    EXPECT_EQ(fault_after(outage(), [](Record& r) { r.impact_millionths = 1'000'001; }),
              "impact is not between 0 and 1");
    EXPECT_EQ(fault_after(incident(), [](Record& r) { r.key.clear(); }), "the case has no key");
    EXPECT_EQ(fault_after(incident(), [](Record& r) { r.start.reset(); }),
              "the case has neither opened nor due");
    EXPECT_EQ(fault_after(incident(), [](Record& r) { r.responded = *r.start - Duration{1}; }),
              "responded (2024-03-01T09:59:59.999Z) is before opened (2024-03-01T10:00:00Z)");
    EXPECT_EQ(fault_after(incident(), [](Record& r) { r.end = *r.start - Duration{1}; }),
              "resolved (2024-03-01T09:59:59.999Z) is before opened (2024-03-01T10:00:00Z)");
    EXPECT_EQ(fault_after(incident(), [](Record& r) { r.end = *r.responded - Duration{1}; }),
              "resolved (2024-03-01T10:29:59.999Z) is before responded (2024-03-01T10:30:00Z)");
    EXPECT_EQ(
        fault_after(incident(), [](Record& r) { r.pauses[0].to = r.pauses[0].from - Duration{1}; }),
        "a pause ends before it begins");
    EXPECT_EQ(fault_after(sample(), [](Record& r) { r.start.reset(); }), "the sample has no at");
    EXPECT_EQ(fault_after(sample(), [](Record& r) { r.value.reset(), r.good = 1; }),
              "the sample has neither a value nor good and total");
}

TEST(ContentHash, IsFixedForEver) {
    // Stores keep these. If this fails, the encoding changed: give it a new version instead.
    EXPECT_EQ(to_hex(content_hash(outage())),
              "d5ba0f74ea377ba431ed62a124019be075d136413a8b6dfcb4fb18140b2834b4");
    EXPECT_EQ(to_hex(content_hash(incident())),
              "e39b817f59d95f32b4cbefc2f8ed9344b70c36b0aa610796c71362664c35dc5d");
}

TEST(ContentHash, ChangesWithEveryField) {
    const std::vector<std::function<void(Record&)>> changes{
        [](Record& r) { r.shape = Shape::interval; },
        [](Record& r) { r.start = *r.start + Duration{1}; },
        [](Record& r) { r.responded.reset(); },
        [](Record& r) { r.end = *r.end + Duration{1}; },
        [](Record& r) { r.due = *r.start; },
        [](Record& r) { r.start_is_date = true; },
        [](Record& r) { r.responded_is_date = true; },
        [](Record& r) { r.end_is_date = true; },
        [](Record& r) { r.due_is_date = true; },
        [](Record& r) { r.state = "degraded"; },
        [](Record& r) { r.impact_millionths = 1; },
        [](Record& r) { r.component = "x"; },
        [](Record& r) { r.priority = "x"; },
        [](Record& r) { r.metric = "x"; },
        [](Record& r) { r.value = 1; },
        [](Record& r) { r.good = 1; },
        [](Record& r) { r.total = 1; },
        [](Record& r) { r.total = Int128{1} << 100; },
        [](Record& r) { r.ordered = 1; },
        [](Record& r) { r.delivered = 1; },
        [](Record& r) { r.pauses.clear(); },
        [](Record& r) { r.pauses[0].to.reset(); },
        [](Record& r) { r.incident = "x"; },
        [](Record& r) { r.attributes["a"] = "bc"; },
        [](Record& r) { r.attributes["ab"] = "c"; },
    };
    std::vector<Sha256> seen{content_hash(incident())};
    for (std::size_t i = 0; i < changes.size(); ++i) {
        Record record = incident();
        changes[i](record);
        const Sha256 hash = content_hash(record);
        EXPECT_EQ(std::count(seen.begin(), seen.end(), hash), 0) << "change " << i;
        seen.push_back(hash);
    }
}

TEST(ContentHash, LeavesKeyPlaceAndOrderOut) {
    Record record = incident();
    record.pauses.push_back({at("2024-03-01T13:00Z"), std::nullopt});
    Record other = record;
    other.key = "INC-2";
    other.place = 77;
    std::swap(other.pauses[0], other.pauses[1]);
    EXPECT_EQ(content_hash(record), content_hash(other));
}

TEST(TouchedRange, ReachesFromTheFirstInstantPastTheLast) {
    const Duration one{1};
    EXPECT_EQ(touched_range(outage()),
              (Span{at("2024-03-01T10:00Z"), at("2024-03-01T11:00Z") + one}));
    EXPECT_EQ(touched_range(sample()),
              (Span{at("2024-03-01T10:00Z"), at("2024-03-01T10:00Z") + one}));
    EXPECT_EQ(touched_range(incident()),
              (Span{at("2024-03-01T10:00Z"), at("2024-03-01T14:00Z") + one}));
    Record record = incident();
    record.due = at("2024-04-01T00:00Z");
    EXPECT_EQ(touched_range(record).to, *record.due + one);
    record.start.reset();
    record.due = at("2024-01-01T00:00Z");
    EXPECT_EQ(touched_range(record).from, *record.due);
    record.end.reset();
    EXPECT_EQ(touched_range(record).to, Instant::max());
    record = outage();
    record.end.reset();
    EXPECT_EQ(touched_range(record), (Span{at("2024-03-01T10:00Z"), Instant::max()}));
}

// The 1st of February in Tokyo begins on the 31st of January in New York, and stays the 1st.
TEST(TouchedRange, HoldsADateWhereverItLies) {
    Record record = incident();
    record.start.reset();
    record.responded.reset();
    record.due = at("2024-01-31T15:00Z");
    record.end = record.due;
    record.pauses.clear();
    const Span exact{*record.due, *record.due + Duration{1}};
    EXPECT_EQ(touched_range(record), exact);
    record.due_is_date = true;
    const Duration day{26 * hour.ms};
    EXPECT_EQ(touched_range(record), (Span{exact.from - day, exact.to + day}));
    record.due_is_date = false;
    record.end_is_date = true;
    EXPECT_EQ(touched_range(record), (Span{exact.from - day, exact.to + day}));
}

}  // namespace
}  // namespace underpin

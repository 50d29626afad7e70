#include "domain/spans.h"

#include <gtest/gtest.h>

#include "unit/time_literals.h"

namespace underpin {
namespace {

Span span(std::int64_t from, std::int64_t to) { return {{from}, {to}}; }

TEST(Spans, NormalizeSortsJoinsAndDropsEmpties) {
    EXPECT_EQ(normalize({span(5, 7), span(1, 3), span(3, 4), span(9, 9), span(8, 2), span(6, 9)}),
              (Spans{span(1, 4), span(5, 9)}));
    EXPECT_EQ(normalize({span(0, 10), span(2, 3)}), (Spans{span(0, 10)}));
    EXPECT_EQ(normalize({}), Spans{});
}

TEST(Spans, UniteTakesWhatIsInEither) {
    EXPECT_EQ(unite({span(0, 2), span(6, 8)}, {span(2, 4), span(7, 9)}),
              (Spans{span(0, 4), span(6, 9)}));
}

TEST(Spans, IntersectTakesWhatIsInBoth) {
    const Spans a{span(0, 5), span(6, 10)};
    EXPECT_EQ(intersect(a, {span(4, 7), span(9, 12)}),
              (Spans{span(4, 5), span(6, 7), span(9, 10)}));
    EXPECT_EQ(intersect(a, {span(5, 6)}), Spans{});
    EXPECT_EQ(intersect(a, {}), Spans{});
}

TEST(Spans, SubtractLeavesWhatIsInTheFirstOnly) {
    const Spans a{span(0, 10), span(20, 30)};
    EXPECT_EQ(subtract(a, {span(2, 4), span(6, 22)}),
              (Spans{span(0, 2), span(4, 6), span(22, 30)}));
    EXPECT_EQ(subtract(a, {span(-5, 50)}), Spans{});
    EXPECT_EQ(subtract(a, {span(10, 20)}), a);
    EXPECT_EQ(subtract(a, {}), a);
}

TEST(Spans, ClipCutsAtTheRange) {
    const Spans a{span(0, 10), span(20, 30)};
    EXPECT_EQ(clip(a, span(5, 25)), (Spans{span(5, 10), span(20, 25)}));
    EXPECT_EQ(clip(a, span(10, 20)), Spans{});
    EXPECT_EQ(clip(a, span(25, 5)), Spans{});
}

TEST(Spans, AreHalfOpen) {
    const Spans a{span(0, 10), span(20, 30)};
    EXPECT_TRUE(contains(a, {0}));
    EXPECT_FALSE(contains(a, {10}));
    EXPECT_TRUE(contains(a, {29}));
    EXPECT_FALSE(contains(a, {-1}));
    EXPECT_FALSE(contains(a, {30}));
    EXPECT_EQ(length(a).ms, 20);
    EXPECT_EQ(length({}).ms, 0);
}

}  // namespace
}  // namespace underpin

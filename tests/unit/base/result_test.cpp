#include "base/result.h"

#include <gtest/gtest.h>
#include <memory>

namespace underpin {
namespace {

TEST(Place, NamesThePartsThatAreKnown) {
    EXPECT_EQ((Place{"acme.yaml", 12, 5, "spec.tier"}).to_string(), "acme.yaml:12:5: spec.tier");
    EXPECT_EQ((Place{"acme.yaml", 12, 0, ""}).to_string(), "acme.yaml:12");
    EXPECT_EQ((Place{"", 12, 5, ""}).to_string(), "line 12:5");
    EXPECT_EQ((Place{"", 0, 0, "spec.tier"}).to_string(), "spec.tier");
    EXPECT_EQ(Place{}.to_string(), "");
}

TEST(Error, SaysWhereWhatAndWhatNext) {
    const Error error{ErrorClass::input,
                      "there is no tier \"gold\"",
                      "use strategic",
                      {"acme.yaml", 3, 7, "spec.tier"}};
    EXPECT_EQ(error.to_string(),
              "acme.yaml:3:7: spec.tier: there is no tier \"gold\" (use strategic)");
    EXPECT_EQ((Error{ErrorClass::internal, "it broke", "", {}}).to_string(), "it broke");
}

TEST(Result, HoldsAValueOrAnError) {
    const Result<int> good = 7;
    const Result<int> bad = Error{ErrorClass::input, "no number", "", {}};
    ASSERT_TRUE(good);
    EXPECT_EQ(*good, 7);
    ASSERT_FALSE(bad);
    EXPECT_EQ(bad.error().message, "no number");
    EXPECT_TRUE(Result<void>{}.ok());
}

TEST(Require, GivesTheValueOrThrowsTheError) {
    EXPECT_EQ(*require(Result<std::unique_ptr<int>>(std::make_unique<int>(7))), 7);
    try {
        require(Result<void>(Error{ErrorClass::transient, "the disk is full", "free some", {}}));
        FAIL() << "it did not throw";
    } catch (const Failure& failure) {
        EXPECT_EQ(failure.error().error_class, ErrorClass::transient);
        EXPECT_STREQ(failure.what(), "the disk is full (free some)");
    }
}

}  // namespace
}  // namespace underpin

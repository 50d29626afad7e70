#include "work/exclusion_view.h"

#include <gtest/gtest.h>

#include "unit/work/work_fixture.h"

namespace underpin::test {
namespace {

Revised exclusion(const std::string& id, Exclusion spec) {
    Document document;
    document.kind = Kind::exclusion;
    document.metadata.id = id;
    spec.agreement = "hosting";
    spec.window = {at("2024-02-01T00:00:00Z"), at("2024-02-01T02:00:00Z")};
    document.spec = std::move(spec);
    return {std::move(document), 9};
}

class ExclusionViewTest : public testing::Test {
  protected:
    ExclusionView view_of(Exclusion spec) {
        portfolio_.exclusions["x"] = exclusion("x", std::move(spec));
        return view_exclusions(portfolio_, "hosting", objective_);
    }

    Portfolio portfolio_;
    Objective objective_ = objective("a");
};

TEST_F(ExclusionViewTest, UnapprovedOnesChangeNothingButAreListed) {
    const auto view = view_of({});
    EXPECT_TRUE(view.whole.empty());
    EXPECT_EQ(view.listed.size(), 1U);
}

TEST_F(ExclusionViewTest, OnesForOtherObjectivesAreNotListed) {
    Exclusion spec;
    spec.approved = true;
    spec.objectives = {"b"};
    EXPECT_TRUE(view_of(spec).listed.empty());
}

TEST_F(ExclusionViewTest, NamingAllSelectedComponentsIsWhole) {
    Exclusion spec;
    spec.approved = true;
    spec.components = {"web", "db"};
    EXPECT_EQ(view_of(spec).partials.size(), 1U);  // the objective selects every component
    objective_.evidence.where["component"] = {"web"};
    const auto view = view_of(spec);
    EXPECT_TRUE(view.partials.empty());
    EXPECT_EQ(view.whole.size(), 1U);
}

TEST_F(ExclusionViewTest, OnlyOnesThatSayItStopCases) {
    Exclusion spec;
    spec.approved = true;
    EXPECT_TRUE(view_of(spec).stops_cases.empty());
    spec.stops_cases = true;
    EXPECT_EQ(view_of(spec).stops_cases.size(), 1U);
}

}  // namespace
}  // namespace underpin::test

#include "documents_fixture.h"

namespace underpin {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::string> lines(const std::string& before, const std::string& after) {
    std::vector<std::string> lines;
    for (const Difference& d : diff(before, after)) {
        lines.push_back(d.field + ": " + d.before.value_or("-") + " -> " + d.after.value_or("-"));
    }
    return lines;
}

TEST(Diff, EqualTextsHaveNone) {
    EXPECT_THAT(lines(R"({"a":1,"b":[2]})", R"({"b":[2],"a":1})"), IsEmpty());
}

TEST(Diff, NamesTheFieldThatDiffers) {
    EXPECT_THAT(lines(R"({"spec":{"t":{"at_least":"99.9"},"x":"1"}})",
                      R"({"spec":{"t":{"at_least":"99.5"},"y":"2"}})"),
                ElementsAre(R"(spec.t.at_least: "99.9" -> "99.5")", R"(spec.y: - -> "2")",
                            R"(spec.x: "1" -> -)"));
}

TEST(Diff, KnowsListEntriesByTheirId) {
    EXPECT_THAT(lines(R"({"o":[{"id":"a","w":1},{"id":"b","w":1}]})",
                      R"({"o":[{"id":"c","w":1},{"id":"a","w":2}]})"),
                ElementsAre(R"(o[c]: - -> {"id":"c","w":1})", "o[a].w: 1 -> 2",
                            R"(o[b]: {"id":"b","w":1} -> -)"));
    EXPECT_THAT(lines(R"({"o":[{"id":"a"},{"id":"b"}]})", R"({"o":[{"id":"b"},{"id":"a"}]})"),
                ElementsAre(R"(o: [{"id":"a"},{"id":"b"}] -> [{"id":"b"},{"id":"a"}])"));
}

TEST(Diff, SeesAnInsertedEntryAsOne) {
    EXPECT_THAT(lines(R"({"h":["1","2","3"]})", R"({"h":["1","x","2","3"]})"),
                ElementsAre(R"(h[1]: - -> "x")"));
    EXPECT_THAT(lines(R"({"h":["1","2","3"]})", R"({"h":["1","3"]})"),
                ElementsAre(R"(h[1]: "2" -> -)"));
    EXPECT_THAT(lines(R"({"c":[{"amount":"1"},{"amount":"2"}]})",
                      R"({"c":[{"amount":"1"},{"amount":"3"}]})"),
                ElementsAre(R"(c[1].amount: "2" -> "3")"));
}

}  // namespace
}  // namespace underpin

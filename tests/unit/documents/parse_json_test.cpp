#include "documents/json_text.h"
#include "documents_fixture.h"

namespace underpin {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

Node value_of(const std::string& json) {
    Result<Node> node = parse_json_value(json, "t.json");
    EXPECT_TRUE(node.ok()) << (node ? "" : node.error().to_string());
    return node ? *node : Node{};
}

std::vector<std::string> errors_of(const std::string& json) {
    return test::texts(parse_json(json, "t.json").errors);
}

TEST(ParseJson, KeepsNumbersAsTheyAreWritten) {
    const std::string numbers = "[1,-0,99.90,1e3,-1.5E-7,123456789012345678901234567890,0.1]";
    EXPECT_EQ(compact_json(value_of(numbers)), numbers);
    EXPECT_EQ(compact_json(value_of("[ 1 , 2.50 ]")), "[1,2.50]");
    EXPECT_EQ(compact_json(value_of("7")), "7");
}

TEST(ParseJson, ReadsEscapesAndTabs) {
    EXPECT_EQ(value_of("\"a\\u00e4\\\"\\\\\\t\\ud83d\\ude00\"").text, "aä\"\\\t😀");
    EXPECT_EQ(compact_json(value_of("{\"a\":\t\"x\",\r\n\t\"b\":null}")), R"({"a":"x","b":null})");
}

TEST(ParseJson, RemembersWhereEverythingStands) {
    const Node node = value_of("{\"a\": 1,\n  \"list\": [\"ä\", {\"k\": true}, 25]}");
    EXPECT_EQ(place_at(node, {"list", 1U, "k"}).to_string(), "t.json:2:23: list[1].k");
    EXPECT_EQ(place_at(node, {"list", 1U}).column, 17);
    EXPECT_EQ(node.find("list")->items[2].column, 30);
    EXPECT_EQ(node.entry("list")->column, 3);
    EXPECT_EQ(node.find("a")->column, 7);
}

TEST(ParseJson, ReadsAnObjectAnArrayOrSeveral) {
    EXPECT_THAT(parse_json("{}", "t").documents, SizeIs(1));
    EXPECT_THAT(parse_json("[{\"a\":1}, {\"b\":2}]", "t").documents, SizeIs(2));
    Parsed several = parse_json("\xEF\xBB\xBF{\"a\":1}\n{\"b\":2}\n[{\"c\":3}]\n", "t");
    ASSERT_THAT(several.documents, SizeIs(3));
    EXPECT_EQ(several.documents[1].line, 2);
    EXPECT_EQ(several.documents[2].find("c")->line, 3);
    EXPECT_EQ(several.documents[2].find("c")->column, 7);
    EXPECT_THAT(parse_json(" \n", "t").documents, IsEmpty());
}

TEST(ParseJson, SaysWhereItIsNoJson) {
    EXPECT_THAT(errors_of("{\"a\": 1,\n \"b\": }"),
                ElementsAre(HasSubstr("t.json:2:7: this is not JSON: syntax error")));
    EXPECT_THAT(errors_of("{\"a\": 1"), SizeIs(1));
    EXPECT_THAT(errors_of("{'a': 1}"), ElementsAre(HasSubstr("t.json:1:2:")));
    EXPECT_THAT(errors_of("{\"a\": 01}"), SizeIs(1));
    EXPECT_THAT(errors_of("{} x"), SizeIs(1));
}

TEST(ParseJson, RefusesTheSameThingsAsYaml) {
    EXPECT_THAT(errors_of("{\"a\": 1,\n\"a\": 2}"),
                ElementsAre("t.json:2:1: a: \"a\" is written twice, first in line 1 "
                            "(remove one of the two)"));
    EXPECT_THAT(errors_of(std::string(100'000, '[')), ElementsAre(HasSubstr("more than 64 deep")));
    EXPECT_THAT(errors_of("{\"a\": \"x\\u0000\"}"), ElementsAre(HasSubstr("control character")));
    EXPECT_THAT(errors_of("{\"a\": \"\xff\"}"), ElementsAre(HasSubstr("not UTF-8")));
    EXPECT_THAT(errors_of("\"" + std::string(70'000, 'x') + "\""),
                ElementsAre(HasSubstr("longer than 64 KiB")));
}

// The store's texts are one line: positions must not cost its length each.
TEST(ParseJson, ReadsALongLineInLinearTime) {
    std::string json = "[";
    for (int i = 0; i < 200'000; ++i) json += "\"0123456789\",";
    json.back() = ']';
    EXPECT_THAT(value_of(json).items, SizeIs(200'000));
}

}  // namespace
}  // namespace underpin

#include "documents/json_text.h"
#include "documents_fixture.h"

namespace underpin {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

Node one(const std::string& yaml) {
    Parsed parsed = parse_yaml(yaml, "t.yaml");
    EXPECT_THAT(test::texts(parsed.errors), IsEmpty());
    EXPECT_THAT(parsed.documents, SizeIs(1));
    return parsed.documents.empty() ? Node{} : parsed.documents.front();
}

std::vector<std::string> errors_of(const std::string& yaml) {
    return test::texts(parse_yaml(yaml, "t.yaml").errors);
}

TEST(ParseYaml, KeepsDatesAndNumbersAsTheyAreWritten) {
    const Node node =
        one("date: 2024-01-01\nrate: 99.90\nbig: 123456789012345678901234567890\n"
            "zip: 007\nplus: +1\nexp: 1e3\nhours: 09:00-17:30\n");
    EXPECT_EQ(compact_json(node),
              R"({"date":"2024-01-01","rate":99.90,"big":123456789012345678901234567890,)"
              R"("zip":"007","plus":"+1","exp":1e3,"hours":"09:00-17:30"})");
}

TEST(ParseYaml, KnowsNullsAndBooleansOfTheCoreSchemaOnly) {
    EXPECT_EQ(compact_json(one("[~, null, , true, False, yes, NO, 'true', \"1\", !!str 1]")),
              R"([null,null,null,true,false,"yes","NO","true","1","1"])");
}

TEST(ParseYaml, RemembersWhereEverythingStands) {
    const Node node = one("a: 1\nlist:\n  - x\n  - {k: v}\n");
    EXPECT_EQ(place_at(node, {"list", 1U, "k"}).to_string(), "t.yaml:4:9: list[1].k");
    EXPECT_EQ(node.entry("list")->line, 2);
    EXPECT_EQ(node.entry("list")->column, 1);
    EXPECT_EQ(node.find("list")->items[0].line, 3);
}

TEST(ParseYaml, CountsColumnsInCharacters) {
    const Node node = one("{größe: ä, b: c}");
    EXPECT_EQ(node.find("b")->column, 15);
}

TEST(ParseYaml, ReadsSeveralDocumentsAndSkipsEmptyOnes) {
    EXPECT_THAT(parse_yaml("a: 1\n---\nb: 2\n---\n", "t.yaml").documents, SizeIs(2));
    EXPECT_THAT(parse_yaml("# nothing\n", "t.yaml").documents, IsEmpty());
    EXPECT_THAT(parse_yaml("\xEF\xBB\xBF"
                           "a: 1\r\nb: 2\r\n",
                           "t.yaml")
                    .documents,
                SizeIs(1));
}

TEST(ParseYaml, RefusesAKeyTwice) {
    EXPECT_THAT(errors_of("a: 1\nb: 2\na: 3\n"),
                ElementsAre("t.yaml:3:1: a: \"a\" is written twice, first in line 1 "
                            "(remove one of the two)"));
}

TEST(ParseYaml, ExpandsAliasesUpToABound) {
    EXPECT_EQ(compact_json(one("a: &x [1, 2]\nb: *x\n")), R"({"a":[1,2],"b":[1,2]})");
    std::string bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n";
    for (int i = 1; i < 9; ++i) {
        const std::string before = "*a" + std::to_string(i - 1);
        bomb += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [";
        for (int j = 0; j < 10; ++j) bomb += (j ? ", " : "") + before;
        bomb += "]\n";
    }
    EXPECT_THAT(errors_of(bomb), ElementsAre(HasSubstr("aliases expand to too much")));
    EXPECT_THAT(errors_of("a: &x [*x]\n"), ElementsAre(HasSubstr("inside of its own anchor")));
    EXPECT_THAT(errors_of("a: *nobody\n"), ElementsAre(HasSubstr("t.yaml:1:4: this is not YAML")));
}

TEST(ParseYaml, RefusesWhatIsTooDeep) {
    EXPECT_THAT(errors_of(std::string(65, '[') + std::string(65, ']')),
                ElementsAre(HasSubstr("more than 64 deep")));
    EXPECT_THAT(errors_of(std::string(100'000, '[')), SizeIs(1));
    EXPECT_THAT(errors_of(std::string(64, '[') + std::string(64, ']')), IsEmpty());
}

TEST(ParseYaml, SaysWhereItIsNoYaml) {
    EXPECT_THAT(errors_of("a: [1, 2\nb: 3\n"), ElementsAre(HasSubstr("t.yaml:2:")));
    EXPECT_THAT(errors_of("a: \"x\n"),
                ElementsAre(HasSubstr("t.yaml:1:4: a quoted text that does not end")));
    EXPECT_THAT(errors_of("? [a]\n: b\n"), ElementsAre(HasSubstr("must be text, not a list")));
    EXPECT_THAT(errors_of("a: !!binary x\n"), ElementsAre(HasSubstr("t.yaml:1:4: a YAML tag")));
}

TEST(ParseYaml, RefusesTextThatIsNotUtf8OrHasControls) {
    EXPECT_THAT(errors_of("a: b\nc: \xff\n"),
                ElementsAre(HasSubstr("t.yaml:2:1: the text is not UTF-8")));
    EXPECT_THAT(errors_of(std::string("a: b\nc: d\x04\n")),
                ElementsAre(HasSubstr("t.yaml:2:5: a control character")));
    EXPECT_THAT(errors_of(std::string("a: b\0c", 6)), ElementsAre(HasSubstr("control character")));
}

}  // namespace
}  // namespace underpin

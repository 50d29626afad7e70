#include "documents/schema.h"

#include <functional>

#include "documents/json_text.h"
#include "documents_fixture.h"

namespace underpin {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

struct Checked {
    std::string json;
    std::vector<std::string> errors;
};

Checked check(const std::string& schema, const std::string& json) {
    const Result<Schema> compiled = Schema::parse(schema);
    EXPECT_TRUE(compiled.ok()) << (compiled ? "" : compiled.error().to_string());
    Errors errors;
    const Node node = compiled->check(require(parse_json_value(json, "t")), {}, errors);
    return {canonical_json(node), test::texts(errors)};
}

TEST(Schema, EveryKindHasOneWithWordsForEveryField) {
    for (int i = 0; i < kind_count; ++i) {
        const Kind kind = static_cast<Kind>(i);
        const Node schema = require(parse_json_value(schema_text(kind), kind_name(kind)));
        EXPECT_EQ(schema.find("title")->text, kind_name(kind));
        const std::function<void(const Node&, const std::string&)> visit =
            [&](const Node& node, const std::string& where) {
                for (const NodeEntry& entry : node.entries) {
                    if (entry.key == "properties") {
                        EXPECT_NE(node.find("additionalProperties"), nullptr) << where;
                        for (const NodeEntry& field : entry.value.entries) {
                            EXPECT_NE(field.value.find("description"), nullptr)
                                << kind_name(kind) << where << "." << field.key;
                        }
                    }
                    visit(entry.value, where + "." + entry.key);
                }
                for (const Node& item : node.items) visit(item, where + "[]");
            };
        visit(schema, "");
        static_cast<void>(Schema::of(kind));
    }
}

TEST(Schema, ANumberIsTheTextThatItWasWrittenWith) {
    const auto checked = check(R"({"properties": {"a": {"type": "string"}, "b": {"type": "number"},
        "c": {"enum": ["1", "2"]}}})",
                               R"({"a": 99.90, "b": 99.90, "c": 2})");
    EXPECT_THAT(checked.errors, IsEmpty());
    EXPECT_EQ(checked.json, R"({"a":"99.90","b":99.90,"c":"2"})");
}

TEST(Schema, ComparesNumbersExactly) {
    const std::string schema = R"({"type": "number", "minimum": 0, "exclusiveMaximum": 0.3})";
    EXPECT_THAT(check(schema, "0.29999999999999999999999").errors, IsEmpty());
    EXPECT_THAT(check(schema, "0.3").errors, testing::SizeIs(1));
    EXPECT_THAT(check(schema, "3e-1").errors, testing::SizeIs(1));
    EXPECT_THAT(check(schema, "-1e-9").errors, testing::SizeIs(1));
}

TEST(Schema, ChoosesTheBranchThatTheValueMeant) {
    const std::string schema = R"({"oneOf": [
        {"type": "string", "title": "duration", "pattern": "^[0-9]+h$"},
        {"type": "array", "items": {"type": "integer"}}]})";
    EXPECT_THAT(check(schema, "\"4h\"").errors, IsEmpty());
    EXPECT_THAT(check(schema, "[1, \"x\"]").errors,
                ElementsAre("t:1:5: [1]: found \"x\", expected a whole number"));
    EXPECT_THAT(check(schema, "\"x\"").errors,
                ElementsAre("t:1:1: found \"x\", expected a duration"));
    EXPECT_THAT(check(schema, "true").errors,
                ElementsAre("t:1:1: found true, expected a duration or a list"));
}

TEST(Schema, TheBackstopKnowsWhatOurWalkDoesNot) {
    EXPECT_THAT(
        check(R"({"properties": {"a": {"not": {"const": "x"}}}})", "{\"a\":\n \"x\"}").errors,
        ElementsAre(HasSubstr("t:2:2: a: does not fit its schema: ")));
    EXPECT_THAT(
        check(R"({"if": {"required": ["a"]}, "then": {"required": ["b"]}})", "{\"a\": 1}").errors,
        testing::Not(IsEmpty()));
}

TEST(Schema, ALabelIsNoWordForWhatIsExpected) {
    const std::string schema = R"({"required": ["a"], "properties": {"a": {"type": "string",
        "title": "Grace", "pattern": "^[0-9]+h$", "description": "How long, such as 4h."}}})";
    EXPECT_THAT(check(schema, R"({"a": "x"})").errors,
                ElementsAre("t:1:7: a: \"x\" does not fit (How long, such as 4h.)"));
    EXPECT_THAT(check(schema, "{}").errors, ElementsAre("t:1:1: a: a is missing (expected text)"));
}

TEST(Schema, PutsDefaultsIn) {
    const std::string schema = R"({"properties": {"a": {"default": "x"}, "m": {"type": "object",
        "properties": {"b": {"type": "integer", "default": 1}}},
        "l": {"type": "array", "items": {"properties": {"c": {"default": []}}}}}})";
    EXPECT_EQ(require(complete_config(schema, R"({"m": {}, "l": [{}]})")),
              R"({"a":"x","l":[{"c":[]}],"m":{"b":1}})");
    EXPECT_EQ(require(complete_config(schema, "{}")), R"({"a":"x"})");
    EXPECT_FALSE(complete_config(schema, R"({"m": 1})").ok());
}

TEST(Schema, RefusesSchemasThatCannotBeUsed) {
    EXPECT_FALSE(Schema::parse("{").ok());
    EXPECT_FALSE(Schema::parse("[]").ok());
    EXPECT_FALSE(Schema::parse(R"({"$ref": "#/definitions/none"})").ok());
    EXPECT_FALSE(Schema::parse(R"({"pattern": "("})").ok());
}

TEST(Schema, LongTextsDoNotExhaustTheStack) {
    const std::string text = "\"" + std::string(60'000, 'a') + "\"";
    EXPECT_THAT(check(R"({"type": "string", "pattern": "^(a|b)*$"})", text).errors,
                testing::SizeIs(1));
}

}  // namespace
}  // namespace underpin

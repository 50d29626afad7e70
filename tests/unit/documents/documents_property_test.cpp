// Laws over random values, and good documents that somebody has damaged.
#include <functional>
#include <random>
#include <rapidcheck.h>

#include "documents/json_text.h"
#include "documents_fixture.h"

namespace underpin {
namespace {

rc::Gen<std::string> any_text() {
    return rc::gen::map(
        rc::gen::container<std::vector<std::string>>(rc::gen::elementOf(std::vector<std::string>{
            "a",  "Z",  "0", "7", " ", "-", ".",  ":",    "#",    "'",          "\"", "\\",
            "\n", "\t", ",", "[", "{", "}", "&",  "*",    "!",    "%",          "@",  "`",
            "|",  ">",  "?", "~", "ä", "€", "😀", "null", "true", "2024-01-01", "1e3"})),
        [](const std::vector<std::string>& parts) {
            std::string text;
            for (const std::string& part : parts) text += part;
            return text;
        });
}

void expect(const std::string& law, bool holds) { EXPECT_TRUE(holds) << law; }

TEST(DocumentLaws, AnyTextSurvivesYamlAndJson) {
    expect("read(write(document)) == document", rc::check([] {
               Document document;
               document.kind = Kind::supplier;
               document.metadata.id = "x";
               document.metadata.name = *any_text();
               document.metadata.labels[*any_text()] = *any_text();
               Supplier supplier;
               supplier.owner = *any_text();
               supplier.contacts.push_back({"r", 1, *any_text(), "", ""});
               document.spec = supplier;
               const std::string canonical = to_canonical_json(document);
               const Reading yaml = test::read_yaml(to_yaml(document));
               RC_ASSERT(yaml.documents.size() == 1U);
               RC_ASSERT(yaml.documents[0].canonical == canonical);
               const auto stored = read_stored(canonical);
               RC_ASSERT(stored.ok());
               RC_ASSERT(to_canonical_json(*stored) == canonical);
           }));
}

TEST(DocumentLaws, ADecimalIsNeverChanged) {
    expect("a target keeps its digits", rc::check([](std::uint64_t digits, std::uint8_t places) {
               std::string text = std::to_string(digits % 100);
               const std::string fraction = std::to_string(digits);
               if (places % 3 != 0) text += "." + fraction.substr(0, 1 + places % fraction.size());
               const Reading reading = test::read_yaml(test::agreement_with(
                   "    metric: availability\n    target: {at_least: " + text + "}\n"));
               RC_ASSERT(reading.documents.size() == 1U);
               const auto& target =
                   reading.documents[0].document.as<Agreement>().objectives[0].target;
               RC_ASSERT(target.text == text);
               RC_ASSERT(target.value == require(Decimal::parse(text)).to_rational());
           }));
}

TEST(DocumentLaws, TheDifferenceOfAnythingToItselfIsNothing) {
    expect("diff(a, a) is empty", rc::check([] {
               const std::string json =
                   "{" + json_quoted(*any_text()) + ":[" + json_quoted(*any_text()) + "]}";
               RC_ASSERT(diff(json, json).empty());
           }));
}

// Reads the damaged text; whatever it is now, it is read or refused, with a place for each error.
void expect_answer(const std::string& text, DocumentFormat format) {
    const Reading reading = read_document_text(text, "t", format, test::catalogs());
    if (reading.documents.empty()) {
        EXPECT_FALSE(reading.errors.empty()) << text;
    }
    for (const Error& error : reading.errors) EXPECT_EQ(error.place.file, "t");
    for (const ReadDocument& read : reading.documents) {
        const auto stored = read_stored(read.canonical);
        ASSERT_TRUE(stored.ok()) << read.canonical << "\n" << stored.error().to_string();
        EXPECT_EQ(to_canonical_json(*stored), read.canonical);
    }
}

std::string damaged(std::string text, std::mt19937& dice) {
    const auto any = [&](std::size_t below) { return dice() % std::max<std::size_t>(below, 1); };
    constexpr std::string_view bytes = "{}[]:,-\"'#&*!|>%@ \n\t019aZ~\xff\x04";
    for (std::size_t changes = 1 + any(3); changes > 0; --changes) {
        const std::size_t at = any(text.size());
        switch (any(4)) {
            case 0: text.erase(at, 1 + any(20)); break;
            case 1: text.insert(at, 1, bytes[any(bytes.size())]); break;
            case 2: text[at] = bytes[any(bytes.size())]; break;
            default: text.insert(at, text.substr(any(text.size()), any(60))); break;
        }
    }
    return text;
}

TEST(DocumentLaws, ADamagedDocumentIsReadOrRefused) {
    const std::string yaml = test::example();
    const Reading reading = test::read_yaml(yaml);
    std::vector<Document> documents;
    for (const ReadDocument& read : reading.documents) documents.push_back(read.document);
    const std::string json = to_pretty_json(documents);
    std::mt19937 dice(20240301);
    for (int i = 0; i < 150; ++i) {
        expect_answer(damaged(yaml, dice), DocumentFormat::yaml);
        expect_answer(damaged(json, dice), DocumentFormat::json);
        if (testing::Test::HasFailure()) return;
    }
}

// Every value of the example in turn becomes something of another type.
TEST(DocumentLaws, AValueOfAnotherTypeIsReadOrRefused) {
    const Parsed parsed = parse_yaml(test::example(), "t");
    const std::vector<Node> others = {Node{},
                                      Node::of_boolean(true),
                                      Node::of_number("1e999"),
                                      Node::of_number("-5"),
                                      Node::of_text(""),
                                      Node::of_text("99d"),
                                      Node::of_list(),
                                      Node::of_map()};
    for (const Node& document : parsed.documents) {
        std::function<void(Node&, Node&)> walk = [&](Node& root, Node& node) {
            const Node before = node;
            for (const Node& other : others) {
                node = other;
                expect_answer(pretty_json(root), DocumentFormat::json);
            }
            node = before;
            for (Node& item : node.items) walk(root, item);
            for (NodeEntry& entry : node.entries) walk(root, entry.value);
        };
        Node copy = document;
        walk(copy, copy);
    }
}

}  // namespace
}  // namespace underpin

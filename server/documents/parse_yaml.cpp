#include <map>
#include <sstream>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/mark.h>
#include <yaml-cpp/parser.h>

#include "documents/json_text.h"
#include "documents/node.h"
#include "documents/text_check.h"
#include "documents/tree_builder.h"

namespace underpin {
namespace {

// Values that anchors keep and aliases add, a file: a bound against documents that explode.
constexpr std::size_t max_alias_nodes = 100'000;
constexpr std::string_view core_tag = "tag:yaml.org,2002:";

std::size_t size_of(const Node& node) {
    std::size_t size = 1;
    for (const Node& item : node.items) size += size_of(item);
    for (const NodeEntry& entry : node.entries) size += size_of(entry.value);
    return size;
}

int depth_of(const Node& node) {
    int deepest = 0;
    for (const Node& item : node.items) deepest = std::max(deepest, depth_of(item));
    for (const NodeEntry& entry : node.entries) {
        deepest = std::max(deepest, depth_of(entry.value));
    }
    return deepest + 1;
}

Node plain_scalar(const std::string& text) {
    if (text == "true" || text == "True" || text == "TRUE") return Node::of_boolean(true);
    if (text == "false" || text == "False" || text == "FALSE") return Node::of_boolean(false);
    if (is_json_number(text)) return Node::of_number(text);
    return Node::of_text(text);
}

// Whether the quoted text that begins here ends: at the end of a file yaml-cpp takes it either way.
bool is_closed(std::string_view text, std::size_t at) {
    const char quote = at < text.size() ? text[at] : ' ';
    if (quote != '"' && quote != '\'') return true;  // a tag or an anchor comes first
    for (++at; at < text.size(); ++at) {
        if (quote == '"' && text[at] == '\\') {
            ++at;
        } else if (text[at] == quote) {
            return true;  // the first of a doubled '' will do
        }
    }
    return false;
}

class YamlHandler : public YAML::EventHandler {
  public:
    YamlHandler(const std::string& file, std::string_view text, Errors& errors)
        : builder_(file, errors), columns_(text) {}

    [[nodiscard]] Node take_root() { return builder_.take_root(); }

    void OnDocumentStart(const YAML::Mark&) override { anchors_.clear(); }
    void OnDocumentEnd() override {}

    void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
        finish(placed({}, mark), anchor);
    }

    void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  const std::string& value) override {
        const bool plain = tag == "?" || tag.empty();
        const bool text = tag == "!" || tag == std::string(core_tag) + "str";
        Node node = placed(plain ? plain_scalar(value) : Node::of_text(value), mark);
        if (!plain && !text) refuse_tag(node);
        if (!plain && !is_closed(columns_.text(), columns_.offset(mark.line, mark.column))) {
            throw StopReading{{ErrorClass::input, "a quoted text that does not end",
                               "write the closing quote", node.place("")}};
        }
        finish(std::move(node), anchor);
    }

    void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                         YAML::EmitterStyle::value) override {
        start(placed(Node::of_list(), mark), tag, "seq", anchor);
    }

    void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                    YAML::EmitterStyle::value) override {
        start(placed(Node::of_map(), mark), tag, "map", anchor);
    }

    void OnSequenceEnd() override { end(); }
    void OnMapEnd() override { end(); }

    void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override {
        const auto found = anchors_.find(anchor);
        if (found == anchors_.end()) {
            throw StopReading{{ErrorClass::input, "an alias that stands inside of its own anchor",
                               "", placed({}, mark).place("")}};
        }
        spend(size_of(found->second), mark);
        if (depth_of(found->second) + static_cast<int>(open_anchors_.size()) > max_depth) {
            throw StopReading{{ErrorClass::input, "aliases make lists and maps too deep", "",
                               placed({}, mark).place("")}};
        }
        builder_.add(found->second);
    }

  private:
    [[nodiscard]] Node placed(Node node, const YAML::Mark& mark) {
        return builder_.at(std::move(node), mark.line + 1, columns_.of(mark.line, mark.column));
    }

    static void refuse_tag(const Node& node) {
        throw StopReading{{ErrorClass::input, "a YAML tag other than !!str",
                           "leave the tag out; quotes make a text", node.place("")}};
    }

    void start(Node container, const std::string& tag, const char* own, YAML::anchor_t anchor) {
        if (!tag.empty() && tag != "?" && tag != "!" && tag != std::string(core_tag) + own) {
            refuse_tag(container);
        }
        open_anchors_.push_back(anchor);
        builder_.open(std::move(container));
    }

    void end() {
        const YAML::anchor_t anchor = open_anchors_.back();
        open_anchors_.pop_back();
        finish(builder_.close(), anchor);
    }

    void finish(Node node, YAML::anchor_t anchor) {
        if (anchor != YAML::NullAnchor) {
            spend(size_of(node), YAML::Mark());
            anchors_[anchor] = node;
        }
        builder_.add(std::move(node));
    }

    void spend(std::size_t nodes, const YAML::Mark& mark) {
        spent_ += nodes;
        if (spent_ > max_alias_nodes) {
            throw StopReading{{ErrorClass::input, "aliases expand to too much",
                               "write it out instead", placed({}, mark).place("")}};
        }
    }

    TreeBuilder builder_;
    Columns columns_;
    std::map<YAML::anchor_t, Node> anchors_;
    std::vector<YAML::anchor_t> open_anchors_;
    std::size_t spent_ = 0;
};

Error syntax_error(const YAML::Exception& problem, const std::string& file, std::string_view text) {
    Place place{file, 0, 0, ""};
    if (!problem.mark.is_null()) {
        place.line = problem.mark.line + 1;
        place.column = Columns(text).of(problem.mark.line, problem.mark.column);
    }
    return {ErrorClass::input, "this is not YAML: " + problem.msg,
            "check indentation, quotes and brackets here and in the line before", place};
}

}  // namespace

Parsed parse_yaml(std::string_view raw, const std::string& file) {
    Parsed parsed;
    const std::string_view text = without_byte_order_mark(raw);
    if (auto error = unreadable(text, file)) {
        parsed.errors.push_back(std::move(*error));
        return parsed;
    }
    std::istringstream stream{std::string(text)};
    YamlHandler handler(file, text, parsed.errors);
    try {
        YAML::Parser parser(stream);
        while (parser.HandleNextDocument(handler)) {
            Node root = handler.take_root();
            if (!root.is(Node::Type::null)) parsed.documents.push_back(std::move(root));
        }
    } catch (const YAML::Exception& problem) {
        parsed.errors.push_back(syntax_error(problem, file, text));
    } catch (const StopReading& stop) {
        parsed.errors.push_back(stop.error);
    }
    return parsed;
}

}  // namespace underpin

// YAML for people: block style where a thing has parts worth a line, flow style where it fits one.
#include <algorithm>
#include <array>

#include "documents/json_text.h"
#include "documents/write.h"

namespace underpin {
namespace {

constexpr std::size_t max_columns = 96;

bool is_word(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view("_./@+-").find(c) != std::string_view::npos;
}

// Words that YAML readers take for something else than text, this one's or another's.
bool is_special(std::string text) {
    constexpr std::array<std::string_view, 11> special = {
        "null", "true", "false", "yes", "no", "on", "off", "y", "n", ".inf", ".nan"};
    std::transform(text.begin(), text.end(), text.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    return std::find(special.begin(), special.end(), text) != special.end();
}

// Digits with signs and points are left to other YAML readers as numbers; a date is not.
bool looks_like_number(const std::string& text) {
    const bool dated = text.size() == 10 && text[4] == '-' && text[7] == '-';
    return !dated && text.find_first_not_of("0123456789.+-_eExX") == std::string::npos;
}

std::string scalar_text(const std::string& text) {
    const bool plain =
        !text.empty() && text.front() != '-' && text.front() != '@' && text.front() != '+' &&
        text.front() != '.' && text.back() != ' ' && text.front() != ' ' &&
        std::all_of(text.begin(), text.end(), [](char c) { return is_word(c) || c == ' '; });
    return plain && !is_special(text) && !looks_like_number(text) ? text : json_quoted(text);
}

std::string scalar(const Node& node) {
    if (node.is(Node::Type::null)) return "null";
    return node.is(Node::Type::text) ? scalar_text(node.text) : node.text;
}

std::string flow(const Node& node) {
    std::string out;
    if (node.is(Node::Type::list)) {
        for (const Node& item : node.items) out += (out.empty() ? "" : ", ") + flow(item);
        return "[" + out + "]";
    }
    if (node.is(Node::Type::map)) {
        for (const NodeEntry& entry : node.entries) {
            out += (out.empty() ? "" : ", ") + scalar_text(entry.key) + ": " + flow(entry.value);
        }
        return "{" + out + "}";
    }
    return scalar(node);
}

// Things that always get lines of their own, however short.
bool wants_lines(const std::string& key) { return key == "spec" || key == "objectives"; }

class YamlWriter {
  public:
    void map(const Node& node, std::size_t indent, bool continues_line) {
        for (const NodeEntry& entry : node.entries) {
            if (!continues_line) out_ += std::string(indent, ' ');
            continues_line = false;
            value(entry, indent);
        }
    }

    [[nodiscard]] std::string take() { return std::move(out_); }

  private:
    void value(const NodeEntry& entry, std::size_t indent) {
        const std::string head = scalar_text(entry.key) + ":";
        const std::string line = flow(entry.value);
        const bool empty = entry.value.entries.empty() && entry.value.items.empty();
        const bool fits = indent + head.size() + 1 + line.size() <= max_columns;
        if (empty || (fits && !wants_lines(entry.key))) {
            out_ += head + " " + line + "\n";
        } else {
            out_ += head + "\n";
            block(entry.value, indent + 2, wants_lines(entry.key));
        }
    }

    void block(const Node& node, std::size_t indent, bool items_in_lines) {
        if (node.is(Node::Type::map)) return map(node, indent, false);
        for (const Node& item : node.items) {
            out_ += std::string(indent, ' ') + "- ";
            const std::string line = flow(item);
            const bool nested = item.is(Node::Type::map) && !item.entries.empty();
            if (nested && (items_in_lines || indent + 2 + line.size() > max_columns)) {
                map(item, indent + 2, true);
            } else {
                out_ += line + "\n";
            }
        }
    }

    std::string out_;
};

}  // namespace

std::string to_yaml(const Document& document) {
    YamlWriter writer;
    writer.map(to_node(document), 0, false);
    return writer.take();
}

std::string to_yaml(std::span<const Document> documents) {
    std::string out;
    for (const Document& document : documents) {
        out += (out.empty() ? "" : "---\n") + to_yaml(document);
    }
    return out;
}

}  // namespace underpin

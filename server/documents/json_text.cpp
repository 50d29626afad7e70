#include "documents/json_text.h"

#include <algorithm>

namespace underpin {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::size_t skip_digits(std::string_view text, std::size_t at) {
    while (at < text.size() && is_digit(text[at])) ++at;
    return at;
}

std::string escaped(char c) {
    constexpr std::string_view hex = "0123456789abcdef";
    const auto code = static_cast<unsigned char>(c);
    switch (c) {
        case '"': return "\\\"";
        case '\\': return "\\\\";
        case '\n': return "\\n";
        case '\r': return "\\r";
        case '\t': return "\\t";
        case '\b': return "\\b";
        case '\f': return "\\f";
        default: break;
    }
    if (code >= 0x20 && code != 0x7f) return {c};
    return std::string("\\u00") + hex[code >> 4U] + hex[code & 15U];
}

struct Layout {
    bool sorted = false;
    bool indented = false;
};

class Writer {
  public:
    explicit Writer(Layout layout) : layout_(layout) {}

    void write(const Node& node) {
        switch (node.type) {
            case Node::Type::null: out_ += "null"; break;
            case Node::Type::boolean:
            case Node::Type::number: out_ += node.text; break;
            case Node::Type::text: out_ += json_quoted(node.text); break;
            case Node::Type::list: write_list(node); break;
            case Node::Type::map: write_map(node); break;
        }
    }

    [[nodiscard]] std::string take() { return std::move(out_); }

  private:
    void write_list(const Node& node) {
        open('[');
        for (const Node& item : node.items) {
            next();
            write(item);
        }
        close(']', node.items.empty());
    }

    void write_map(const Node& node) {
        std::vector<const NodeEntry*> entries;
        for (const NodeEntry& entry : node.entries) entries.push_back(&entry);
        if (layout_.sorted) {
            std::sort(entries.begin(), entries.end(),
                      [](const NodeEntry* a, const NodeEntry* b) { return a->key < b->key; });
        }
        open('{');
        for (const NodeEntry* entry : entries) {
            next();
            out_ += json_quoted(entry->key) + (layout_.indented ? ": " : ":");
            write(entry->value);
        }
        close('}', entries.empty());
    }

    void open(char bracket) {
        out_ += bracket;
        ++depth_;
        first_ = true;
    }

    void next() {
        if (!first_) out_ += ',';
        first_ = false;
        if (layout_.indented) out_ += "\n" + std::string(depth_ * 2, ' ');
    }

    void close(char bracket, bool empty) {
        --depth_;
        if (layout_.indented && !empty) out_ += "\n" + std::string(depth_ * 2, ' ');
        out_ += bracket;
        first_ = false;
    }

    Layout layout_;
    std::string out_;
    std::size_t depth_ = 0;
    bool first_ = true;
};

std::string written(const Node& node, Layout layout) {
    Writer writer(layout);
    writer.write(node);
    return writer.take();
}

}  // namespace

std::string json_quoted(std::string_view text) {
    std::string out = "\"";
    for (const char c : text) out += escaped(c);
    return out + "\"";
}

bool is_json_number(std::string_view text) {
    std::size_t at = text.starts_with('-') ? 1 : 0;
    std::size_t end = skip_digits(text, at);
    if (end == at || (text[at] == '0' && end > at + 1)) return false;
    if (end < text.size() && text[end] == '.') {
        at = end + 1;
        end = skip_digits(text, at);
        if (end == at) return false;
    }
    if (end < text.size() && (text[end] == 'e' || text[end] == 'E')) {
        at = end + 1;
        if (at < text.size() && (text[at] == '+' || text[at] == '-')) ++at;
        end = skip_digits(text, at);
        if (end == at) return false;
    }
    return end == text.size();
}

std::string canonical_json(const Node& node) { return written(node, {true, false}); }
std::string pretty_json(const Node& node) { return written(node, {false, true}); }
std::string compact_json(const Node& node) { return written(node, {false, false}); }

}  // namespace underpin

#include <algorithm>
#include <map>

#include "documents/json_text.h"
#include "documents/write.h"

namespace underpin {
namespace {

// What a list's entries are known by, where all of them have it and none twice.
std::string name_of_entries(const Node& a, const Node& b) {
    for (const char* key : {"id", "name"}) {
        const auto named = [&](const Node& list) {
            std::map<std::string, int> seen;
            return std::all_of(list.items.begin(), list.items.end(), [&](const Node& item) {
                const Node* name = item.find(key);
                return name != nullptr && ++seen[name->text] == 1;
            });
        };
        if (named(a) && named(b)) return key;
    }
    return "";
}

class Comparison {
  public:
    [[nodiscard]] std::vector<Difference> take() { return std::move(found_); }

    void compare(const std::string& path, const Node& before, const Node& after) {
        if (canonical_json(before) == canonical_json(after)) return;
        if (before.is(Node::Type::map) && after.is(Node::Type::map)) {
            compare_maps(path, before, after);
        } else if (before.is(Node::Type::list) && after.is(Node::Type::list)) {
            compare_lists(path, before, after);
        } else {
            report(path, &before, &after);
        }
    }

  private:
    static std::string below(const std::string& path, const std::string& key) {
        const std::string step = to_string(Path{Step(key)});
        return path.empty() || step.starts_with('[') ? path + step : path + "." + step;
    }

    void report(const std::string& path, const Node* before, const Node* after) {
        Difference difference{path, std::nullopt, std::nullopt};
        if (before != nullptr) difference.before = compact_json(*before);
        if (after != nullptr) difference.after = compact_json(*after);
        found_.push_back(std::move(difference));
    }

    void compare_maps(const std::string& path, const Node& before, const Node& after) {
        for (const NodeEntry& entry : after.entries) {
            const Node* old = before.find(entry.key);
            const std::string field = below(path, entry.key);
            if (old == nullptr) {
                report(field, nullptr, &entry.value);
            } else {
                compare(field, *old, entry.value);
            }
        }
        for (const NodeEntry& entry : before.entries) {
            if (after.find(entry.key) == nullptr) {
                report(below(path, entry.key), &entry.value, nullptr);
            }
        }
    }

    void compare_lists(const std::string& path, const Node& before, const Node& after) {
        const std::string name = name_of_entries(before, after);
        if (name.empty()) return compare_by_position(path, before, after);
        const std::size_t found = found_.size();
        for (const Node& item : after.items) {
            const Node* old = named(before, name, item.find(name)->text);
            const std::string field = path + "[" + item.find(name)->text + "]";
            if (old == nullptr) {
                report(field, nullptr, &item);
            } else {
                compare(field, *old, item);
            }
        }
        for (const Node& item : before.items) {
            const std::string& id = item.find(name)->text;
            if (named(after, name, id) == nullptr) report(path + "[" + id + "]", &item, nullptr);
        }
        if (found_.size() == found) report(path, &before, &after);  // only their order
    }

    static const Node* named(const Node& list, const std::string& name, const std::string& value) {
        for (const Node& item : list.items) {
            if (item.find(name)->text == value) return &item;
        }
        return nullptr;
    }

    // What both begin and end with is the same; between them, entry by entry.
    void compare_by_position(const std::string& path, const Node& before, const Node& after) {
        const auto& a = before.items;
        const auto& b = after.items;
        const auto same = [](const Node& x, const Node& y) {
            return canonical_json(x) == canonical_json(y);
        };
        std::size_t first = 0;
        while (first < a.size() && first < b.size() && same(a[first], b[first])) ++first;
        std::size_t last = 0;
        while (last + first < a.size() && last + first < b.size() &&
               same(a[a.size() - 1 - last], b[b.size() - 1 - last])) {
            ++last;
        }
        for (std::size_t i = first; i < std::max(a.size(), b.size()) - last; ++i) {
            const Node* old = i + last < a.size() ? &a[i] : nullptr;
            const Node* now = i + last < b.size() ? &b[i] : nullptr;
            const std::string field = path + "[" + std::to_string(i) + "]";
            if (old != nullptr && now != nullptr) {
                compare(field, *old, *now);
            } else {
                report(field, old, now);
            }
        }
    }

    std::vector<Difference> found_;
};

}  // namespace

std::vector<Difference> diff(std::string_view before_json, std::string_view after_json) {
    const Node before = require(parse_json_value(before_json, "before"));
    const Node after = require(parse_json_value(after_json, "after"));
    Comparison comparison;
    comparison.compare("", before, after);
    return comparison.take();
}

}  // namespace underpin

#include "memory.hpp"

#include <algorithm>
#include <vector>

#include "underpin/json.hpp"

namespace statuspage {
namespace {

using underpin::Json;

constexpr std::size_t most_bytes = 60'000;  // of the 64 KiB that a checkpoint may have

std::string quoted(std::string_view text) {
    std::string out = "\"";
    for (const char c : text) {
        constexpr std::string_view digits = "0123456789abcdef";
        const auto byte = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\')
            (out += '\\') += c;
        else if (byte < 0x20)
            ((out += "\\u00") += digits[byte >> 4U]) += digits[byte & 15U];
        else
            out += c;
    }
    return out + "\"";
}

std::string text_of(const std::string& incident, const Memory::Windows& windows) {
    std::string out = quoted(incident) + ":{";
    for (const auto& [key, from] : windows) {
        if (out.back() != '{') out += ',';
        out += quoted(key) + ":" + std::to_string(from);
    }
    return out + "}";
}

std::int64_t latest(const Memory::Windows& windows) {
    std::int64_t last = INT64_MIN;
    for (const auto& [key, from] : windows) last = std::max(last, from);
    return last;
}

}  // namespace

Memory Memory::read(std::string_view state) {
    Memory memory;
    try {
        const Json root = Json::parse_answer(state, "the state");
        const Json* page = root.find("page");
        const Json* names = root.find("names");
        const Json* incidents = root.find("incidents");
        if (page == nullptr || names == nullptr || incidents == nullptr) return {};
        memory.page = page->text();
        for (const auto& [id, name] : names->map()) memory.names[id] = name.text();
        for (const auto& [id, windows] : incidents->map()) {
            for (const auto& [key, from] : windows.map()) {
                const auto ms = underpin::parse_integer(from.text());
                if (!ms) return {};
                memory.incidents[id][key] = *ms;
            }
        }
    } catch (const underpin::PluginError&) {
        return {};
    }
    return memory;
}

std::string Memory::write() const {
    std::string out = "{\"page\":" + quoted(page) + ",\"names\":{";
    for (const auto& [id, name] : names) {
        if (out.size() > most_bytes / 2) break;
        if (out.back() != '{') out += ',';
        out += quoted(id) + ":" + quoted(name);
    }
    out += "},\"incidents\":{";
    std::vector<std::pair<std::int64_t, const std::string*>> newest_first;
    for (const auto& [id, windows] : incidents) newest_first.emplace_back(latest(windows), &id);
    std::ranges::sort(newest_first, std::greater{}, [](const auto& entry) { return entry.first; });
    for (const auto& [from, id] : newest_first) {
        const std::string text = text_of(*id, incidents.at(*id));
        if (out.size() + text.size() > most_bytes) break;
        if (out.back() != '{') out += ',';
        out += text;
    }
    return out + "}}";
}

}  // namespace statuspage

// Paging by cursor: `limit` items at a time, and a cursor that says where the next page begins. A
// cursor names the last item's key, not a count, so that what is added meanwhile shifts nothing.
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "http/request.h"

namespace underpin {

// Opaque to the client: the key in base64url.
[[nodiscard]] std::string make_cursor(const std::string& key);
// An error of class input for a cursor that is none of ours.
[[nodiscard]] Result<std::string> read_cursor(const Request& request);  // "": the first page

// A key in whose order numbers of up to 18 digits stand with the highest first.
[[nodiscard]] std::string descending_key(std::int64_t number);

// The page of `items`, which are in order of `key_of`, strictly ascending.
template <typename Items, typename KeyOf, typename ToJson>
Result<nlohmann::ordered_json> page_of(const Request& request, const Items& items, KeyOf key_of,
                                       ToJson to_json) {
    const auto after = read_cursor(request);
    if (!after) return after.error();
    const auto limit = static_cast<std::size_t>(request.integer("limit"));
    nlohmann::ordered_json page{{"items", nlohmann::ordered_json::array()}, {"next", nullptr}};
    std::string last;
    for (const auto& item : items) {
        const std::string key = key_of(item);
        if (!after->empty() && key <= *after) continue;
        if (page["items"].size() == limit) {
            page["next"] = make_cursor(last);
            break;
        }
        page["items"].push_back(to_json(item));
        last = key;
    }
    return page;
}

}  // namespace underpin

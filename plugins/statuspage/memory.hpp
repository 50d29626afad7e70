// What the importer remembers from one run to the next, as its state: under which name each
// component was seen first, and which windows of recent incidents it has sent. A plain value.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

namespace statuspage {

struct Memory {
    using Windows = std::map<std::string, std::int64_t>;  // key -> its beginning

    std::string page;                          // the page's id; another one has another memory
    std::map<std::string, std::string> names;  // component id -> name
    std::map<std::string, Windows> incidents;  // id -> the windows that stand

    // Of a state that makes no sense: nothing remembered.
    [[nodiscard]] static Memory read(std::string_view state);
    // Fits into a checkpoint: of too many incidents those that began last stay.
    [[nodiscard]] std::string write() const;
};

}  // namespace statuspage

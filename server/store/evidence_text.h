// Inside of the store: what of a record stands in its row as text.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "domain/evidence.h"

namespace underpin {

// Pauses as "from/to;from/", in milliseconds.
[[nodiscard]] std::string pauses_text(const std::vector<Pause>& pauses);
// Calls found(from, optional to) for each.
template <typename F>
void each_pause(std::string_view text, F&& found);

// Whole numbers of 128 bits as text.
[[nodiscard]] std::string int128_text(Int128 value);
[[nodiscard]] Int128 int128_of(std::string_view text);

// {"name":"text",...} as JSON, which only this file writes and reads.
[[nodiscard]] std::string attributes_text(const std::map<std::string, std::string>& attributes);
// Walks through the pairs; name and text are valid for the call.
template <typename F>
void each_attribute(std::string_view text, F&& found);

// ---- inside ------------------------------------------------------------------------------------

namespace evidence_text {
// Takes a number off the front.
[[nodiscard]] std::int64_t take_number(std::string_view& text);
// Takes a JSON string off the front; without escapes it is a view into text, else into `buffer`.
[[nodiscard]] std::string_view take_string(std::string_view& text, std::string& buffer);
}  // namespace evidence_text

template <typename F>
void each_pause(std::string_view text, F&& found) {
    while (!text.empty()) {
        const Instant from{evidence_text::take_number(text)};
        text.remove_prefix(1);  // the /
        std::optional<Instant> to;
        if (!text.empty() && text.front() != ';') to = Instant{evidence_text::take_number(text)};
        if (!text.empty()) text.remove_prefix(1);  // the ;
        found(from, to);
    }
}

template <typename F>
void each_attribute(std::string_view text, F&& found) {
    if (text.size() <= 2) return;
    std::string name_buffer;
    std::string value_buffer;
    while (text.size() > 1) {
        text.remove_prefix(1);  // the { or ,
        const auto name = evidence_text::take_string(text, name_buffer);
        text.remove_prefix(1);  // the :
        found(name, evidence_text::take_string(text, value_buffer));
    }
}

}  // namespace underpin

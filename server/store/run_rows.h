// Inside of the store: the small tables of a run - its coverage and checkpoints - and bytes as
// hexadecimal text.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "domain/spans.h"
#include "store/session.h"

namespace underpin {

[[nodiscard]] Spans load_run_coverage(Session& session, std::int64_t run);
void add_run_coverage(Session& session, std::int64_t run, const Spans& spans);

[[nodiscard]] std::map<std::string, std::string> load_run_state(Session& session, std::int64_t run);
void save_run_state(Session& session, std::int64_t run, const std::string& stream,
                    const std::string& state);

// Makes the spans the source's coverage too; what is new of them.
[[nodiscard]] Spans grow_coverage(Session& session, std::int64_t source, const Spans& spans);

[[nodiscard]] std::string to_hex_text(std::string_view bytes);
[[nodiscard]] std::string from_hex_text(std::string_view text);

}  // namespace underpin

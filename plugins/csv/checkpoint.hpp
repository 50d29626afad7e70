// Where a run stands, as the few lines that the host keeps: the file, how far it was read, and a
// digest of what came before, so that a run only goes on in a file that has not changed.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "table.hpp"

namespace csv {

struct Checkpoint {
    std::uint64_t config = 0;  // digest of the configuration
    std::string file;
    std::uint64_t offset = 0, digest = 0;  // bytes before the next row
    std::int64_t line = 1;
    Seen starts, dues;

    [[nodiscard]] std::string write() const;
    // Nothing for what another version or another configuration wrote.
    [[nodiscard]] static std::optional<Checkpoint> read(std::string_view text,
                                                        std::uint64_t config);
};

[[nodiscard]] std::uint64_t digest_of(std::string_view text);

}  // namespace csv

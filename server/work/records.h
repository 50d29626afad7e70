// A record as it was imported, with its past: what a line of an explanation stands on. Any thread.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "store/blobs.h"
#include "store/evidence.h"
#include "work/context.h"

namespace underpin {

// Every revision, the newest first. not_found for an unknown source or key.
[[nodiscard]] Result<std::vector<RecordRevision>> record_history(const Context& context,
                                                                 const std::string& source,
                                                                 const std::string& key);

// Where a revision came from.
struct RecordOrigin {
    Instant imported;            // when its run began
    std::vector<RunBlob> files;  // all that the run read
    // The text at its place, where it is a text by lines: that holds its key, so that a place which
    // counts something else is not taken for a line.
    std::string file;  // empty: none
    std::string text;
};
[[nodiscard]] RecordOrigin record_origin(const Context& context, const RecordRevision& revision);

}  // namespace underpin

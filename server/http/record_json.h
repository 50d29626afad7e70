// The JSON of a record's revision, its fields named as documents.md names those of its shape. Pure;
// any thread.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "work/records.h"

namespace underpin {

[[nodiscard]] nlohmann::ordered_json record_revision_json(const RecordRevision& revision,
                                                          const RecordOrigin& origin);
// A file that a run read; where it can be had.
[[nodiscard]] nlohmann::ordered_json run_file_json(std::int64_t run, const RunBlob& file);

}  // namespace underpin

// Inside of the store: the schema's version and its steps on an open session.
#pragma once

#include "store/migrations.h"
#include "store/session.h"

namespace underpin {

// Looks at the schema's version and, where the options and the backend say so, brings it up to
// date; the version, or why the database cannot be used.
[[nodiscard]] Result<int> prepare_schema(Session& session, const DatabaseUrl& url,
                                         const DatabaseOptions& options);

// 0: an empty database.
[[nodiscard]] int read_schema_version(Session& session);

[[nodiscard]] Result<Migrated> migrate_session(Session& session, const DatabaseUrl& url,
                                               const MigrateOptions& options);

// The mark that a restore sets while it is under way.
inline constexpr const char* restore_mark = "restore";

}  // namespace underpin

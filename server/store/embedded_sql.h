// The files of sql/ as text, generated at build time (embed_migrations.cmake).
#pragma once

#include <string_view>
#include <vector>

namespace underpin {

struct EmbeddedSql {
    std::string_view name;  // "0001_documents"
    std::string_view text;
};

[[nodiscard]] const std::vector<EmbeddedSql>& sqlite_sql();
[[nodiscard]] const std::vector<EmbeddedSql>& mysql_sql();

}  // namespace underpin

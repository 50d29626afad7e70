// Inside of the store: rows in and out of a MySQL-protocol server by its binary protocol.
#pragma once

#include <mysql.h>

#include "store/session.h"

namespace underpin {

[[nodiscard]] std::unique_ptr<RowReader> mysql_reader(MYSQL* connection, const std::string& sql,
                                                      std::span<const CellKind> kinds,
                                                      std::span<const Parameter> values);
[[nodiscard]] std::unique_ptr<RowWriter> mysql_writer(MYSQL* connection, const std::string& table,
                                                      std::span<const Column> columns);

}  // namespace underpin

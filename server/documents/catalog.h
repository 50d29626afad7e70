// What the reader asks about plugins: the caller implements it over the plugin registry, tests
// over a table. Called from the thread that reads; the answers are copies.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/result.h"

namespace underpin {

class MetricCatalog {
  public:
    virtual ~MetricCatalog() = default;
    // The JSON Schema of a scorer's `with`; none for an unknown metric.
    [[nodiscard]] virtual std::optional<std::string> schema_of(const std::string& metric) const = 0;
    // The unit of its value ("percent", "seconds", "count", "number") for a configuration that
    // passed the schema (canonical JSON, defaults in) under the objective's calendar (its id); an
    // error is what the scorer itself found wrong with it.
    [[nodiscard]] virtual Result<std::string> unit_of(const std::string& metric,
                                                      const std::string& with_json,
                                                      const std::string& calendar) const = 0;
    [[nodiscard]] virtual std::vector<std::string> names() const = 0;
};

class ImporterCatalog {
  public:
    virtual ~ImporterCatalog() = default;
    // The JSON Schema of an importer's `config`; none for an unknown plugin.
    [[nodiscard]] virtual std::optional<std::string> schema_of(const std::string& plugin) const = 0;
    [[nodiscard]] virtual std::vector<std::string> names() const = 0;
};

// Borrowed; a null one means "do not check": plugin names and their configuration are then taken
// as they are (documents that come back from the store).
struct Catalogs {
    const MetricCatalog* metrics = nullptr;
    const ImporterCatalog* importers = nullptr;
    // Documents from the store: one whose plugin is gone is kept as it is, and no warning is given.
    bool lenient = false;
};

}  // namespace underpin

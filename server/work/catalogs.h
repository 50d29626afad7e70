// What document checks ask about plugins, answered by the installed ones. Any thread.
#pragma once

#include <string>

#include "documents/catalog.h"
#include "plugin/plugin_registry.h"
#include "plugin/scorer_library.h"

namespace underpin {

class PluginCatalogs {
  public:
    PluginCatalogs(const PluginRegistry& plugins, const ScorerLibrary& scorers)
        : metrics_(scorers), importers_(plugins) {}

    // For documents that people write.
    [[nodiscard]] Catalogs strict() const { return {&metrics_, &importers_, false}; }
    // For documents from the store: one whose plugin is gone is kept as it is.
    [[nodiscard]] Catalogs lenient() const { return {&metrics_, &importers_, true}; }

  private:
    class Metrics final : public MetricCatalog {
      public:
        explicit Metrics(const ScorerLibrary& scorers) : scorers_(scorers) {}
        [[nodiscard]] std::optional<std::string> schema_of(
            const std::string& metric) const override;
        [[nodiscard]] Result<std::string> unit_of(const std::string& metric,
                                                  const std::string& with_json,
                                                  const std::string& calendar) const override;
        [[nodiscard]] std::vector<std::string> names() const override;

      private:
        const ScorerLibrary& scorers_;
    };

    class Importers final : public ImporterCatalog {
      public:
        explicit Importers(const PluginRegistry& plugins) : plugins_(plugins) {}
        [[nodiscard]] std::optional<std::string> schema_of(
            const std::string& plugin) const override;
        [[nodiscard]] std::vector<std::string> names() const override;

      private:
        const PluginRegistry& plugins_;
    };

    Metrics metrics_;
    Importers importers_;
};

}  // namespace underpin

#include "work/catalogs.h"

namespace underpin {

std::optional<std::string> PluginCatalogs::Metrics::schema_of(const std::string& metric) const {
    const auto* scorer = scorers_.find(metric);
    return scorer == nullptr ? std::nullopt : std::optional(scorer->config_schema);
}

Result<std::string> PluginCatalogs::Metrics::unit_of(const std::string& metric,
                                                     const std::string& with_json,
                                                     const std::string& calendar) const {
    const auto instance = scorers_.create(metric, with_json, calendar);
    if (!instance) return instance.error();
    return (*instance)->unit();
}

std::vector<std::string> PluginCatalogs::Metrics::names() const { return scorers_.names(); }

std::optional<std::string> PluginCatalogs::Importers::schema_of(const std::string& plugin) const {
    const auto info = plugins_.info(plugin);
    if (!info || info->kind != PluginKind::importer) return std::nullopt;
    return info->config_schema;
}

std::vector<std::string> PluginCatalogs::Importers::names() const {
    std::vector<std::string> names;
    for (const auto& listing : plugins_.list()) {
        if (listing.info && listing.info->kind == PluginKind::importer) {
            names.push_back(listing.info->name);
        }
    }
    return names;
}

}  // namespace underpin

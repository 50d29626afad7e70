#include "plugin/child_library.h"

#include <algorithm>
#include <boost/dll/shared_library.hpp>
#include <cstring>
#include <filesystem>

#include "base/text.h"
#include "plugin/abi_values.h"
#include "plugin/elf_exports.h"

namespace underpin {
namespace {

constexpr const char* entry_name = "underpin_plugin_v1";

Error refused_library(const std::string& file, std::string message, std::string hint) {
    return {ErrorClass::configuration, std::move(message), std::move(hint), {file, 0, 0, {}}};
}

Result<void> check_exports(const std::string& file) {
    auto exported = exported_functions(file);
    if (!exported) return exported.error();
    auto& names = *exported;
    std::erase_if(names,
                  [](const std::string& name) { return name == "_init" || name == "_fini"; });
    if (std::ranges::find(names, entry_name) == names.end()) {
        return refused_library(file, std::string("it does not export ") + entry_name,
                               "export it with UNDERPIN_PLUGIN_IMPORTER or UNDERPIN_PLUGIN_SCORER");
    }
    if (names.size() == 1) return {};
    std::erase(names, entry_name);
    const std::size_t others = names.size();
    if (others > 5) names.resize(5);
    return refused_library(file,
                           "it exports " + std::to_string(others) + " functions beside " +
                               entry_name + ": " + join(names, ", ") + (others > 5 ? ", ..." : ""),
                           "build it with underpin_add_plugin, which hides them");
}

Result<void> check_tables(const std::string& file, const LoadedPlugin& loaded) {
    const underpin_plugin& plugin = loaded.plugin;
    if (plugin.abi_major != UNDERPIN_ABI_MAJOR) {
        return refused_library(file,
                               "it was built against version " + std::to_string(plugin.abi_major) +
                                   " of the plugin interface; this host has version " +
                                   std::to_string(UNDERPIN_ABI_MAJOR),
                               "build it against this release's SDK");
    }
    const std::string name = to_string(plugin.name);
    if (name.empty() || name + ".so" != std::filesystem::path(file).filename().string()) {
        return refused_library(file,
                               "it calls itself \"" + name + "\", and its file is called otherwise",
                               "a plugin's file is its name followed by .so");
    }
    if ((plugin.importer == nullptr) == (plugin.scorer == nullptr)) {
        return refused_library(file, "it must be an importer or a scorer, and one of them only",
                               {});
    }
    const auto& i = loaded.importer;
    const auto& s = loaded.scorer;
    const bool complete = plugin.importer != nullptr
                              ? i.create && i.destroy && i.check && i.discover && i.read
                              : s.create && s.destroy && s.measure;
    if (!complete)
        return refused_library(file, "its table lacks functions", "fill every slot of plugin.h");
    return {};
}

}  // namespace

Result<LoadedPlugin> load_plugin(const std::string& file) {
    if (auto checked = check_exports(file); !checked) return checked.error();
    // Never unloaded: a plugin may have left threads or handlers behind.
    auto* library = new boost::dll::shared_library;
    boost::dll::fs::error_code failed;
    library->load(file, boost::dll::load_mode::rtld_now | boost::dll::load_mode::rtld_local,
                  failed);
    if (failed) {
        return refused_library(file, "it cannot be loaded: " + failed.message(),
                               "is a library that it needs missing? (ldd shows them)");
    }
    const auto entry = library->get<std::remove_pointer_t<underpin_plugin_v1_function>>(entry_name);
    LoadedPlugin loaded;
    const underpin_plugin* plugin = entry(UNDERPIN_ABI_MAJOR, UNDERPIN_ABI_MINOR);
    if (plugin == nullptr) {
        return refused_library(file,
                               "it refuses this host's plugin interface, version " +
                                   std::to_string(UNDERPIN_ABI_MAJOR) + "." +
                                   std::to_string(UNDERPIN_ABI_MINOR),
                               "use a plugin and a server of the same time");
    }
    loaded.plugin = copy_table(plugin);
    loaded.importer = copy_table(loaded.plugin.importer);
    loaded.scorer = copy_table(loaded.plugin.scorer);
    if (auto checked = check_tables(file, loaded); !checked) return checked.error();
    return loaded;
}

wire::Description describe(const LoadedPlugin& loaded) {
    const underpin_plugin& plugin = loaded.plugin;
    const bool importer = plugin.importer != nullptr;
    return {plugin.abi_major,
            plugin.abi_minor,
            to_string(plugin.name),
            to_string(plugin.version),
            to_string(plugin.title),
            to_string(plugin.description),
            importer ? "importer" : "scorer",
            to_string(importer ? loaded.importer.config_schema : loaded.scorer.config_schema)};
}

}  // namespace underpin

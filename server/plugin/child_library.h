// Loads one plugin's library and checks what it says about itself. Runs in the child program only,
// once, on its main thread; what is loaded stays loaded.
#pragma once

#include <string>

#include "base/result.h"
#include "plugin/wire.h"
#include "underpin/plugin.h"

namespace underpin {

// The plugin's tables as this build knows them: slots that the plugin lacks are null.
struct LoadedPlugin {
    underpin_plugin plugin{};
    underpin_importer importer{};  // zero for a scorer
    underpin_scorer scorer{};      // zero for an importer
};

// An error with the reason why it is no usable plugin: not a library, more or other functions than
// the one, another ABI, a name that is not the file's, slots missing.
[[nodiscard]] Result<LoadedPlugin> load_plugin(const std::string& file);
[[nodiscard]] wire::Description describe(const LoadedPlugin& plugin);

}  // namespace underpin

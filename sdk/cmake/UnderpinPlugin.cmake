# underpin_add_plugin(NAME SOURCES...): one shared library NAME.so that exports one function.
set(UNDERPIN_EXPORT_MAP ${CMAKE_CURRENT_LIST_DIR}/plugin.map)

function(underpin_add_plugin name)
  add_library(underpin_plugin_${name} MODULE ${ARGN})
  target_link_libraries(underpin_plugin_${name} PRIVATE Underpin::sdk)
  target_link_options(underpin_plugin_${name} PRIVATE
    -Wl,--version-script=${UNDERPIN_EXPORT_MAP})
  set_target_properties(underpin_plugin_${name} PROPERTIES
    PREFIX "" OUTPUT_NAME ${name}
    C_VISIBILITY_PRESET hidden CXX_VISIBILITY_PRESET hidden
    LIBRARY_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/plugins)
  set_property(GLOBAL APPEND PROPERTY UNDERPIN_PLUGINS ${name})
  set_property(TARGET underpin_plugin_${name} APPEND PROPERTY LINK_DEPENDS ${UNDERPIN_EXPORT_MAP})
endfunction()

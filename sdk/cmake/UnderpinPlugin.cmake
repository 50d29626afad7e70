# underpin_add_plugin(NAME SOURCES...): one shared library NAME.so that exports one function.
function(underpin_add_plugin name)
  set(export_map ${CMAKE_CURRENT_FUNCTION_LIST_DIR}/plugin.map)
  add_library(underpin_plugin_${name} MODULE ${ARGN})
  target_link_libraries(underpin_plugin_${name} PRIVATE Underpin::sdk)
  if(TARGET underpin_options)  # inside of the product's own tree
    target_link_libraries(underpin_plugin_${name} PRIVATE underpin_options)
  endif()
  target_link_options(underpin_plugin_${name} PRIVATE
    -Wl,--version-script=${export_map})
  set_target_properties(underpin_plugin_${name} PROPERTIES
    PREFIX "" OUTPUT_NAME ${name}
    C_VISIBILITY_PRESET hidden CXX_VISIBILITY_PRESET hidden
    LIBRARY_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/plugins)
  set_property(GLOBAL APPEND PROPERTY UNDERPIN_PLUGINS ${name})
  set_property(TARGET underpin_plugin_${name} APPEND PROPERTY LINK_DEPENDS ${export_map})
endfunction()

# underpin_embed_migrations(OUTPUT NAMES...): writes OUTPUT, a C++ file that holds the named pairs of
# sql/<backend>/NNNN_name.sql as text.
function(underpin_embed_migrations output)
  set(text "#include \"store/embedded_sql.h\"\n\nnamespace underpin {\n")
  foreach(backend sqlite mysql)
    string(APPEND text "\nconst std::vector<EmbeddedSql>& ${backend}_sql() {\n"
      "    static const std::vector<EmbeddedSql> files = {\n")
    foreach(name ${ARGN})
      set(file ${CMAKE_SOURCE_DIR}/sql/${backend}/${name}.sql)
      set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${file})
      file(READ ${file} sql)
      string(APPEND text "        {\"${name}\", R\"sql(${sql})sql\"},\n")
    endforeach()
    string(APPEND text "    };\n    return files;\n}\n")
  endforeach()
  string(APPEND text "\n}  // namespace underpin\n")
  file(CONFIGURE OUTPUT ${output} CONTENT "${text}" @ONLY)
endfunction()

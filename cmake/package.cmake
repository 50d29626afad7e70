# What is installed, and the .deb that installs it. The program finds its parts beside its folder:
# /usr/lib/underpin/{bin,plugins,web}; /usr/bin/underpin is a link to it.
set(home usr/lib/underpin)
install(TARGETS underpin underpin-plugin-host RUNTIME DESTINATION ${home}/bin)
get_property(shipped GLOBAL PROPERTY UNDERPIN_PLUGINS)
foreach(name IN LISTS shipped)
  install(TARGETS underpin_plugin_${name} LIBRARY DESTINATION ${home}/plugins)
endforeach()
install(DIRECTORY ${CMAKE_BINARY_DIR}/web/ DESTINATION ${home}/web OPTIONAL)
install(CODE "
  file(MAKE_DIRECTORY \"\$ENV{DESTDIR}\${CMAKE_INSTALL_PREFIX}/usr/bin\")
  file(CREATE_LINK ../lib/underpin/bin/underpin
    \"\$ENV{DESTDIR}\${CMAKE_INSTALL_PREFIX}/usr/bin/underpin\" SYMBOLIC)")
install(FILES config/underpin.yaml DESTINATION etc/underpin)
install(FILES config/underpin.service DESTINATION usr/lib/systemd/system)
install(DIRECTORY docs/schemas/ DESTINATION usr/share/underpin/schemas)
install(FILES README.md CHANGELOG.md DESTINATION usr/share/doc/underpin)

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME underpin)
set(CPACK_PACKAGE_VENDOR Underpin)
set(CPACK_PACKAGE_CONTACT "Underpin maintainers <maintainers@underpin.example>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "Supplier and contract SLA management service")
set(CPACK_DEBIAN_PACKAGE_DESCRIPTION
  "Keeps suppliers, contracts and underpinning agreements, collects what suppliers deliver,
 measures it exactly as the contract words it, and says what is owed.")
set(CPACK_DEBIAN_PACKAGE_SECTION net)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_DEPENDS "tzdata, ca-certificates")
find_program(DPKG_SHLIBDEPS dpkg-shlibdeps)
if(DPKG_SHLIBDEPS)
  set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
endif()
set(CPACK_PACKAGING_INSTALL_PREFIX /)
set(CPACK_STRIP_FILES ON)
# What an operator has changed stays as it is when the package is renewed.
file(WRITE ${CMAKE_BINARY_DIR}/package/conffiles "/etc/underpin/underpin.yaml\n")
set(CPACK_DEBIAN_PACKAGE_CONTROL_EXTRA ${CMAKE_BINARY_DIR}/package/conffiles)
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
include(CPack)

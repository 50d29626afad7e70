// underpin-plugin-host: runs one importer apart from the server. Started by underpin.
#include "plugin/child_main.h"

int main(int argc, char** argv) { return underpin::plugin_host_main(argc, argv); }

// A library, but no plugin.
#include "bad_table.h"

extern "C" UNDERPIN_EXPORT int other_function() { return 1; }

#include "documents_fixture.h"

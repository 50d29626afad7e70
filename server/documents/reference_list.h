// Every place where a document names another one. Inside of this folder only. Pure.
#pragma once

#include <string>
#include <vector>

#include "documents/node.h"
#include "domain/document.h"

namespace underpin {

struct Reference {
    Kind kind;
    std::string id;
    Path path;
};

// The calendar `always` needs no document and is left out.
[[nodiscard]] std::vector<Reference> references_of(const Document& document);

}  // namespace underpin

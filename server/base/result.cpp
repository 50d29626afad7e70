#include "base/result.h"

namespace underpin {

std::string Place::to_string() const {
    std::string text = file;
    if (line > 0) {
        text += text.empty() ? "line " : ":";
        text += std::to_string(line);
        if (column > 0) text += ":" + std::to_string(column);
    }
    if (!field.empty()) {
        if (!text.empty()) text += ": ";
        text += field;
    }
    return text;
}

std::string Error::to_string() const {
    std::string text = place.to_string();
    if (!text.empty()) text += ": ";
    text += message;
    if (!hint.empty()) text += " (" + hint + ")";
    return text;
}

}  // namespace underpin

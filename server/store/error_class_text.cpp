#include "store/error_class_text.h"

namespace underpin {
namespace {

constexpr std::pair<ErrorClass, std::string_view> names[] = {
    {ErrorClass::input, "input"},         {ErrorClass::not_found, "not_found"},
    {ErrorClass::conflict, "conflict"},   {ErrorClass::configuration, "configuration"},
    {ErrorClass::transient, "transient"}, {ErrorClass::data, "data"},
    {ErrorClass::cancelled, "cancelled"}, {ErrorClass::unsupported, "unsupported"},
    {ErrorClass::internal, "internal"},
};

}  // namespace

std::string error_class_text(ErrorClass value) {
    for (const auto& [known, name] : names) {
        if (known == value) return std::string(name);
    }
    return "internal";
}

ErrorClass error_class_of(std::string_view text) {
    for (const auto& [known, name] : names) {
        if (name == text) return known;
    }
    return ErrorClass::internal;
}

}  // namespace underpin

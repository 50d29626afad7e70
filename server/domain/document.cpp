#include "domain/document.h"

#include <array>

namespace underpin {
namespace {

constexpr std::array<const char*, kind_count> kind_names = {
    "Supplier", "Service", "Calendar", "Contract", "Agreement", "Exclusion", "Source"};

struct NameOfScheme {
    std::string operator()(const TiersScheme&) const { return "tiers"; }
    std::string operator()(const SlopeScheme&) const { return "slope"; }
    std::string operator()(const PointsScheme&) const { return "points"; }
    std::string operator()(const PoolScheme&) const { return "pool"; }
    std::string operator()(const PerUnitScheme&) const { return "per_unit"; }
    std::string operator()(const FixedScheme&) const { return "fixed"; }
};

}  // namespace

const char* kind_name(Kind kind) { return kind_names.at(static_cast<std::size_t>(kind)); }

std::optional<Kind> kind_named(std::string_view name) {
    for (std::size_t i = 0; i < kind_names.size(); ++i) {
        if (name == kind_names[i]) return static_cast<Kind>(i);
    }
    return std::nullopt;
}

std::string CreditTerms::scheme_name() const { return std::visit(NameOfScheme{}, scheme); }

}  // namespace underpin

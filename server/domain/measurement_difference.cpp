#include "domain/measurement_difference.h"

#include <tuple>

namespace underpin {

namespace {

auto counts_of(const Measured& m) {
    return std::tie(m.counted, m.breaching, m.pending, m.excluded, m.dropped);
}

bool same_fraction(const std::optional<Fraction>& a, const std::optional<Fraction>& b) {
    if (!a || !b) return !a && !b;
    return a->numerator == b->numerator && a->denominator == b->denominator && a->scale == b->scale;
}

}  // namespace

bool same_answer(const Measurement& a, const Measurement& b) {
    return a.range == b.range && a.part == b.part && a.open == b.open && a.unit == b.unit &&
           a.status == b.status && a.value == b.value && a.score == b.score &&
           a.provisional == b.provisional && counts_of(a.measured) == counts_of(b.measured) &&
           a.measured.coverage == b.measured.coverage &&
           same_fraction(a.measured.fraction, b.measured.fraction) &&
           a.measured.breaching_keys == b.measured.breaching_keys &&
           a.measured.breaching_incidents == b.measured.breaching_incidents;
}

}  // namespace underpin

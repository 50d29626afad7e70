// Values that documents write for a metric: numbers or durations, and how they lie to a target.
// Inside of this folder only. Pure.
#pragma once

#include <optional>
#include <string>

#include "documents/fields.h"

namespace underpin {

struct Quantity {
    Rational value;  // a duration in seconds
    std::string text;
    int decimals = 0;
    bool duration = false;
};

[[nodiscard]] Result<Quantity> parse_quantity(const std::string& text);
[[nodiscard]] std::optional<Quantity> read_quantity(const Fields& fields, const std::string& key);

// A value of this unit can be so ("" for an unknown unit: anything); else an error at the field.
void check_quantity(const Fields& fields, const std::string& key, const Quantity& quantity,
                    const std::string& unit);

// `a` misses further than `b` does.
[[nodiscard]] bool worse(bool at_least, const Rational& a, const Rational& b);

// The `below` or `above` of a tier or band, by the target's side; errors where it is on the other
// side, or given twice, or not at all.
[[nodiscard]] std::optional<Quantity> read_threshold(const Fields& step, const Target& target);

// The mildest step starts a last decimal beyond the target: values between match nothing.
[[nodiscard]] bool leaves_room(const Target& target, const Quantity& mildest);

}  // namespace underpin

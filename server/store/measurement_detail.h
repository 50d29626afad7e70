// Inside of the store: what of a measurement stands in its row as text - exact numbers as "n/d",
// and as JSON all that nobody searches by.
#pragma once

#include <string>
#include <string_view>

#include "domain/measurement.h"

namespace underpin {

[[nodiscard]] std::string rational_text(const Rational& value);  // "7/2"
[[nodiscard]] Rational rational_of(std::string_view text);
[[nodiscard]] Status status_of(std::string_view name);
[[nodiscard]] Sha256 digest_of(std::string_view hex);

[[nodiscard]] std::string detail_text(const Measurement& measurement);
void read_detail(std::string_view text, Measurement& measurement);

}  // namespace underpin

// Evidence as one objective sees it: the records that its filters select, from all of its sources,
// as they stood at as_of. Pure; any thread.
#pragma once

#include <cstdint>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "base/time_zone.h"
#include "domain/agreement.h"
#include "domain/evidence.h"

namespace underpin {

struct EvidenceView {
    EvidenceColumns rows;
    std::vector<std::string> sources;
    std::vector<std::uint16_t> source_of_row;
    // Start of records that `unless` dropped: counted by the cell that holds it.
    std::vector<std::int64_t> dropped_starts;
    std::vector<std::string> dropped_keys;  // "source/key", beside dropped_starts
    // The next instant after as_of at which a masked instant comes into sight.
    Instant next_change = Instant::max();
};

// The attributes (not fields of the shape) among the names.
[[nodiscard]] std::set<std::string> attributes_among(Shape shape,
                                                     const std::set<std::string>& names);

// Selects and masks. Columns of another shape than `shape` contribute nothing.
// `wanted` are the attribute columns that the result must carry.
[[nodiscard]] EvidenceView view_evidence(std::span<const EvidenceColumns* const> sources,
                                         Shape shape, const EvidenceSelection& selection,
                                         const std::set<std::string>& wanted, Instant as_of);

// Local days of instants in the zone; those written as dates in `source_zone` keep their date.
// `date_bit` is the bit of EvidenceColumns::dates that says so.
[[nodiscard]] std::vector<std::int64_t> local_days(const std::vector<std::int64_t>& instants,
                                                   const std::vector<std::uint8_t>& dates,
                                                   unsigned date_bit,
                                                   const std::vector<std::uint16_t>& source_of_row,
                                                   const std::vector<TimeZone>& source_zones,
                                                   const TimeZone& zone);

}  // namespace underpin

// How far a cell reaches: the instants at which an exclusion can change its number. That is the
// cell itself, and the whole length of every record that shares time with it: an outage that ends
// in the cell is measured from its start, a case that was opened in it up to its resolution. Pure;
// any thread.
#pragma once

#include <vector>

#include "domain/agreement.h"
#include "domain/evidence.h"
#include "domain/spans.h"

namespace underpin {

// The `merge_gap` of its scorer, which makes one outage of several intervals; zero without one.
[[nodiscard]] Duration merge_gap_of(const Objective& objective);
// Whether a case's clock stops at its response, which may come after its resolution or never.
[[nodiscard]] bool stops_at_response(const Objective& objective);

class EvidenceReach {
  public:
    // Rows as the objective sees them; what has not ended reaches on for ever.
    EvidenceReach(const EvidenceColumns& rows, const Objective& objective);

    [[nodiscard]] Span of(Span cell) const;

  private:
    // Of records, or of outages where records are intervals: first instants in order, and the
    // latest last instant up to there.
    std::vector<Instant> firsts_, last_so_far_;
};

}  // namespace underpin

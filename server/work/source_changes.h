// What has changed of sources since measurements were stored, as far as that can matter to them.
// Inside of one read of the database; one thread.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "work/due.h"
#include "work/evidence_loading.h"

namespace underpin {

class SourceChanges {
  public:
    // Borrows both.
    SourceChanges(Session& session, const std::map<std::string, SourceState>& states)
        : session_(session), states_(states) {}

    // Of the sources of a task, since the oldest of its stored measurements.
    [[nodiscard]] TouchedRanges since(const ObjectiveTask& task,
                                      const std::vector<const StoredMeasurement*>& stored);

  private:
    [[nodiscard]] const EvidenceColumns& interval_rows(const std::string& source);

    Session& session_;
    const std::map<std::string, SourceState>& states_;
    std::map<std::string, EvidenceColumns> interval_rows_;
};

}  // namespace underpin

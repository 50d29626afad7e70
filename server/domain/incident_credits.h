// One credit an incident (one_credit_per_incident): where the records of one incident breach what
// several lines of an agreement's period stand on, the largest line keeps it and the others are
// computed again without it. Pure; any thread.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "domain/credit.h"

namespace underpin {

// An objective's result in a period that has to be measured again without some incidents.
struct IncidentDrop {
    std::string agreement, objective, period;
    std::map<std::string, std::string> kept_by;  // incident -> what keeps it ("availability")
    [[nodiscard]] std::vector<std::string> incidents() const;
};

// What the lines of one agreement (before the contract's caps) have to give up. The largest line is
// that of the largest rounded amount; of equal ones that of the first objective id, the agreement's
// own line before all.
[[nodiscard]] std::vector<IncidentDrop> drops_among(
    const Portfolio& portfolio, const std::vector<const ObjectiveResult*>& results,
    const std::vector<CreditLine>& lines);

// The same for everything that credits are derived from: what the caller measures again and puts
// into ObjectiveResult::without_incidents.
[[nodiscard]] std::vector<IncidentDrop> incident_drops(const CreditInput& input);

// An agreement's lines before the contract's caps, with what incidents took from them. On return
// `results` are those that the lines stand on.
[[nodiscard]] std::vector<CreditLine> agreement_lines(const Portfolio& portfolio,
                                                      std::vector<const ObjectiveResult*>& results,
                                                      Instant as_of,
                                                      std::vector<std::string>& notes);

}  // namespace underpin

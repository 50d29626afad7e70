#include "domain/incident_credits.h"

#include <algorithm>
#include <set>
#include <tuple>

#include "base/text.h"
#include "domain/credit_line.h"
#include "domain/credit_points.h"

namespace underpin {
namespace {

using Results = std::vector<const ObjectiveResult*>;
using Cell = std::pair<std::string, std::string>;  // objective, period

std::vector<CreditLine> plain_lines(const Portfolio& portfolio, const Results& results,
                                    Instant as_of, std::vector<std::string>& notes) {
    std::vector<CreditLine> lines;
    for (const ObjectiveResult* result : results) {
        if (auto line = objective_line(portfolio, *result, as_of, notes)) {
            lines.push_back(std::move(*line));
        }
    }
    std::ranges::move(points_lines(portfolio, results, as_of, notes), std::back_inserter(lines));
    return lines;
}

std::vector<std::string> objectives_of(const CreditLine& line) {
    if (line.objective) return {*line.objective};
    std::vector<std::string> ids;
    for (const PointsShare& share : line.objectives) ids.push_back(share.objective);
    return ids;
}

std::string name_of(const CreditLine& line) { return line.objective.value_or("points"); }

std::set<std::string> incidents_of(const ObjectiveResult& result) {
    std::set<std::string> incidents;
    for (const Measurement& part : result.parts) {
        const auto& found = part.measured.breaching_incidents;
        incidents.insert(found.begin(), found.end());
    }
    return incidents;
}

// Which lines of one period each incident breaches, and through which objectives.
class PeriodIncidents {
  public:
    PeriodIncidents(const std::vector<const CreditLine*>& lines,
                    const std::map<Cell, const ObjectiveResult*>& results) {
        for (const CreditLine* line : lines) {
            for (const std::string& objective : objectives_of(*line)) {
                const auto result = results.find({objective, line->period});
                if (result == results.end()) continue;
                for (const std::string& incident : incidents_of(*result->second)) {
                    lines_[incident][line].push_back(objective);
                }
            }
        }
    }

    void add_to(std::map<Cell, IncidentDrop>& drops) const {
        for (const auto& [incident, lines] : lines_) {
            if (lines.size() < 2) continue;
            const CreditLine* keeper = largest(lines);
            for (const auto& [line, objectives] : lines) {
                if (line == keeper) continue;
                for (const std::string& objective : objectives) {
                    IncidentDrop& drop = drops[{objective, line->period}];
                    drop.agreement = line->agreement;
                    drop.objective = objective;
                    drop.period = line->period;
                    drop.kept_by[incident] = name_of(*keeper);
                }
            }
        }
    }

  private:
    using Lines = std::map<const CreditLine*, std::vector<std::string>>;

    static const CreditLine* largest(const Lines& lines) {
        const auto rank = [](const CreditLine* line) {
            return std::tuple(-line->rounded.minor, line->objective);
        };
        const CreditLine* found = lines.begin()->first;
        for (const auto& [line, objectives] : lines) {
            if (rank(line) < rank(found)) found = line;
        }
        return found;
    }

    std::map<std::string, Lines> lines_;
};

bool one_an_incident(const Portfolio& portfolio, const CreditLine& line) {
    return portfolio.agreements.at(line.agreement)
        .on(line.first)
        .document.as<Agreement>()
        .one_credit_per_incident;
}

std::string reason_of(const IncidentDrop& drop) {
    std::vector<std::string> texts;
    for (const auto& [incident, keeper] : drop.kept_by) {
        texts.push_back(incident + " (kept by " + keeper + ")");
    }
    return drop.objective + ": measured again without the incident" +
           (texts.size() == 1 ? " " : "s ") + join(texts, ", ");
}

// Puts the results without incidents in; says where the caller has not measured one.
std::vector<IncidentDrop> replace(Results& results, const std::vector<IncidentDrop>& drops,
                                  std::vector<std::string>& notes) {
    std::vector<IncidentDrop> replaced;
    for (const IncidentDrop& drop : drops) {
        for (const ObjectiveResult*& result : results) {
            if (result->objective != drop.objective || result->period != drop.period) continue;
            if (result->without_incidents && result->dropped_incidents == drop.incidents()) {
                result = result->without_incidents.get();
                replaced.push_back(drop);
            } else {
                notes.push_back(drop.agreement + " / " + drop.objective + ", " + drop.period +
                                ": not measured without the incidents that another credit keeps; "
                                "they are credited more than once");
            }
        }
    }
    return replaced;
}

void say_what_was_dropped(const std::vector<IncidentDrop>& drops, std::vector<CreditLine>& lines,
                          std::vector<std::string>& notes) {
    for (const IncidentDrop& drop : drops) {
        const auto line = std::ranges::find_if(lines, [&](const CreditLine& candidate) {
            const auto ids = objectives_of(candidate);
            return candidate.period == drop.period &&
                   std::ranges::find(ids, drop.objective) != ids.end();
        });
        if (line != lines.end()) {
            line->steps.insert(line->steps.begin(), reason_of(drop));
        } else {
            notes.push_back(drop.agreement + ", " + drop.period + ", " + reason_of(drop) +
                            ", it earns nothing");
        }
    }
}

}  // namespace

std::vector<std::string> IncidentDrop::incidents() const {
    std::vector<std::string> names;
    for (const auto& [incident, keeper] : kept_by) names.push_back(incident);
    return names;
}

std::vector<IncidentDrop> drops_among(const Portfolio& portfolio, const Results& results,
                                      const std::vector<CreditLine>& lines) {
    std::map<std::string, std::vector<const CreditLine*>> by_period;
    for (const CreditLine& line : lines) {
        if (one_an_incident(portfolio, line)) by_period[line.period].push_back(&line);
    }
    std::map<Cell, const ObjectiveResult*> by_cell;
    for (const ObjectiveResult* result : results) {
        by_cell[{result->objective, result->period}] = result;
    }
    std::map<Cell, IncidentDrop> drops;
    for (const auto& [period, members] : by_period) {
        PeriodIncidents(members, by_cell).add_to(drops);
    }
    std::vector<IncidentDrop> found;
    for (auto& [cell, drop] : drops) found.push_back(std::move(drop));
    return found;
}

std::vector<IncidentDrop> incident_drops(const CreditInput& input) {
    std::map<std::string, Results> by_agreement;
    for (const ObjectiveResult& result : input.results) {
        const auto& versions = input.portfolio.agreements.at(result.agreement).versions;
        const bool wanted = std::ranges::any_of(versions, [](const Revised& version) {
            return version.document.as<Agreement>().one_credit_per_incident;
        });
        if (wanted) by_agreement[result.agreement].push_back(&result);
    }
    std::vector<IncidentDrop> drops;
    std::vector<std::string> unread;
    for (const auto& [agreement, results] : by_agreement) {
        const auto lines = plain_lines(input.portfolio, results, input.as_of, unread);
        std::ranges::move(drops_among(input.portfolio, results, lines), std::back_inserter(drops));
    }
    return drops;
}

std::vector<CreditLine> agreement_lines(const Portfolio& portfolio, Results& results, Instant as_of,
                                        std::vector<std::string>& notes) {
    std::vector<std::string> said;
    std::vector<CreditLine> lines = plain_lines(portfolio, results, as_of, said);
    const auto drops = replace(results, drops_among(portfolio, results, lines), notes);
    if (!drops.empty()) {
        said.clear();
        lines = plain_lines(portfolio, results, as_of, said);
        say_what_was_dropped(drops, lines, said);
    }
    notes.insert(notes.end(), said.begin(), said.end());
    return lines;
}

}  // namespace underpin

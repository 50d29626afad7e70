// The page that ends an argument: all that entered a measurement, all that did not, and why. The
// caller fills it from the scorer's verdicts and steps; nothing is computed here.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "domain/credit.h"
#include "domain/objective_result.h"

namespace underpin {

enum class RecordVerdict { counted, breaching, pending, excluded, left_out };
[[nodiscard]] const char* verdict_name(RecordVerdict verdict);  // "left_out"

struct ExplainedRecord {
    std::string source, key;
    RecordVerdict verdict = RecordVerdict::counted;
    std::string reason;               // "within 4h", "outside service hours"
    std::optional<Instant> from, to;  // when it happened, as far as it is known
    std::optional<Duration> amount;   // clock time or downtime
    std::optional<Duration> limit;
    std::optional<std::int64_t> group;  // records of one outage share a number
    std::string incident;
};

struct ExplainedStep {
    std::string label, text;
};

struct ExplainedExclusion {
    std::string id;
    Span window;
    std::string reason;
    std::vector<std::string> components;
    bool approved = true;  // an unapproved one changed nothing and is listed all the same
    bool whole = true;     // false: removes downtime of its components only
    bool stops_cases = false;
};

// One part of the period (the only one, unless an amendment splits it).
struct ExplainedPart {
    Measurement measurement;  // judged
    Target target;
    std::optional<Target> floor;
    std::optional<Rounding> rounding;
    Rational min_coverage{9, 10};
    std::string calendar;   // its id
    std::string with_json;  // the scorer's configuration in force
    Duration service;       // service time that was measured
    Spans service_spans;    // the same, when it was
    Spans uncovered;        // what was not seen of the part
    std::vector<ExplainedExclusion> exclusions;
    std::vector<ExplainedStep> steps;  // the scorer's arithmetic, in order
    std::vector<ExplainedRecord> records;
    std::vector<std::string> dropped;  // "source/key" of what `unless` left out
};

struct Explanation {
    std::string agreement_name, supplier, time_zone;
    ObjectiveResult result;
    std::vector<ExplainedPart> parts;
    std::vector<CreditLine> credits;  // of this objective and period
};

}  // namespace underpin

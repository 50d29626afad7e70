// Measurements: the value of one objective in one period, with all that is needed to judge and to
// repeat it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/digest.h"
#include "base/exact.h"
#include "domain/agreement.h"
#include "domain/spans.h"

namespace underpin {

enum class Status { met, breached, undetermined, no_events, no_data };
[[nodiscard]] const char* status_name(Status status);

// The exact fraction before x 100, in natural units; scale > 0 where they are not whole.
struct Fraction {
    Int128 numerator = 0;
    Int128 denominator = 1;
    int scale = 0;
};

// What a scorer answers for one cell, before it is judged.
struct Measured {
    bool has_value = false;            // false: nothing to count
    bool no_time = false;              // no covered (service) time at all: always no_data
    bool disputed = false;             // a counted record is in dispute
    Rational value;                    // in the metric's unit
    std::optional<Fraction> fraction;  // null for means, percentiles and counts
    // The value if all unseen service time had been down / up (availability); else absent.
    std::optional<Rational> if_unseen_down, if_unseen_up;
    std::int64_t counted = 0, breaching = 0, pending = 0, excluded = 0, dropped = 0;
    std::optional<Rational> coverage;  // covered part of what was measured; none: nothing to cover
    bool small_volume_met = false;     // case_time's small_volume made it met
    Instant changes_at =
        Instant::max();  // next instant at which the same evidence answers otherwise
    std::vector<std::string> breaching_keys;       // "source/key", in order
    std::vector<std::string> breaching_incidents;  // distinct, in order
};

// A case as its scorer judged it: what credits that look at single records need.
struct JudgedCase {
    std::string key;  // "source/key"
    bool breaching = false;
    Duration beyond;                    // how far past its limit; 0 where that means nothing
    std::optional<std::string> amount;  // its `amount` attribute
};

// A judged measurement: scoring.md "From value to status and score".
struct Measurement {
    std::string agreement, objective, metric, unit;
    std::string period;  // label
    Span range;          // measured: the period cut by term (not by as_of)
    Span part;           // this part of it, where an amendment splits the period; else == range
    bool open = false;
    Status status = Status::no_data;
    std::optional<Rational>
        value;  // what was compared: measured.value after the contract's rounding;
                // none for no_data, no_events and what stands in for them
    std::optional<Rational> score;         // of met and breached
    std::vector<std::string> provisional;  // "open", "pending", "coverage", "disputed", in order
    Measured measured;
    int version = 1;
    // In the order of the evidence; only where the objective's credits need them (needs_records),
    // as of `as_of`, and never stored: lateness grows while nothing is delivered.
    std::optional<std::vector<JudgedCase>> cases;

    // What it stands on, so that it can be repeated and proved equal.
    Instant as_of;
    std::string scorer_version, tz_data_version;
    std::vector<std::pair<std::string, std::int64_t>> sources_seen;  // source, last revision number
    Span reach;  // the instants at which an exclusion could change it
    std::vector<std::int64_t> document_revisions;
    Sha256 digest{};  // over ids and content hashes of the counted records
};

// Status, value, score and provisional reasons from what was measured. Pure. Fills only these.
void judge(const Objective& objective, bool open, Measurement& measurement);

// True where the value reaches the target; equal to it is met.
[[nodiscard]] bool meets(const Target& target, const Rational& value);
// The value as the contract compares it.
[[nodiscard]] Rational rounded(const std::optional<Rounding>& rounding, const Rational& value);

}  // namespace underpin

#include "domain/measurement.h"

namespace underpin {
namespace {

const Rational full_score{100};

// The two metrics whose value means something without a single record.
bool counts_samples(const std::string& metric) {
    return metric != "availability" && metric != "count";
}

bool seen_too_little(const Objective& objective, const Measured& measured) {
    if (measured.no_time || !measured.coverage) return true;
    return *measured.coverage == 0 || *measured.coverage < objective.min_coverage;
}

bool nothing_counted(const Objective& objective, const Measured& measured) {
    if (!measured.has_value) return true;
    // A scorer answers "no value" itself where nothing counted; only a higher bar is judged here,
    // so that a metric that needs no records is not held to one.
    return objective.min_samples > 1 && counts_samples(objective.metric) &&
           measured.counted < objective.min_samples;
}

// Unseen time all down or all up: does the answer depend on it?
bool undecided(const Objective& objective, const Measured& measured) {
    if (!measured.if_unseen_down || !measured.if_unseen_up) return false;
    const Target& target = objective.target;
    return meets(target, rounded(objective.rounding, *measured.if_unseen_down)) !=
           meets(target, rounded(objective.rounding, *measured.if_unseen_up));
}

Rational score_of_breach(const Objective& objective, const Rational& value) {
    if (!objective.floor) return 0;
    const Rational span = objective.target.value - objective.floor->value;
    if (span == 0) return 0;  // refused by the documents' check
    const Rational score = full_score * (value - objective.floor->value) / span;
    if (score < 0) return 0;
    return score > full_score ? full_score : score;
}

void judge_value(const Objective& objective, Measurement& measurement) {
    const Measured& measured = measurement.measured;
    measurement.value = rounded(objective.rounding, measured.value);
    if (measured.small_volume_met) {
        measurement.status = Status::met;
    } else if (undecided(objective, measured)) {
        measurement.status = Status::undetermined;
        return;
    } else {
        measurement.status =
            meets(objective.target, *measurement.value) ? Status::met : Status::breached;
    }
    measurement.score = measurement.status == Status::met
                            ? full_score
                            : score_of_breach(objective, *measurement.value);
}

std::vector<std::string> provisional_reasons(bool open, const Measured& measured) {
    std::vector<std::string> reasons;
    if (open) reasons.emplace_back("open");
    if (measured.pending > 0) reasons.emplace_back("pending");
    if (!measured.coverage || *measured.coverage < 1) reasons.emplace_back("coverage");
    if (measured.disputed) reasons.emplace_back("disputed");
    return reasons;
}

}  // namespace

const char* status_name(Status status) {
    switch (status) {
        case Status::met: return "met";
        case Status::breached: return "breached";
        case Status::undetermined: return "undetermined";
        case Status::no_events: return "no_events";
        case Status::no_data: return "no_data";
    }
    return "";
}

bool meets(const Target& target, const Rational& value) {
    return target.at_least ? value >= target.value : value <= target.value;
}

Rational rounded(const std::optional<Rounding>& rounding, const Rational& value) {
    return rounding ? round_to(value, rounding->places, rounding->mode) : value;
}

void judge(const Objective& objective, bool open, Measurement& measurement) {
    const Measured& measured = measurement.measured;
    measurement.open = open;
    measurement.value.reset();
    measurement.score.reset();
    measurement.provisional = provisional_reasons(open, measured);

    if (seen_too_little(objective, measured)) {
        measurement.status = Status::no_data;
        if (objective.when_no_data == WhenNoData::breach) {
            measurement.status = Status::breached;
            measurement.score = Rational(0);
        }
    } else if (nothing_counted(objective, measured)) {
        measurement.status = Status::no_events;
        if (objective.when_empty == WhenEmpty::met) {
            measurement.status = Status::met;
            measurement.score = full_score;
        }
    } else {
        judge_value(objective, measurement);
    }
}

}  // namespace underpin

#include "domain/objective_result.h"

#include <algorithm>
#include <cassert>

namespace underpin {
namespace {

// What was measured of a part: nothing after as_of.
Rational measured_length(const Measurement& part) {
    const Instant to = std::min(part.part.to, part.as_of);
    return to > part.part.from ? Rational((to - part.part.from).ms) : Rational(0);
}

Status status_of(const std::vector<Measurement>& parts) {
    const auto any = [&](Status status) {
        return std::ranges::any_of(parts,
                                   [&](const Measurement& part) { return part.status == status; });
    };
    for (const Status status :
         {Status::breached, Status::undetermined, Status::no_data, Status::no_events}) {
        if (any(status)) return status;
    }
    return Status::met;
}

// The mean by length of whatever the parts have of it.
template <typename Get>
std::optional<Rational> mean_by_length(const std::vector<Measurement>& parts, Get get) {
    Rational sum = 0;
    Rational length = 0;
    for (const Measurement& part : parts) {
        const std::optional<Rational> value = get(part);
        if (!value) continue;
        sum += *value * measured_length(part);
        length += measured_length(part);
    }
    if (length == 0) return std::nullopt;
    return sum / length;
}

std::vector<std::string> reasons_of(const std::vector<Measurement>& parts) {
    std::vector<std::string> reasons;
    for (const char* reason : {"open", "pending", "coverage", "disputed"}) {
        const bool given = std::ranges::any_of(parts, [&](const Measurement& part) {
            return std::ranges::find(part.provisional, reason) != part.provisional.end();
        });
        if (given) reasons.emplace_back(reason);
    }
    return reasons;
}

void count(ObjectiveResult& result, const Measured& measured) {
    result.counted += measured.counted;
    result.breaching += measured.breaching;
    result.pending += measured.pending;
    result.excluded += measured.excluded;
    result.dropped += measured.dropped;
}

void add_counts(ObjectiveResult& result) {
    if (result.whole) count(result, result.whole->measured);
    for (const Measurement& part : result.parts) {
        if (!result.whole) count(result, part.measured);
        result.version = std::max(result.version, part.version);
        result.as_of = std::max(result.as_of, part.as_of);
        result.open = result.open || part.open;
    }
}

void add_single(ObjectiveResult& result) {
    const Measurement& only = result.parts.front();
    result.status = only.status;
    result.value = only.value;
    if (only.value) result.fraction = only.measured.fraction;
    result.coverage = only.measured.coverage;
    result.score = only.score;
    result.provisional = only.provisional;
}

void add_split(ObjectiveResult& result) {
    result.status = status_of(result.parts);
    if (result.whole) {
        result.value = result.whole->value;
        if (result.value) result.fraction = result.whole->measured.fraction;
        result.coverage = result.whole->measured.coverage;
    } else {
        result.coverage = mean_by_length(
            result.parts, [](const Measurement& part) { return part.measured.coverage; });
    }
    if (result.status == Status::met || result.status == Status::breached) {
        result.score =
            mean_by_length(result.parts, [](const Measurement& part) { return part.score; });
    }
    result.provisional = reasons_of(result.parts);
}

}  // namespace

bool ObjectiveResult::shows_parts() const {
    if (split()) return true;
    const Span& only = parts.front().part;
    return only != range && (only.from != range.from || only.to < as_of);
}

ObjectiveResult combine_parts(const Objective& terms, std::vector<Measurement> parts,
                              std::optional<Measurement> whole) {
    assert(!parts.empty());
    std::ranges::sort(parts, {}, [](const Measurement& part) { return part.part.from; });

    ObjectiveResult result;
    const Measurement& head = parts.front();
    result.agreement = head.agreement;
    result.objective = head.objective;
    result.name = terms.name;
    result.metric = head.metric;
    result.unit = head.unit;
    result.category = terms.category;
    result.period = head.period;
    result.range = head.range;
    result.target = terms.target;
    result.floor = terms.floor;
    result.weight = terms.weight;
    result.parts = std::move(parts);
    if (result.split()) result.whole = std::move(whole);
    add_counts(result);
    if (result.split()) {
        add_split(result);
    } else {
        add_single(result);
    }
    return result;
}

}  // namespace underpin

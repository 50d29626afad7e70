#include "base/zone_table.h"

#include <algorithm>
#include <date/tz.h>
#include <optional>

#include "base/posix_rule.h"
#include "base/tz_data.h"

namespace underpin {
namespace {

using std::chrono::seconds;

constexpr std::int64_t cycle_ms = 146'097 * day.ms;  // 400 Gregorian years
// Further than any offset or jump of local time: Manila and Alaska once skipped a day.
constexpr std::int64_t reach_ms = 2 * day.ms;

std::int64_t start_of_year(int year) {
    return Date{date::year{year} / 1 / 1}.time_since_epoch().count() * day.ms;
}

int utc_year(std::int64_t ms) {
    return int{date::year_month_day{
        date::floor<date::days>(date::sys_time<std::chrono::milliseconds>{std::chrono::milliseconds{
            ms}})}.year()};
}

date::sys_seconds sys_seconds_of(std::int64_t ms) { return date::sys_seconds{seconds{ms / 1000}}; }

std::int64_t ms_of(date::sys_seconds time) { return time.time_since_epoch().count() * 1000; }

std::int64_t ms_of(seconds length) { return length.count() * 1000; }

}  // namespace

ZoneTable::ZoneTable(const std::string& name) : name_(name) {
    add_listed_transitions();
    add_rule();
}

ZoneTable::ZoneTable(std::string name, std::vector<Segment> segments) : name_(std::move(name)) {
    for (const Segment& segment : segments) {
        add(segment.from_ms, segment.offset_ms, segment.abbreviation);
    }
}

void ZoneTable::add(std::int64_t from_ms, std::int64_t offset_ms, const std::string& abbreviation) {
    from_ms_.push_back(from_ms);
    segments_.push_back({from_ms, offset_ms, abbreviation});
}

void ZoneTable::add_listed_transitions() {
    const date::time_zone* zone = date::locate_zone(name_);
    date::sys_info info = zone->get_info(sys_seconds_of(start_of_year(1)));
    const date::sys_seconds end = sys_seconds_of(start_of_year(9999));
    add(Instant::min().ms, ms_of(info.offset), info.abbrev);
    while (info.end < end) {
        info = zone->get_info(info.end);
        add(ms_of(info.begin), ms_of(info.offset), info.abbrev);
    }
}

void ZoneTable::add_rule() {
    const std::string rule = posix_rule_of(name_);
    if (rule.find(',') == std::string::npos) return;  // no daylight saving: the last offset stays
    const std::int64_t last_ms = from_ms_.back();
    const int first_year = segments_.size() == 1 ? 1970 : utc_year(last_ms) + 1;
    repeats_from_ms_ = start_of_year(first_year + 401);
    const std::int64_t after_ms = segments_.size() == 1 ? start_of_year(first_year) : last_ms;
    const auto transitions =
        require(transitions_by_rule(rule, after_ms / 1000, (repeats_from_ms_ + reach_ms) / 1000));
    for (const RuleTransition& transition : transitions) {
        add(transition.from_s * 1000, transition.offset_s * 1000, transition.abbreviation);
    }
}

std::int64_t ZoneTable::cycles_after(std::int64_t ms) const {
    if (ms < repeats_from_ms_) return 0;
    return ((ms - repeats_from_ms_) / cycle_ms + 1) * cycle_ms;
}

std::size_t ZoneTable::index_at(std::int64_t ms) const {
    const auto after = std::upper_bound(from_ms_.begin(), from_ms_.end(), ms);
    return after == from_ms_.begin() ? 0 : static_cast<std::size_t>(after - from_ms_.begin()) - 1;
}

const ZoneTable::Segment& ZoneTable::at(Instant instant) const {
    return segments_[index_at(instant.ms - cycles_after(instant.ms))];
}

LocalToInstant ZoneTable::to_instant(LocalTime local, Ambiguous choice) const {
    const std::int64_t shift = cycles_after(local.ms);
    const std::int64_t wanted = local.ms - shift;
    const std::size_t count = segments_.size();
    // The segments that hold an instant with that local time: none, one or more.
    int found = 0;
    std::int64_t answer = 0;
    std::optional<std::int64_t> jump;
    for (std::size_t i = index_at(wanted - reach_ms); i < count; ++i) {
        const Segment& segment = segments_[i];
        if (segment.from_ms > wanted + reach_ms) break;
        const std::int64_t instant = wanted - segment.offset_ms;
        if (instant < segment.from_ms) {
            // The clocks jumped past it when this segment began; another one may hold it yet.
            if (!jump) jump = segment.from_ms;
            continue;
        }
        if (i + 1 < count && instant >= from_ms_[i + 1]) continue;
        if (found == 0 || choice == Ambiguous::later) answer = instant;
        ++found;
    }
    if (found == 0) return {{jump.value() + shift}, LocalKind::nonexistent};
    return {{answer + shift}, found == 1 ? LocalKind::unique : LocalKind::ambiguous};
}

}  // namespace underpin

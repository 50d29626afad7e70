#include "domain/calendar.h"

#include <algorithm>

namespace underpin {
namespace {

// The years that documents and evidence can name.
constexpr Instant first_instant{-62'135'596'800'000};  // 0001-01-01T00:00:00Z
constexpr Instant end_of_time{253'402'300'800'000};    // 10000-01-01T00:00:00Z

// Local time differs from UTC by less than a day, and a jump may skip one.
constexpr date::days margin{2};

const std::vector<OpenHours>& hours_on(const Calendar& calendar, Date on) {
    static const std::vector<OpenHours> closed;
    if (const auto own = calendar.days.find(on); own != calendar.days.end()) return own->second;
    if (calendar.holidays.contains(on)) return closed;
    return calendar.open[date::weekday{on}.iso_encoding() - 1];
}

std::int64_t floor_day(std::int64_t ms) {
    return (ms / day.ms - (ms % day.ms < 0 ? 1 : 0)) * day.ms;
}

}  // namespace

const Calendar& Calendar::around_the_clock() {
    static const Calendar always = [] {
        Calendar calendar;
        calendar.id = "always";
        calendar.name = "always";
        calendar.time_zone = "UTC";
        calendar.always = true;
        return calendar;
    }();
    return always;
}

Spans service_spans(const Calendar& calendar, Span range) {
    if (range.to <= range.from) return {};
    if (calendar.always) return {range};
    const TimeZone zone = require(TimeZone::find(calendar.time_zone));
    const Span known{std::max(range.from, first_instant), std::min(range.to, end_of_time)};
    if (known.to <= known.from) return {};

    std::vector<Span> opened;
    const Date end = zone.date_of(known.to) + margin;
    for (Date on = zone.date_of(known.from) - margin; on <= end; on += date::days{1}) {
        const std::int64_t midnight_ms = on.time_since_epoch().count() * day.ms;
        for (const OpenHours& hours : hours_on(calendar, on)) {
            const LocalTime opening{midnight_ms + hours.from_minute * minute.ms};
            const LocalTime closing{midnight_ms + hours.to_minute * minute.ms};
            opened.push_back({zone.to_instant(opening, Ambiguous::earlier).instant,
                              zone.to_instant(closing, Ambiguous::later).instant});
        }
    }
    return clip(normalize(std::move(opened)), known);
}

ServiceClock::ServiceClock(Spans service, Span range)
    : spans_(clip(service, range)), range_(range), day0_ms_(floor_day(range.from.ms)) {
    from_ms_.reserve(spans_.size());
    to_ms_.reserve(spans_.size());
    before_ms_.reserve(spans_.size() + 1);
    std::int64_t total_ms = 0;
    for (const Span& span : spans_) {
        from_ms_.push_back(span.from.ms);
        to_ms_.push_back(span.to.ms);
        before_ms_.push_back(total_ms);
        total_ms += span.length().ms;
    }
    before_ms_.push_back(total_ms);

    if (range.to < range.from) range_.to = range.from;
    constexpr std::int64_t most_days = 8'000'000;  // twice all the years that can be written
    const std::int64_t days = (range_.to.ms - day0_ms_) / day.ms + 1;
    if (days > most_days) {
        throw Failure(
            {ErrorClass::internal, "a service clock over more than 20,000 years", "", {}});
    }
    first_.reserve(static_cast<std::size_t>(days));
    std::uint32_t span = 0;
    for (std::int64_t i = 0; i < days; ++i) {
        const std::int64_t begins_ms = day0_ms_ + i * day.ms;
        while (span < to_ms_.size() && to_ms_[span] <= begins_ms) ++span;
        first_.push_back(span);
    }
}

Duration ServiceClock::until(Instant t) const {
    if (t <= range_.from) return {};
    if (t >= range_.to) return {before_ms_.back()};
    std::size_t span = first_[static_cast<std::size_t>((t.ms - day0_ms_) / day.ms)];
    while (span < to_ms_.size() && to_ms_[span] <= t.ms) ++span;
    if (span == to_ms_.size()) return {before_ms_.back()};
    return {before_ms_[span] + std::max<std::int64_t>(0, t.ms - from_ms_[span])};
}

Duration ServiceClock::between(Instant from, Instant to) const {
    return to <= from ? Duration{} : until(to) - until(from);
}

}  // namespace underpin

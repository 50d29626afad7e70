#include "cli/render_time.h"

namespace underpin {

TimeZone zone_or_utc(const std::string& name) {
    const Result<TimeZone> zone = TimeZone::find(name);
    return zone ? *zone : TimeZone::utc();
}

std::string time_text(const TimeZone& zone, Instant instant) { return zone.format(instant); }

std::string range_text(const TimeZone& zone, Span span) {
    const Date first = zone.date_of(span.from);
    const Date end = zone.date_of(span.to);
    if (zone.midnight(first) == span.from && zone.midnight(end) == span.to && first < end) {
        const Date last = end - date::days(1);
        if (first == last) return format_date(first);
        return format_date(first) + " to " + format_date(last);
    }
    return time_text(zone, span.from) + " to " + time_text(zone, span.to);
}

}  // namespace underpin

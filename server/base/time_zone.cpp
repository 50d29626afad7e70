#include "base/time_zone.h"

#include <algorithm>
#include <date/tz.h>
#include <fmt/format.h>
#include <map>
#include <memory>
#include <shared_mutex>
#include <vector>

#include "base/text.h"
#include "base/zone_table.h"

namespace underpin {
namespace {

// Names that the data holds beside its zones: they mean something else on every machine.
bool is_machine_dependent(std::string_view name) {
    return name == "localtime" || name == "posixrules" || name == "Factory";
}

const std::vector<std::string>& zone_names() {
    static const std::vector<std::string> names = [] {
        std::vector<std::string> found;
        for (const date::time_zone& zone : date::get_tzdb().zones) {
            if (!is_machine_dependent(zone.name())) found.push_back(zone.name());
        }
        std::sort(found.begin(), found.end());
        return found;
    }();
    return names;
}

bool is_zone(const std::string& name) {
    return std::binary_search(zone_names().begin(), zone_names().end(), name);
}

// "London" is most likely Europe/London; "Europe/Londn" is a slip of the pen.
std::string hint_for(std::string_view name) {
    std::vector<std::string> cities;
    for (const std::string& zone : zone_names()) {
        cities.push_back(zone.substr(zone.rfind('/') + 1));
        if (!name.empty() && cities.back() == name) return "did you mean " + zone + "?";
    }
    if (const auto near = nearest_word(name, zone_names())) return "did you mean " + *near + "?";
    if (const auto near = nearest_word(name, cities)) {
        const auto at = std::find(cities.begin(), cities.end(), *near) - cities.begin();
        return "did you mean " + zone_names()[static_cast<std::size_t>(at)] + "?";
    }
    return "use an IANA name such as Europe/London or UTC";
}

// Built at first use and kept for ever: a TimeZone is a pointer to one of these.
const ZoneTable& table_of(const std::string& name) {
    static std::shared_mutex mutex;
    static auto& tables = *new std::map<std::string, std::unique_ptr<const ZoneTable>>;
    {
        const std::shared_lock lock(mutex);
        if (const auto found = tables.find(name); found != tables.end()) return *found->second;
    }
    auto table = std::make_unique<const ZoneTable>(name);
    const std::unique_lock lock(mutex);
    return *tables.try_emplace(name, std::move(table)).first->second;
}

std::int64_t floor_day(std::int64_t ms) { return ms / day.ms - (ms % day.ms < 0 ? 1 : 0); }

// Dates are counted in 32 bits; what lies beyond the years of documents has no date of its own.
constexpr std::int64_t first_date_ms = -62'135'596'800'000;  // 0001-01-01
constexpr std::int64_t last_date_ms = 253'402'300'799'999;   // 9999-12-31

}  // namespace

Result<TimeZone> TimeZone::find(std::string_view name) {
    const std::string wanted(name);
    if (!is_zone(wanted)) {
        return Error{
            ErrorClass::input, "there is no time zone \"" + wanted + "\"", hint_for(name), {}};
    }
    return TimeZone(&table_of(wanted));
}

const TimeZone& TimeZone::utc() {
    static const ZoneTable table("UTC", {{Instant::min().ms, 0, "UTC"}});
    static const TimeZone zone(&table);
    return zone;
}

const std::string& TimeZone::name() const { return table_->name(); }

LocalToInstant TimeZone::to_instant(LocalTime local, Ambiguous choice) const {
    return table_->to_instant(local, choice);
}

LocalTime TimeZone::to_local(Instant instant) const {
    return {instant.ms + table_->at(instant).offset_ms};
}

Instant TimeZone::midnight(Date date) const {
    const std::int64_t days = date.time_since_epoch().count();
    return to_instant({days * day.ms}, Ambiguous::earlier).instant;
}

Date TimeZone::date_of(Instant instant) const {
    const std::int64_t local = std::clamp(to_local(instant).ms, first_date_ms, last_date_ms);
    return Date{date::days{static_cast<int>(floor_day(local))}};
}

std::string TimeZone::format(Instant instant) const {
    const Date on = date_of(instant);
    const std::int64_t in_day = to_local(instant).ms - on.time_since_epoch().count() * day.ms;
    const std::int64_t in_seconds = in_day / 1000;
    std::string text =
        fmt::format("{} {:02}:{:02}", format_date(on), in_seconds / 3600, in_seconds / 60 % 60);
    if (in_seconds % 60 != 0) text += fmt::format(":{:02}", in_seconds % 60);
    return text + " " + table_->at(instant).abbreviation;
}

}  // namespace underpin

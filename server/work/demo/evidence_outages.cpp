#include <algorithm>
#include <vector>

#include "work/demo/evidence.h"

namespace underpin::demo {

namespace {

struct Outage {
    Minutes from;
    Minutes to;
    std::string component;
    std::string state;
};

void by_start(std::vector<Outage>& outages) {
    std::stable_sort(outages.begin(), outages.end(),
                     [](const Outage& a, const Outage& b) { return a.from < b.from; });
}

Minutes in_month(const Timeline& timeline, Random& random, int month) {
    const Minutes start = midnight_of(timeline.month(month));
    // The last two hours stay free, so that short outages end within their month.
    return start + random.below(midnight_of(timeline.month(month + 1)) - start - 120);
}

// A day of a month, counted from 0, at a time of the day.
Minutes at(const Timeline& timeline, int month, int days, int hour, int minute) {
    return midnight_of(timeline.month(month) + date::days(days)) + hour * 60 + minute;
}

std::vector<Outage> nimbus_outages(const Stage& stage) {
    Random random = stage.random("nimbus-status");
    std::vector<Outage> found;
    const std::vector<std::string> components{"web", "web", "database", "storage"};
    for (int month = 0; month < month_count; ++month) {
        for (auto n = random.below(3); n > 0; --n) {
            const Minutes from = in_month(stage.timeline, random, month);
            found.push_back(
                {from, from + random.around(2, 9), random.pick(components), "Major outage"});
        }
        for (auto n = random.between(1, 3); n > 0; --n) {
            const Minutes from = in_month(stage.timeline, random, month);
            found.push_back({from, from + random.around(10, 90), random.pick(components),
                             "Degraded performance"});
        }
    }
    const auto add = [&](int month, int days, int hour, int minute, Minutes length,
                         const char* component) {
        const Minutes from = at(stage.timeline, month, days, hour, minute);
        found.push_back({from, from + length, component, "Major outage"});
    };
    add(3, 9, 1, 10, 195, "database");   // inside of approved maintenance
    add(9, 16, 13, 42, 312, "web");      // the bad day
    add(9, 16, 14, 5, 120, "database");  // within the same hours: one outage
    add(14, 19, 0, 30, 240, "web");      // inside of maintenance of this component
    add(17, 22, 9, 18, 31, "web");
    add(18, 11, 7, 3, 184, "web");  // claimed as force majeure, never approved
    add(23, 12, 10, 26, 29, "database");
    by_start(found);
    return found;
}

constexpr Minutes first_published = 14;  // how long the outage of month 21 was said to be
constexpr Minutes corrected = 227;       // and was

void write_nimbus(const Stage& stage, bool correct) {
    CsvText text(
        {"incident_id", "started_at", "resolved_at", "component", "status", "incident", "title"});
    std::vector<Outage> outages = nimbus_outages(stage);
    const Minutes disputed = at(stage.timeline, nimbus_corrected_month, 6, 15, 8);
    outages.push_back(
        {disputed, disputed + (correct ? corrected : first_published), "web", "Major outage"});
    by_start(outages);
    int number = 2100;
    for (const Outage& outage : outages) {
        const std::string title = outage.state == "Major outage"
                                      ? "Errors on \"" + outage.component + "\", all regions"
                                      : "Slow answers, " + outage.component;
        const std::string id = "NH-" + std::to_string(++number);
        text.row({id, iso_utc(outage.from), iso_utc(outage.to), outage.component, outage.state, id,
                  title});
    }
    if (correct) {
        require(text.save(stage.exports / "corrections" / nimbus_correction_file));
    } else {
        stage.save(text, "nimbus-status.csv");
    }
}

void write_shop(const Stage& stage) {
    Random random = stage.random("shop-monitoring");
    std::vector<Outage> seen;
    for (const Outage& outage : nimbus_outages(stage)) {
        // Our own probes see what customers see, a minute or two later, and shorter.
        if (outage.state == "Major outage" && outage.to - outage.from > 4) {
            const Minutes from = outage.from + random.between(0, 2);
            seen.push_back({from, outage.to - random.between(0, 1), "shop", ""});
        }
    }
    for (int month = 0; month < month_count; ++month) {
        for (auto n = random.between(1, 4); n > 0; --n) {
            const Minutes from = in_month(stage.timeline, random, month);
            seen.push_back({from, from + random.around(1, 35), "checkout", ""});
        }
        for (auto n = trend(month, 2, 7); n > 0; --n) {
            const Minutes from = in_month(stage.timeline, random, month);
            seen.push_back({from, from + random.around(5, 60), "branch-network", ""});
        }
    }
    by_start(seen);
    CsvText text({"alert", "check", "first_failure", "recovered"});
    int number = 0;
    for (const Outage& outage : seen) {
        text.row({"A" + padded(++number, 5), outage.component, iso_utc(outage.from),
                  iso_utc(outage.to)});
    }
    stage.save(text, "shop-monitoring.csv");
}

void write_peregrine(const Stage& stage) {
    Random random = stage.random("peregrine-incidents");
    struct Region {
        const char* name;
        const char* share;
    };
    const std::vector<Region> regions{{"na", "0.40"}, {"eu", "0.35"}, {"apac", "0.25"}};
    CsvText text({"key", "from", "to", "state", "impact", "component"});
    int number = 0;
    const auto add = [&](Minutes from, Minutes to, const Region& region) {
        text.row({"inc-" + padded(++number, 4), iso_utc(from), iso_utc(to), "outage", region.share,
                  region.name});
    };
    for (int month = 0; month < month_count; ++month) {
        for (auto n = random.between(0, 3); n > 0; --n) {
            const Minutes from = in_month(stage.timeline, random, month);
            add(from, from + random.around(4, 32), random.pick(regions));
        }
        if (month == 6) {  // the one bad evening
            const Minutes from = at(stage.timeline, month, 17, 18, 20);
            add(from, from + 274, regions[1]);
        }
        if (month == 11) {  // mistyped at the source: ends before it starts, and is set aside
            const Minutes from = at(stage.timeline, month, 3, 12, 0);
            add(from, from - 45, regions[0]);
        }
    }
    stage.save(text, "peregrine-incidents.csv");
}

void write_brightline(const Stage& stage) {
    Random random = stage.random("brightline-faults");
    const std::vector<std::string> causes{"Fibre cut, third party", "Power at the exchange",
                                          "Router card", "No fault found", "Water in a duct"};
    std::vector<Outage> faults;
    for (int month = 0; month < month_count; ++month) {
        for (auto n = random.around(trend(month, 3, 14), trend(month, 6, 24)); n > 0; --n) {
            const Minutes from = in_month(stage.timeline, random, month);
            const Minutes length = random.around(trend(month, 20, 110), trend(month, 240, 620));
            faults.push_back({from, from + length, "B" + padded(random.between(1, 19), 2), "0.05"});
        }
        for (auto n = random.between(0, 1 + month / 10); n > 0; --n) {
            const Minutes from = in_month(stage.timeline, random, month);
            const Minutes length = random.around(trend(month, 4, 25), trend(month, 30, 190));
            faults.push_back({from, from + length, "HQ", "1"});
        }
    }
    const Minutes works = at(stage.timeline, 7, 20, 23, 30);  // planned, and excluded
    faults.push_back({works, works + 210, "HQ", "1"});
    const Minutes black_day = at(stage.timeline, 20, 8, 7, 45);
    faults.push_back({black_day, black_day + 565, "HQ", "1"});
    by_start(faults);
    CsvText text({"Fault no", "Circuit", "Raised", "Cleared", "Share", "Cause"});
    int number = 70500;
    for (const Outage& fault : faults) {
        const bool open = fault.to >= midnight_of(stage.timeline.end_day());
        text.row({"F" + std::to_string(++number), fault.component, day_first(fault.from),
                  open ? "still open" : day_first(fault.to), fault.state, random.pick(causes)});
    }
    stage.save(text, "brightline-faults.csv");
}

void write_tallis(const Stage& stage) {
    Random random = stage.random("tallis-incidents");
    std::vector<Outage> incidents;
    for (int month = 0; month < month_count; ++month) {
        const Date first = stage.timeline.month(month);
        for (auto n = random.between(0, 2); n > 0; --n) {
            const Minutes from =
                midnight_of(first + date::days(random.below(27))) + random.between(7 * 60, 20 * 60);
            incidents.push_back(
                {from, from + random.around(6, trend(month, 70, 34)), "", "Outage"});
        }
        const Minutes slow = in_month(stage.timeline, random, month);
        incidents.push_back({slow, slow + random.around(20, 180), "", "Slow"});
    }
    const Minutes storage = at(stage.timeline, 4, 10, 10, 15);
    incidents.push_back({storage, storage + 330, "", "Outage"});
    const Minutes release = at(stage.timeline, 15, 12, 5, 55);  // excluded
    incidents.push_back({release, release + 125, "", "Outage"});
    const Minutes sign_on = at(stage.timeline, 12, 20, 9, 5);  // after the amendment
    incidents.push_back({sign_on, sign_on + 72, "", "Outage"});
    by_start(incidents);
    CsvText text({"id", "kind", "begin", "end"});
    int number = 0;
    for (const Outage& incident : incidents) {
        text.row({"T-" + std::to_string(++number), incident.state, iso_local(incident.from),
                  iso_local(incident.to)});
    }
    stage.save(text, "tallis-incidents.csv");
}

void write_platform(const Stage& stage) {
    Random random = stage.random("platform-outages");
    CsvText text({"key", "from", "to"});
    int number = 0;
    for (int month = 0; month < month_count; ++month) {
        for (auto n = random.between(0, 2); n > 0; --n) {
            const Minutes from = in_month(stage.timeline, random, month);
            text.row({"dp-" + std::to_string(++number), iso_utc(from),
                      iso_utc(from + random.around(10, 110))});
        }
    }
    stage.save(text, "platform-outages.csv");
}

}  // namespace

void write_outages(const Stage& stage) {
    write_nimbus(stage, false);
    write_nimbus(stage, true);
    write_shop(stage);
    write_peregrine(stage);
    write_brightline(stage);
    write_tallis(stage);
    write_platform(stage);
}

}  // namespace underpin::demo

#include <array>
#include <system_error>

#include "work/demo/case_dice.h"

namespace underpin::demo {

namespace {

std::string or_mark(std::optional<Minutes> at, std::string (*format)(Minutes), const char* mark) {
    return at ? format(*at) : mark;
}

void write_nimbus_tickets(const Stage& stage) {
    Random random = stage.random("nimbus-tickets");
    const WorkingHours office(stage.timeline, 8 * 60, 18 * 60, false, "GB");
    const WorkingHours always = WorkingHours::always();
    const std::vector<std::string> summaries{"Disk, \"web-03\", nearly full",
                                             "Slow database",
                                             "Certificate renewal",
                                             "Firewall rule",
                                             "Restore of a file",
                                             "Load balancer, 502 errors"};
    CsvText text({"Ticket", "Opened", "First reply", "Resolved", "Priority", "State", "Summary"});
    int number = 40210;
    for_each_day(stage.timeline, [&](Date date, int month) {
        if (!office.works_on(date)) return;
        for (auto n = random.between(0, 3); n > 0; --n) {
            const auto die = random.below(100);
            const bool critical = die < 5;
            const bool high = !critical && die < 25;
            const WorkingHours& hours = critical || high ? always : office;
            const Minutes opened = opened_on(random, hours, date);
            const std::int64_t late = month == 9 || month == 18 ? 190 : 30;
            const Minutes reply_limit = critical ? 15 : high ? 60 : 480;
            const Minutes limit = critical ? 240 : high ? 480 : 1800;
            const Minutes replied = hours.after(opened, handling(random, reply_limit, late / 2));
            const Minutes solved =
                std::max(replied, hours.after(opened, handling(random, limit, late)));
            const bool cancelled = random.chance(25);
            text.row(
                {"INC" + std::to_string(++number), day_first(opened),
                 or_mark(known(stage, random, opened, replied), day_first, "?"),
                 cancelled ? "?" : or_mark(known(stage, random, replied, solved), day_first, "?"),
                 critical ? "P1 - Critical"
                 : high   ? "P2 - High"
                          : "P3 - Normal",
                 cancelled ? "Cancelled" : "Closed", random.pick(summaries)});
        }
    });
    stage.save(text, "nimbus-tickets.csv");
}

// The files of an earlier demonstration in the same folder are named by other months.
void forget_inkwell_files(const std::filesystem::path& exports) {
    std::error_code ignored;
    for (const auto& entry : std::filesystem::directory_iterator(exports, ignored)) {
        if (entry.path().filename().string().starts_with("inkwell-tickets-")) {
            std::filesystem::remove(entry.path(), ignored);
        }
    }
}

void write_inkwell(const Stage& stage) {
    Random random = stage.random("inkwell-tickets");
    const WorkingHours office(stage.timeline, 8 * 60 + 30, 17 * 60 + 30, false, "US");
    const std::vector<std::string> notes{"paper jam", "toner, black", "drum unit",
                                         "\"offline\", 3rd floor", "scan to mail"};
    std::vector<CsvText> months(month_count, CsvText({"Ticket ID", "Created", "On Site",
                                                      "Completed", "Priority", "Device", "Notes"},
                                                     {',', Encoding::utf8_with_mark, true}));
    int number = 910000;
    for_each_day(stage.timeline, [&](Date date, int month) {
        if (!office.works_on(date)) return;
        for (auto n = random.between(2, 5); n > 0; --n) {
            const bool high = random.chance(200);
            const Minutes opened = opened_on(random, office, date);
            const std::int64_t late = month % 5 == 3 ? 160 : 60;
            const Minutes arrived = office.after(opened, handling(random, high ? 240 : 540, late));
            const Minutes done = office.after(arrived, random.around(10, 700));
            months[static_cast<std::size_t>(month)].row(
                {std::to_string(++number), month_first(opened),
                 or_mark(known(stage, random, opened, arrived), month_first, ""),
                 or_mark(known(stage, random, arrived, done), month_first, ""),
                 high ? "high" : "normal", "PRN-" + padded(random.between(1, 140), 3),
                 random.pick(notes)});
        }
    });
    forget_inkwell_files(stage.exports);
    for (int month = 0; month < month_count; ++month) {
        if (month == 13 || month == 14) continue;  // lost with the old portal
        const std::string file = "inkwell-tickets-" + stage.timeline.label(month) + ".csv";
        stage.save(months[static_cast<std::size_t>(month)], file.c_str());
    }
}

void write_clairval_calls(const Stage& stage) {
    Random random = stage.random("clairval-appels");
    const WorkingHours site(stage.timeline, 7 * 60 + 30, 18 * 60, false, "FR");
    CsvText text({"no", "appel", "sur place", "terminé", "urgence", "Type"}, {';', Encoding::utf8});
    const Date last = stage.timeline.month(23) + date::days(13);
    int number = 3300;
    for_each_day(stage.timeline, [&](Date date, int month) {
        if (date >= last || !site.works_on(date)) return;
        for (auto n = random.between(0, 4); n > 0; --n) {
            const bool urgent = random.chance(300);
            const bool complaint = random.chance(trend(month, 110, 190));
            const Minutes called = opened_on(random, site, date);
            const Minutes arrived =
                site.after(called, handling(random, urgent ? 120 : 480, urgent ? 140 : 60));
            const Minutes done = site.after(arrived, random.around(10, 90));
            text.row({std::to_string(++number), day_first(called), day_first(arrived),
                      day_first(done), urgent ? "oui" : "non",
                      complaint ? "réclamation" : "intervention"});
        }
    });
    stage.save(text, "clairval-appels.csv");
}

void write_platform_requests(const Stage& stage) {
    Random random = stage.random("platform-requests");
    const WorkingHours team(stage.timeline, 9 * 60 + 30, 18 * 60 + 30, false, "IN");
    CsvText text({"key", "opened", "resolved", "priority"});
    int number = 0;
    for_each_day(stage.timeline, [&](Date date, int month) {
        if (!team.works_on(date)) return;
        for (auto n = random.between(1, 4); n > 0; --n) {
            const auto priority = random.chance(60) ? 1 : random.chance(250) ? 2 : 3;
            const Minutes limit = priority == 1 ? 240 : priority == 2 ? 540 : 2700;
            const Minutes opened = opened_on(random, team, date);
            // A team that found its feet: one in five late at first, one in thirty now.
            const Minutes done = team.after(opened, handling(random, limit, trend(month, 200, 30)));
            text.row({"DP-" + std::to_string(++number), iso_local(opened),
                      or_mark(known(stage, random, opened, done), iso_local, ""),
                      std::to_string(priority)});
        }
    });
    stage.save(text, "platform-requests.csv");
}

void write_keystone_defects(const Stage& stage) {
    Random random = stage.random("keystone-defects");
    const WorkingHours office(stage.timeline, 9 * 60, 17 * 60, false, "NL");
    struct Severity {
        const char* name;
        Minutes limit;
    };
    const std::vector<Severity> severities{
        {"blocking", 960}, {"serious", 2400}, {"serious", 2400}, {"minor", 9600}};
    CsvText text({"defect", "reported", "confirmed", "corrected", "severity", "product"});
    int number = 500;
    for_each_day(stage.timeline, [&](Date date, int month) {
        // Nothing at all went wrong in one quarter.
        if (!office.works_on(date) || !random.chance(190) || month / 3 == 4) return;
        const Severity severity = random.pick(severities);
        const Minutes opened = opened_on(random, office, date);
        const Minutes confirmed = office.after(opened, random.around(10, 400));
        const Minutes done =
            std::max(confirmed, office.after(opened, handling(random, severity.limit, 70)));
        text.row({"KD" + std::to_string(++number), iso_local(opened), iso_local(confirmed),
                  or_mark(known(stage, random, confirmed, done), iso_local, ""), severity.name,
                  random.chance(600) ? "till-software" : "stock-control"});
    });
    stage.save(text, "keystone-defects.csv");
}

}  // namespace

void write_cases(const Stage& stage) {
    write_nimbus_tickets(stage);
    write_inkwell(stage);
    write_clairval_calls(stage);
    write_platform_requests(stage);
    write_keystone_defects(stage);
}

}  // namespace underpin::demo

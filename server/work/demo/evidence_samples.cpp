#include <array>

#include "work/demo/case_dice.h"

namespace underpin::demo {

namespace {

void write_traffic(const Stage& stage) {
    Random random = stage.random("peregrine-metrics");
    CsvText text({"row", "time", "metric", "region", "value", "ok", "requests"}, {'\t'});
    int number = 0;
    for_each_day(stage.timeline, [&](Date date, int month) {
        for (const char* region : {"na", "eu", "apac"}) {
            const std::int64_t requests = random.around(800'000, 2'400'000);
            const std::int64_t errors_per_million = random.around(90, 420);
            const std::int64_t errors = requests * errors_per_million / 1'000'000;
            text.row({std::to_string(++number), iso_utc(midnight_of(date)), "requests", region, "",
                      std::to_string(requests - errors), std::to_string(requests)});
        }
        for (int hour = 2; hour < 24; hour += 4) {
            const bool evening = hour >= 18;
            const std::int64_t thousandth_ms =
                random.around(24'000, evening ? 52'000 : 44'000) + trend(month, 0, 4'000);
            text.row({std::to_string(++number), iso_utc(midnight_of(date) + hour * 60),
                      "edge_latency_ms", "all", thousandths(thousandth_ms), "", ""});
        }
    });
    stage.save(text, "peregrine-metrics.tsv");
}

void write_page_times(const Stage& stage) {
    Random random = stage.random("tallis-page-times");
    CsvText text({"key", "at", "metric", "value"});
    int number = 0;
    for_each_day(stage.timeline, [&](Date date, int month) {
        for (int hour = 1; hour < 24; hour += 3) {
            const std::int64_t top = month == 10 || month == 11 ? 4'400 : 3'000;
            text.row({"p" + std::to_string(++number), iso_utc(midnight_of(date) + hour * 60),
                      "page_time_s", thousandths(random.around(700, top))});
        }
    });
    stage.save(text, "tallis-page-times.csv");
}

void write_inspections(const Stage& stage) {
    Random random = stage.random("clairval-inspections");
    const WorkingHours site(stage.timeline, 7 * 60 + 30, 17 * 60, false, "FR");
    const std::array sites = {"Défense, tour B", "Créteil", "Évry", "Saint-Denis"};
    CsvText text({"no", "date", "site", "mesure", "conformes", "pièces"}, {';'});
    const Date last = stage.timeline.month(23) + date::days(13);
    int number = 0;
    for_each_day(stage.timeline, [&](Date date, int month) {
        const date::weekday day{date};
        if (date >= last || !site.works_on(date)) return;
        if (day != date::Tuesday && day != date::Friday) return;
        for (const char* name : sites) {
            const std::int64_t rooms = random.between(18, 40);
            const std::int64_t failed_per_mille = random.around(30, trend(month, 95, 190));
            text.row({std::to_string(++number), day_first(opened_on(random, site, date)), name,
                      "rooms",
                      std::to_string(rooms - rooms * failed_per_mille / 1000 -
                                     (random.chance(300) ? 1 : 0)),
                      std::to_string(rooms)});
        }
    });
    stage.save(text, "clairval-inspections.csv");
}

void write_reports(const Stage& stage) {
    Random random = stage.random("platform-reports");
    CsvText text({"key", "at", "metric", "good", "total"});
    for_each_day(stage.timeline, [&](Date date, int) {
        const std::int64_t late = random.chance(60) ? random.between(1, 9) : 0;
        text.row({"night-" + format_date(date), iso_utc(midnight_of(date) + 90), "reports",
                  std::to_string(42 - late), "42"});
    });
    stage.save(text, "platform-reports.csv");
}

}  // namespace

void write_samples(const Stage& stage) {
    write_traffic(stage);
    write_page_times(stage);
    write_inspections(stage);
    write_reports(stage);
}

}  // namespace underpin::demo

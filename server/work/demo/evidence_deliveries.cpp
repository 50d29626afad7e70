#include <array>

#include "work/demo/case_dice.h"

namespace underpin::demo {

namespace {

Date next_working_day(const WorkingHours& hours, Date date, std::int64_t days) {
    while (true) {
        if (hours.works_on(date) && days-- <= 0) return date;
        date += date::days(1);
    }
}

void write_consignments(const Stage& stage) {
    Random random = stage.random("kestrel-sendungen");
    const WorkingHours warehouse(stage.timeline, 6 * 60, 22 * 60, false, "DE");
    const std::vector<std::string> towns{
        "Köln", "München", "Düsseldorf", "Berlin", "Lübeck", "Gießen", "Frankfurt (Oder); Lager 2"};
    CsvText text(
        {"Sendung", "Auftrag", "Termin", "Zugestellt", "Bestellt", "Geliefert", "Ort", "Schaden"},
        {';', Encoding::latin1, true});
    int number = 120000;
    for_each_day(stage.timeline, [&](Date date, int month) {
        if (!warehouse.works_on(date)) return;
        const unsigned calendar_month = static_cast<unsigned>(date::year_month_day{date}.month());
        const bool christmas = calendar_month == 12;
        const std::int64_t late = christmas ? 170 : trend(month, 45, 68);
        for (auto n = random.between(8, christmas ? 20 : 14); n > 0; --n) {
            const Date due = next_working_day(warehouse, date, random.between(2, 6));
            Date done = due - date::days(random.chance(220) ? 1 : 0);
            if (random.chance(late)) {
                done = next_working_day(warehouse, due + date::days(1), random.below(3));
            }
            const std::int64_t ordered = random.between(1, 60) * 12;
            const std::int64_t missing = random.chance(22) ? random.between(1, 12) : 0;
            std::string delivered_on = day_month_name(done);
            if (done >= stage.timeline.end_day()) delivered_on = "n. v.";
            if (random.chance(2)) delivered_on = "unbekannt";  // rejected: no date, no missing mark
            // The portal wrote dates in two ways over the years.
            const std::string day = month < 5 ? format_date(due) : day_month_name(due);
            text.row({std::to_string(++number), day_month_name(date), day, delivered_on,
                      std::to_string(ordered), std::to_string(ordered - missing),
                      random.pick(towns), random.chance(month == 13 ? 40 : 14) ? "ja" : "nein"});
        }
    });
    stage.save(text, "kestrel-sendungen.csv");
}

void write_payroll(const Stage& stage) {
    Random random = stage.random("orchard-runs");
    const WorkingHours office(stage.timeline, 8 * 60, 18 * 60, false, "GB");
    CsvText runs({"Run", "Data received", "Due", "Delivered", "Kind", "Payroll"});
    CsvText accuracy({"Run", "Paid", "Measure", "Correct", "Payslips"});
    struct Payroll {
        const char* name;
        int due_day;
        std::int64_t people;
    };
    const std::array payrolls = {Payroll{"head office", 24, 410}, Payroll{"shops", 25, 2360},
                                 Payroll{"warehouse", 26, 640}};
    int number = 7000;
    for (int month = 0; month < month_count; ++month) {
        for (const Payroll& payroll : payrolls) {
            Date due = stage.timeline.month(month) + date::days(payroll.due_day - 1);
            while (!office.works_on(due)) due -= date::days(1);
            const bool late = month == 8 && payroll.people == 640;
            const Date done = late ? next_working_day(office, due, 1) : due;
            const std::string id = "PR-" + std::to_string(++number);
            runs.row({id, day_month_name(due - date::days(7)), day_month_name(due),
                      day_month_name(done), "regular", payroll.name});
            const std::int64_t wrong = random.below(month == 8 || month == 19 ? 30 : 4);
            accuracy.row({id, day_month_name(due + date::days(3)), "payslips",
                          std::to_string(payroll.people - std::min(wrong, payroll.people / 20)),
                          std::to_string(payroll.people)});
        }
        const int corrections = month == 8 || month == 19 ? 3 : random.chance(250) ? 1 : 0;
        for (int n = 0; n < corrections; ++n) {
            const Date due = next_working_day(
                office, stage.timeline.month(month) + date::days(random.between(1, 10)), 1);
            runs.row({"PR-" + std::to_string(++number), day_month_name(due - date::days(3)),
                      day_month_name(due), day_month_name(due), "correction", "shops"});
        }
    }
    stage.save(runs, "orchard-runs.csv");
    stage.save(accuracy, "orchard-accuracy.csv");
}

void write_deposits(const Stage& stage) {
    Random random = stage.random("keystone-deposits");
    const WorkingHours office(stage.timeline, 9 * 60, 17 * 60, false, "NL");
    CsvText text({"deposit", "product", "release", "due", "deposited"});
    int number = 60;
    for (int month = 1; month < month_count; month += 3) {
        for (const char* product : {"till-software", "stock-control"}) {
            const Date release = next_working_day(
                office, stage.timeline.month(month) + date::days(random.between(0, 20)), 0);
            const bool forgotten = month == 16 && product[0] == 's';
            const Date deposited =
                next_working_day(office, release + date::days(1), forgotten ? 9 : random.below(3));
            text.row({"D-" + std::to_string(++number), product, format_date(release),
                      format_date(release), format_date(deposited)});
        }
    }
    stage.save(text, "keystone-deposits.csv");
}

}  // namespace

void write_deliveries(const Stage& stage) {
    write_consignments(stage);
    write_payroll(stage);
    write_deposits(stage);
}

}  // namespace underpin::demo

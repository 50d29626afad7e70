#include <array>

#include "work/demo/case_dice.h"

namespace underpin::demo {

namespace {

struct Priority {
    const char* name;
    Minutes reply_limit;
    Minutes limit;
};

constexpr std::array priorities = {Priority{"1 - Critical", 15, 240}, Priority{"2 - High", 30, 480},
                                   Priority{"3 - Moderate", 120, 1560},
                                   Priority{"4 - Low", 480, 3900}};

const Priority& throw_priority(Random& random) {
    const auto die = random.below(100);
    return priorities[die < 2 ? 0 : die < 12 ? 1 : die < 85 ? 2 : 3];
}

// The first year is good; after it one ticket in thirteen more is late every quarter.
std::int64_t late_per_mille(int month) { return month < 12 ? 70 : 70 + (month - 11) * 24; }

class AuditLog {
  public:
    void ticket(const Stage& stage, Random& random, const WorkingHours& hours, Date date,
                int month) {
        const Priority& priority = throw_priority(random);
        const std::int64_t late = late_per_mille(month);
        const Minutes opened = opened_on(random, hours, date);
        const Minutes reply = hours.after(opened, handling(random, priority.reply_limit, late));
        const Minutes solved =
            std::max(reply, hours.after(opened, handling(random, priority.limit, late)));
        const auto replied = known(stage, random, opened, reply);
        const auto resolved = replied ? known(stage, random, reply, solved) : std::nullopt;
        number_ = "INC" + padded(++count_, 7);
        group_ = "Group " + std::to_string(random.between(1, 24));
        category_ = random.pick(categories_);
        // Each row says what was known when it was written; the last one has the highest number.
        int update = 0;
        write(update, "New", opened, {}, {}, "3 - Moderate");
        update += static_cast<int>(random.between(1, 3));
        if (random.chance(15)) {
            write(update, "Cancelled", opened, replied, {}, priority.name);
            return;
        }
        if (!replied) return;
        write(update, "Active", opened, replied, {}, priority.name);
        if (!resolved) return;
        update += static_cast<int>(random.between(1, 9));
        write(update, "Closed", opened, replied, resolved, priority.name);
    }

    // A row that nobody can read.
    void broken() {
        number_ = "INC" + padded(++count_, 7);
        text_.row(
            {number_, "New", "0", "31/02/2025 25:61", "?", "?", "3 - Moderate", category_, group_});
    }

    [[nodiscard]] const CsvText& text() const { return text_; }

  private:
    void write(int update, const char* state, Minutes opened, std::optional<Minutes> replied,
               std::optional<Minutes> resolved, const char* priority) {
        text_.row({number_, state, std::to_string(update), day_first(opened),
                   replied ? day_first(*replied) : "?", resolved ? day_first(*resolved) : "?",
                   priority, category_, group_});
    }

    CsvText text_{{"number", "state", "sys_mod_count", "opened_at", "responded_at", "resolved_at",
                   "priority", "category", "assignment_group"}};
    const std::vector<std::string> categories_{
        "Password", "Laptop", "Network, branches", "E-mail", "Till", "Access rights", "Printer"};
    std::string number_, group_, category_;
    int count_ = 0;
};

void write_audit_log(const Stage& stage) {
    Random random = stage.random("heliodesk-audit");
    const WorkingHours desk(stage.timeline, 7 * 60, 20 * 60, false, "PL");
    const WorkingHours saturday(stage.timeline, 9 * 60, 14 * 60, true, "PL");
    AuditLog log;
    for_each_day(stage.timeline, [&](Date date, int month) {
        if (!saturday.works_on(date)) return;
        const bool weekday = desk.works_on(date);
        for (auto n = weekday ? random.between(9, 16) : random.between(1, 4); n > 0; --n) {
            log.ticket(stage, random, weekday ? desk : saturday, date, month);
        }
        if (random.chance(12)) log.broken();
    });
    stage.save(log.text(), "heliodesk-audit.csv");
}

void write_survey(const Stage& stage) {
    Random random = stage.random("heliodesk-survey");
    const WorkingHours desk(stage.timeline, 7 * 60, 20 * 60, false, "PL");
    const std::vector<std::string> comments{"",
                                            "",
                                            "",
                                            "Quick and friendly, thanks",
                                            "I had to call \"again\" and again",
                                            "Still waiting,\nthird week now",
                                            "ok"};
    CsvText text({"response", "answered", "question", "score", "comment"});
    int number = 0;
    for_each_day(stage.timeline, [&](Date date, int month) {
        if (!desk.works_on(date)) return;
        for (auto n = random.between(2, 7); n > 0; --n) {
            std::int64_t score = 5 - (random.chance(380) ? random.between(1, 2) : 0);
            if (month >= 12 && random.chance(trend(month, 0, 420))) score -= 2;
            text.row({"S" + padded(++number, 5), iso_local(opened_on(random, desk, date)), "csat",
                      std::to_string(std::max<std::int64_t>(1, score)), random.pick(comments)});
        }
    });
    stage.save(text, "heliodesk-survey.csv");
}

void write_alerts(const Stage& stage) {
    Random random = stage.random("kitsune-alerts");
    const WorkingHours always = WorkingHours::always();
    struct Severity {
        const char* name;
        Minutes triage_limit;
        Minutes closing;
    };
    const std::array severities = {Severity{"critical", 10, 300}, Severity{"high", 30, 420},
                                   Severity{"medium", 120, 2600}};
    const std::vector<std::string> rules{"impossible travel", "malware, quarantined", "brute force",
                                         "new admin account", "data upload"};
    CsvText text({"alert", "detected", "triaged", "closed", "severity", "rule", "incident"});
    int number = 0;
    for_each_day(stage.timeline, [&](Date date, int month) {
        for (auto n = random.between(4, 10); n > 0; --n) {
            const auto die = random.below(100);
            const Severity& severity = severities[die < 4 ? 0 : die < 30 ? 1 : 2];
            const Minutes detected = opened_on(random, always, date);
            const std::int64_t late = month == 16 ? 45 : 12;  // a month of understaffed nights
            const Minutes triaged =
                always.after(detected, handling(random, severity.triage_limit, late));
            const Minutes closed =
                always.after(triaged, handling(random, severity.closing, late * 2));
            const auto seen = known(stage, random, detected, triaged);
            const auto done = seen ? known(stage, random, *seen, closed) : std::nullopt;
            text.row({"KSO-" + padded(++number, 6), iso_local(detected),
                      seen ? iso_local(*seen) : "-", done ? iso_local(*done) : "-", severity.name,
                      random.pick(rules),
                      random.chance(30) ? "SEC-" + std::to_string(number) : "-"});
        }
    });
    stage.save(text, "kitsune-alerts.csv");
}

}  // namespace

void write_desk_cases(const Stage& stage) {
    write_audit_log(stage);
    write_survey(stage);
    write_alerts(stage);
}

}  // namespace underpin::demo

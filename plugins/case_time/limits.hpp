// The limits and calendars of case_time, by the value of `limit_by`.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "underpin/scorer.hpp"

namespace case_time {

// What a case is judged by.
struct Rule {
    std::int64_t limit_ms = UNDERPIN_ABSENT;
    std::size_t clock = 0;                        // index into evidence.clocks
    bool counts = true;                           // false: there are limits, and none for this key
    std::string within, over, pending, left_out;  // the reasons of its verdicts
};

class Limits {
  public:
    explicit Limits(const underpin::ScorerSetup& setup)
        : limits_(setup.config().map("/limits")), calendars_(setup.config().map("/calendars")) {
        const auto by = setup.config().text("/limit_by", "priority");
        column_ = setup.column(by);
        fallback_ = rule_of("", by, setup);
        for (const auto& pairs : {limits_, calendars_}) {
            for (const auto& [key, text] : pairs) {
                if (key != "default") rules_.emplace_back(key, rule_of(key, by, setup));
            }
        }
    }

    [[nodiscard]] bool any() const { return !limits_.empty(); }
    [[nodiscard]] std::size_t column() const { return column_; }
    [[nodiscard]] const Rule& fallback() const { return fallback_; }

    // One rule a code of the column's dictionary. They live as long as this object.
    [[nodiscard]] std::vector<const Rule*> by_code(const underpin::TextColumn& keys) const {
        std::vector<const Rule*> rules(keys.dictionary_size(), &fallback_);
        for (std::uint32_t code = 0; code < rules.size(); ++code) {
            for (const auto& [key, rule] : rules_) {
                if (key == keys.text_of(code)) rules[code] = &rule;
            }
        }
        return rules;
    }

  private:
    using Pairs = underpin::Config::Pairs;

    // The entry of a key, else the default one, else nullptr.
    static const std::pair<std::string, std::string>* entry(const Pairs& pairs,
                                                            std::string_view key) {
        const std::pair<std::string, std::string>* found = nullptr;
        for (const auto& pair : pairs) {
            if (!key.empty() && pair.first == key) return &pair;
            if (pair.first == "default") found = &pair;
        }
        return found;
    }

    Rule rule_of(std::string_view key, const std::string& by,
                 const underpin::ScorerSetup& setup) const {
        Rule rule;
        auto calendar = setup.objective_calendar();
        if (const auto* own = entry(calendars_, key)) {
            calendar = own->second;
            rule.clock = setup.calendar(calendar);
        }
        if (const auto* limit = entry(limits_, key)) {
            const auto ms = underpin::parse_duration_ms(limit->second);
            if (!ms) {
                throw underpin::configuration_error("limits." + limit->first +
                                                    " must be a duration such as 4h or 90m");
            }
            const bool days = limit->second.find('d') != std::string::npos;
            if (days && !calendar.empty() && calendar != "always") {
                throw underpin::configuration_error(
                    "limits." + limit->first + " is " + limit->second +
                    ", but a day of the calendar " + calendar +
                    " is not 24 hours: write hours of service, such as 16h");
            }
            rule.limit_ms = *ms;
            rule.within = "within " + limit->second;
            rule.over = "over " + limit->second;
            rule.pending = "still running, within " + limit->second + " so far";
        } else {
            rule.counts = limits_.empty();
            rule.within = "stopped";
            rule.pending = "still running";
            rule.left_out = "no limit for this " + by;
        }
        return rule;
    }

    Pairs limits_, calendars_;
    std::size_t column_ = 0;
    Rule fallback_;
    std::vector<std::pair<std::string, Rule>> rules_;
};

}  // namespace case_time

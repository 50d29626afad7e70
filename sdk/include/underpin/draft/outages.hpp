// underpin/draft/outages.hpp - which intervals are outages: selection, merging, minimum duration,
// whole units, as availability, mttr and mtbf share them. Not yet promised.
//
// Outages are built from all of the evidence before any clipping; an interval without an end runs
// to as_of. An OutageSet is immutable once built; it lives as long as the evidence that it is from.
#ifndef UNDERPIN_DRAFT_OUTAGES_HPP
#define UNDERPIN_DRAFT_OUTAGES_HPP

#include <algorithm>
#include <string>
#include <vector>

#include "underpin/draft/exclusions.hpp"
#include "underpin/scorer.hpp"

namespace underpin {
inline namespace sdk {

// The settings of OutageRules for a scorer's JSON Schema: members of "properties", no last comma.
inline std::string outage_properties() {
    const auto duration = [](const char* name, const char* rest) {
        return "\"" + std::string(name) + R"(": {"type": "string", "minLength": 2, "pattern": ")" +
               std::string(duration_pattern) + "\", " + rest + "}";
    };
    return R"("states": {"type": "array", "items": {"type": "string"}, "minItems": 1,
          "uniqueItems": true, "default": ["outage"], "title": "States",
          "description": "Intervals in one of these states are outages."},
        "min_impact": {"type": ["string", "number"], "minimum": 0, "maximum": 1, "default": "0",
          "pattern": "^(0(\\.[0-9]{1,6})?|1(\\.0{1,6})?)$", "title": "Least impact",
          "description": "Smaller impacts (0 to 1) do not count; an impact of 0 never does."},)" +
           duration("merge_gap", R"("default": "0s", "title": "Merge gap", "description":
          "Outages at most this far apart are one, from the first start to the last end.")") +
           ",\n" + duration("min_duration", R"("default": "0s", "title": "Minimum duration",
          "description": "A shorter outage is ignored; judged on all of its length.")") +
           ",\n" + duration("whole_units", R"("title": "Whole units", "description":
          "Only as many whole units (such as 60s) count as fit into an outage, from its start.")");
}

struct OutageRules {
    std::vector<std::string> states{"outage"};
    std::int64_t min_impact = 0;  // millionths
    std::int64_t merge_gap_ms = 0;
    std::int64_t min_duration_ms = 0;
    std::int64_t whole_units_ms = 0;  // 0: not asked for
    bool by_impact = false;           // weighting: impact

    [[nodiscard]] static OutageRules from(const Config& config) {
        OutageRules rules;
        if (config.has("/states")) rules.states = config.list("/states");
        const Int128 impact = config.decimal("/min_impact", 6, 0);
        if (impact < 0 || impact > 1'000'000) {
            throw configuration_error("min_impact must be from 0 to 1");
        }
        rules.min_impact = static_cast<std::int64_t>(impact);
        rules.merge_gap_ms = config.duration_ms("/merge_gap", 0);
        rules.min_duration_ms = config.duration_ms("/min_duration", 0);
        rules.whole_units_ms = config.duration_ms("/whole_units", 0);
        if (config.has("/whole_units") && rules.whole_units_ms <= 0) {
            throw configuration_error("whole_units must be longer than nothing, such as 60s");
        }
        return rules;
    }
};

// The columns of an outage scorer, in this order.
inline constexpr std::array outage_columns{
    wanted("from", UNDERPIN_INSTANT), wanted("to", UNDERPIN_INSTANT),
    wanted("state", UNDERPIN_TEXT), wanted("impact", UNDERPIN_DECIMAL),
    wanted("component", UNDERPIN_TEXT)};

struct Interval {
    std::int64_t from = 0;
    std::int64_t to = 0;  // as_of where it is open
    std::size_t row = 0;
    std::int64_t impact = 0;  // millionths
    std::uint32_t component = TextColumn::none;
    bool open = false;
};

struct Outage {
    std::int64_t from = 0;
    std::int64_t to = 0;       // of the whole outage
    std::int64_t kept_to = 0;  // less what whole_units cuts off
    std::size_t first = 0;     // its intervals: [first, last)
    std::size_t last = 0;
    bool open = false;

    // Whether any of it lies in [begin, end); one of length zero lies nowhere.
    [[nodiscard]] bool meets(std::int64_t begin, std::int64_t end) const {
        return from < kept_to && from < end && kept_to > begin;
    }
};

// An interval that is no part of an outage, and why.
struct LeftOut {
    std::int64_t from = 0;
    std::int64_t to = 0;
    std::size_t row = 0;
    const char* reason = "";
};

class OutageSet {
  public:
    OutageSet(const ScorerRun& run, const OutageRules& rules) : rules_(rules) {
        select(run);
        std::sort(intervals_.begin(), intervals_.end(), [](const Interval& a, const Interval& b) {
            return a.from != b.from ? a.from < b.from : a.row < b.row;
        });
        if (rules.by_impact) drop_short_intervals(run.explain());
        group(run.explain());
    }

    [[nodiscard]] const OutageRules& rules() const { return rules_; }
    [[nodiscard]] const std::vector<Outage>& outages() const { return outages_; }  // by from
    [[nodiscard]] const std::vector<Interval>& intervals() const { return intervals_; }
    [[nodiscard]] const std::vector<LeftOut>& left_out() const {
        return left_out_;
    }  // if explained
    // Open ones that are too short so far, and the instant at which each will be long enough.
    [[nodiscard]] const std::vector<Range>& ripening() const { return ripening_; }

  private:
    void select(const ScorerRun& run) {
        const InstantColumn from(run.column(0)), to(run.column(1));
        const TextColumn state(run.column(2)), component(run.column(4));
        const DecimalColumn impact(run.column(3));
        std::vector<bool> matches(state.dictionary_size());
        for (std::uint32_t code = 0; code < matches.size(); ++code) {
            matches[code] = std::find(rules_.states.begin(), rules_.states.end(),
                                      state.text_of(code)) != rules_.states.end();
        }
        const bool outage_matches =
            std::find(rules_.states.begin(), rules_.states.end(), "outage") != rules_.states.end();
        const std::int64_t as_of = run.evidence().as_of;
        for (std::size_t row = 0; row < run.evidence().rows; ++row) {
            Interval interval{from[row], to[row], row, 0, component.code(row), false};
            if (interval.from == UNDERPIN_ABSENT || interval.from > as_of) continue;
            interval.open = interval.to == UNDERPIN_ABSENT;
            if (interval.open) interval.to = as_of;
            interval.impact = impact.has(row) ? static_cast<std::int64_t>(impact[row]) : 1'000'000;
            const auto code = state.code(row);
            if (!(code < matches.size() ? matches[code] : outage_matches)) {
                leave_out(run.explain(), interval, "its state does not count as an outage");
            } else if (interval.impact <= 0) {
                leave_out(run.explain(), interval, "no impact");
            } else if (interval.impact < rules_.min_impact) {
                leave_out(run.explain(), interval, "less impact than min_impact");
            } else {
                intervals_.push_back(interval);
            }
        }
    }

    void leave_out(bool explain, const Interval& interval, const char* reason) {
        if (explain) left_out_.push_back({interval.from, interval.to, interval.row, reason});
    }

    // True, and noted, where [from, to) is shorter than min_duration.
    bool too_short(std::int64_t from, std::int64_t to, bool open) {
        if (to - from >= rules_.min_duration_ms) return false;
        if (open) ripening_.push_back({from, from + rules_.min_duration_ms});
        return true;
    }

    void drop_short_intervals(bool explain) {
        std::erase_if(intervals_, [&](const Interval& interval) {
            if (!too_short(interval.from, interval.to, interval.open)) return false;
            leave_out(explain, interval, "shorter than min_duration");
            return true;
        });
    }

    void group(bool explain) {
        const std::int64_t gap = rules_.by_impact ? 0 : rules_.merge_gap_ms;
        for (std::size_t i = 0; i < intervals_.size();) {
            Outage outage{intervals_[i].from, intervals_[i].to, 0, i, i + 1, intervals_[i].open};
            while (outage.last < intervals_.size() &&
                   intervals_[outage.last].from - outage.to <= gap) {
                outage.to = std::max(outage.to, intervals_[outage.last].to);
                outage.open = outage.open || intervals_[outage.last].open;
                ++outage.last;
            }
            i = outage.last;
            if (!rules_.by_impact && too_short(outage.from, outage.to, outage.open)) {
                for (std::size_t j = outage.first; j < outage.last; ++j) {
                    leave_out(explain, intervals_[j], "shorter than min_duration");
                }
                continue;
            }
            outage.kept_to = outage.to;
            if (!rules_.by_impact && rules_.whole_units_ms > 0) {
                outage.kept_to -= (outage.to - outage.from) % rules_.whole_units_ms;
            }
            outages_.push_back(outage);
        }
    }

    OutageRules rules_;
    std::vector<Interval> intervals_;
    std::vector<Outage> outages_;
    std::vector<LeftOut> left_out_;
    std::vector<Range> ripening_;
};

}  // namespace sdk
}  // namespace underpin

#endif  // UNDERPIN_DRAFT_OUTAGES_HPP

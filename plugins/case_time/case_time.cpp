// case_time - how long cases took by the service clock: the share within their limits, or a
// statistic of the clock times. The rules are in README.md.
#include <optional>
#include <string>

#include "case_clock.hpp"
#include "limits.hpp"
#include "underpin/draft/statistic.hpp"
#include "underpin/draft/words.hpp"

namespace {

using case_time::CaseClock;
using case_time::Rule;

std::string schema() {
    return R"({"$schema": "http://json-schema.org/draft-07/schema#", "title": "Case time",
      "type": "object", "additionalProperties": false, "properties": {
        "start": {"enum": ["opened", "responded", "resolved"], "default": "opened",
          "title": "Start", "description": "The instant at which the clock starts."},
        "stop": {"enum": ["opened", "responded", "resolved"], "default": "resolved",
          "title": "Stop", "description": "The instant at which the clock stops."},
        "statistic": {"type": "string", "default": "percent_within", "title": "Statistic",
          "pattern": "^(percent_within|mean|median|max|p(100|[0-9]{1,2})(\\.[0-9]{1,9})?)$",
          "description": "percent_within the limits; or mean, median, max or a percentile (p95, p99.9) of the clock times of cases that have stopped, in seconds."},
        "limits": {"type": "object", "minProperties": 1, "title": "Limits",
          "description": "The limit of each key (such as a priority), and default for all others; a case without one is not counted.",
          "additionalProperties": {"type": "string", "minLength": 2, "pattern": ")" +
           std::string(underpin::duration_pattern) + R"("}},
        "limit_by": {"type": "string", "minLength": 1, "default": "priority", "title": "Limit by",
          "description": "The field or attribute that limits and calendars are keyed by."},
        "calendars": {"type": "object", "title": "Calendars",
          "description": "The calendar of each key, where it is not the objective's.",
          "additionalProperties": {"type": "string", "minLength": 1}},
        "attribute_by": {"enum": ["opened", "resolved", "first_outcome"], "default": "opened",
          "title": "Attribute by",
          "description": "Which period a case belongs to: the one that holds opened, resolved, or its stop or (over its limit) the instant at which its clock reached the limit."},
        "small_volume": {"type": "object", "additionalProperties": false,
          "required": ["below", "allow"], "title": "Small volume",
          "description": "With fewer than `below` counted cases, up to `allow` breaches are still met.",
          "properties": {"below": {"type": "integer", "minimum": 1},
                         "allow": {"type": "integer", "minimum": 0}}}}})";
}

constexpr std::string_view instants[] = {"opened", "responded", "resolved"};
enum Column : std::size_t { opened_column, responded_column, resolved_column, pauses_column };

std::size_t instant_named(const std::string& name, const char* setting) {
    for (std::size_t i = 0; i < std::size(instants); ++i) {
        if (instants[i] == name) return i;
    }
    throw underpin::configuration_error(std::string(setting) +
                                        " must be opened, responded or resolved");
}

class CaseTime {
  public:
    static constexpr underpin::ScorerTraits traits{"percent", UNDERPIN_SHAPE_CASE};
    static constexpr std::array columns{underpin::wanted("opened", UNDERPIN_INSTANT),
                                        underpin::wanted("responded", UNDERPIN_INSTANT),
                                        underpin::wanted("resolved", UNDERPIN_INSTANT),
                                        underpin::wanted("pauses", UNDERPIN_PAUSES)};

    explicit CaseTime(const underpin::ScorerSetup& setup) : limits_(setup) {
        const auto& config = setup.config();
        start_ = instant_named(config.text("/start", "opened"), "start");
        stop_ = instant_named(config.text("/stop", "resolved"), "stop");
        if (start_ >= stop_) {
            // Records are refused in which these stand the other way round.
            throw underpin::configuration_error(
                "stop must come after start: a case is opened, then responded, then resolved");
        }
        read_statistic(config.text("/statistic", "percent_within"));
        const auto by = config.text("/attribute_by", "opened");
        by_ = by == "opened" ? By::opened : by == "resolved" ? By::resolved : By::first_outcome;
        if (config.has("/small_volume")) {
            if (statistic_) {
                throw underpin::configuration_error("small_volume needs statistic percent_within");
            }
            small_below_ = config.integer("/small_volume/below", 0);
            small_allow_ = config.integer("/small_volume/allow", 0);
        }
    }

    [[nodiscard]] std::string_view unit() const { return statistic_ ? "seconds" : "percent"; }

    void measure(underpin::ScorerRun& run) const {
        Cases cases(run, *this);
        for (std::size_t row = 0; row < run.evidence().rows; ++row) {
            if (row % 65536 == 0) run.stop_if_cancelled();
            judge(run, cases, row);
        }
        for (std::size_t c = 0; c < run.cells().size(); ++c) {
            if (statistic_)
                answer_statistic(run, c, cases.times[c]);
            else
                answer_percent(run, c);
        }
    }

  private:
    enum class By { opened, resolved, first_outcome };

    // The columns and working memory of one run.
    struct Cases {
        Cases(const underpin::ScorerRun& run, const CaseTime& scorer)
            : opened(run.column(opened_column)),
              resolved(run.column(resolved_column)),
              start(run.column(scorer.start_)),
              stop(run.column(scorer.stop_)),
              keys(run.column(scorer.limits_.column())),
              rules(scorer.limits_.by_code(keys)),
              clock(run.evidence(), underpin::PauseColumn(run.column(pauses_column))),
              times(scorer.statistic_ ? run.cells().size() : 0) {}

        underpin::InstantColumn opened, resolved, start, stop;
        underpin::TextColumn keys;
        std::vector<const Rule*> rules;  // by code of keys
        CaseClock clock;
        std::vector<std::vector<std::int64_t>> times;  // by cell, for a statistic
    };

    void read_statistic(const std::string& name) {
        if (name == "percent_within") {
            if (!limits_.any()) {
                throw underpin::configuration_error(
                    "statistic percent_within needs limits, such as {default: 8h}");
            }
            return;
        }
        name_ = name;
        statistic_ = underpin::Statistic::named(name);
        if (!statistic_ || name == "min") {
            throw underpin::configuration_error(
                "statistic must be percent_within, mean, median, max or a percentile such as p95");
        }
    }

    void judge(underpin::ScorerRun& run, Cases& cases, std::size_t row) const {
        const auto code = cases.keys.code(row);
        const Rule& rule = code < cases.rules.size() ? *cases.rules[code] : limits_.fallback();
        const std::int64_t start = cases.start[row];
        if (!rule.counts || start == UNDERPIN_ABSENT) {
            if (run.explain()) {
                leave_out(run, cases, row,
                          rule.counts ? "its clock has not started" : rule.left_out);
            }
            return;
        }
        const std::int64_t stop = cases.stop[row];
        const bool running = stop == UNDERPIN_ABSENT;
        if (by_ == By::resolved && running) return;
        const underpin_evidence& evidence = run.evidence();
        const std::int64_t time = cases.clock.wind(row, evidence.clocks[rule.clock], start,
                                                   running ? evidence.as_of : stop);
        const bool over = rule.limit_ms != UNDERPIN_ABSENT && time > rule.limit_ms;
        if (running && (statistic_ || !over)) {
            pend(run, cases, row, rule, time);
            return;
        }
        const std::int64_t t = by_ == By::opened     ? cases.opened[row]
                               : by_ == By::resolved ? cases.resolved[row]
                               : over                ? cases.clock.reached(rule.limit_ms)
                                                     : stop;
        const std::size_t c = run.cell_at(t);
        if (c == run.cells().size()) return;
        auto& answer = run.answer(c);
        ++answer.counted;
        if (over) ++answer.breaching;
        if (statistic_) cases.times[c].push_back(time);
        run.verdict(c, row,
                    {over ? UNDERPIN_BREACHING : UNDERPIN_COUNTED, over ? rule.over : rule.within,
                     time, rule.limit_ms});
    }

    void pend(underpin::ScorerRun& run, Cases& cases, std::size_t row, const Rule& rule,
              std::int64_t time) const {
        const std::size_t c = run.cell_at(cases.opened[row]);
        if (c == run.cells().size()) return;
        ++run.answer(c).pending;
        run.verdict(c, row, {UNDERPIN_PENDING, rule.pending, time, rule.limit_ms});
        // Its clock cannot pass the limit sooner than around the clock; a statistic waits for the
        // stop, which is new evidence.
        if (statistic_ || cases.clock.stands()) return;
        underpin::changes_by(run.answer(c), run.evidence().as_of + rule.limit_ms - time + 1);
    }

    static void leave_out(underpin::ScorerRun& run, const Cases& cases, std::size_t row,
                          std::string_view reason) {
        const std::size_t c = run.cell_at(cases.opened[row]);
        if (c != run.cells().size()) run.verdict(c, row, {UNDERPIN_LEFT_OUT, reason});
    }

    void answer_percent(underpin::ScorerRun& run, std::size_t c) const {
        auto& answer = run.answer(c);
        const std::int64_t counted = answer.counted, within = counted - answer.breaching;
        if (counted == 0) {
            answer.state = UNDERPIN_NO_EVENTS;
            run.step(c, "cases", "no case was judged");
            return;
        }
        underpin::set_percent(answer, within, counted);
        answer.forced_met = counted < small_below_ && answer.breaching <= small_allow_ ? 1 : 0;
        if (!run.explain()) return;
        run.step(c, "cases",
                 underpin::counted_words(counted, "case", "cases") +
                     " judged: " + underpin::grouped(within) + " within the limit, " +
                     underpin::grouped(answer.breaching) + " over it");
        run.step(c, "within the limit",
                 "100 x " + underpin::grouped(within) + " / " + underpin::grouped(counted) + " = " +
                     underpin::quotient_words(underpin::Int128{100} * within, counted) + " %");
        if (answer.forced_met != 0) {
            run.step(c, "small volume",
                     "fewer than " + underpin::grouped(small_below_) + " cases and at most " +
                         underpin::counted_words(small_allow_, "breach", "breaches") + ": met");
        }
    }

    void answer_statistic(underpin::ScorerRun& run, std::size_t c,
                          std::vector<std::int64_t>& times) const {
        auto& answer = run.answer(c);
        if (times.empty()) {
            answer.state = UNDERPIN_NO_EVENTS;
            run.step(c, "cases", "no case has stopped");
            return;
        }
        const auto value = statistic_->of(times);
        const auto denominator = underpin::checked_multiply(value.denominator, 1000);
        underpin::set_value(answer, value.numerator, denominator);
        if (!run.explain()) return;
        run.step(c, "cases", underpin::counted_words(answer.counted, "case", "cases") + " stopped");
        run.step(c, name_ + " of the clock times",
                 statistic_->words(value, times.size(), "ms") + " = " +
                     underpin::quotient_words(value.numerator, denominator) + " s");
    }

    case_time::Limits limits_;
    std::size_t start_ = 0, stop_ = 0;
    std::optional<underpin::Statistic> statistic_;  // none: percent_within
    std::string name_;
    By by_ = By::opened;
    std::int64_t small_below_ = 0, small_allow_ = 0;
};

const std::string config_schema = schema();

}  // namespace

UNDERPIN_PLUGIN_SCORER(CaseTime, "case_time", "1.0.0", "Case time",
                       "How long cases took by the service clock.", config_schema)

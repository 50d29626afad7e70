// sample - a statistic of the values of samples. The rules are in README.md.
#include <optional>
#include <string>
#include <vector>

#include "underpin/draft/events.hpp"
#include "underpin/draft/statistic.hpp"

namespace {

using underpin::Int128;

std::string schema() {
    return R"({"$schema": "http://json-schema.org/draft-07/schema#", "title": "Sample",
      "type": "object", "additionalProperties": false, "required": ["metric"], "properties": {
        "metric": {"type": "string", "minLength": 1, "title": "Metric",
          "description": "The name of the samples."},
        "statistic": {"type": "string", "default": "mean", "title": "Statistic",
          "pattern": "^(mean|median|min|max|last|p(100|[0-9]{1,2})(\\.[0-9]{1,9})?)$",
          "description": "mean, median, min, max, last, or a percentile such as p95 or p99.9."},)" +
           std::string(underpin::in_service_time_property) + "}}";
}

enum Column : std::size_t { at_column, key_column, metric_column, value_column };

// The latest sample of a cell so far.
struct Last {
    std::int64_t at = UNDERPIN_ABSENT;
    std::string_view key;
    Int128 value = 0;
};

class Sample {
  public:
    static constexpr underpin::ScorerTraits traits{"number", UNDERPIN_SHAPE_SAMPLE};
    static constexpr std::array columns{
        underpin::wanted("at", UNDERPIN_INSTANT), underpin::wanted("key", UNDERPIN_TEXT),
        underpin::wanted("metric", UNDERPIN_TEXT), underpin::wanted("value", UNDERPIN_DECIMAL)};

    explicit Sample(const underpin::ScorerSetup& setup)
        : metric_(setup.config().text("/metric")),
          name_(setup.config().text("/statistic", "mean")),
          statistic_(underpin::Statistic::named(name_)),
          in_service_time_(setup.config().boolean("/in_service_time", false)),
          component_(setup.column("component")) {
        if (!statistic_ && name_ != "last") {
            throw underpin::configuration_error(
                "statistic must be mean, median, min, max, last or a percentile such as p95");
        }
    }

    void measure(underpin::ScorerRun& run) const {
        const underpin::EventFilter events(run, at_column, component_, in_service_time_);
        const underpin::TextColumn metrics(run.column(metric_column)), keys(run.column(key_column));
        const underpin::DecimalColumn values(run.column(value_column));
        const auto wanted = underpin::codes_of(metrics, metric_);
        std::vector<std::vector<Int128>> taken(statistic_ ? run.cells().size() : 0);
        std::vector<Last> last(statistic_ ? 0 : run.cells().size());
        for (std::size_t row = 0; row < run.evidence().rows; ++row) {
            if (row % 65536 == 0) run.stop_if_cancelled();
            const std::size_t c = events.cell(row);
            if (c == run.cells().size()) continue;
            const auto code = metrics.code(row);
            if (code >= wanted.size() || !wanted[code]) {
                events.leave_out(c, row, "another metric");
            } else if (!values.has(row)) {
                events.leave_out(c, row, "no value");
            } else if (events.counts(c, row)) {
                ++run.answer(c).counted;
                if (statistic_)
                    taken[c].push_back(values[row]);
                else
                    take_last(last[c], {events.at(row), keys[row], values[row]});
                run.verdict(c, row, {UNDERPIN_COUNTED, "sampled in the period"});
            }
        }
        for (std::size_t c = 0; c < run.cells().size(); ++c) {
            if (run.answer(c).counted == 0) {
                run.answer(c).state = UNDERPIN_NO_EVENTS;
                run.step(c, "samples", "no sample has a value");
            } else if (statistic_) {
                answer_statistic(run, c, taken[c], values.scale());
            } else {
                answer_last(run, c, last[c], values.scale());
            }
        }
    }

  private:
    static void take_last(Last& last, const Last& next) {
        if (next.at > last.at || (next.at == last.at && next.key >= last.key)) last = next;
    }

    static Int128 units_of_one(int scale) {
        Int128 one = 1;
        for (int i = 0; i < scale; ++i) one *= 10;
        return one;
    }

    void answer_statistic(underpin::ScorerRun& run, std::size_t c, std::vector<Int128>& values,
                          int scale) const {
        const auto value = statistic_->of(values);
        const auto denominator = underpin::checked_multiply(value.denominator, units_of_one(scale));
        underpin::set_value(run.answer(c), value.numerator, denominator);
        if (!run.explain()) return;
        run.step(c, "samples", underpin::counted_words(run.answer(c).counted, "sample", "samples"));
        run.step(c, name_,
                 statistic_->words(value, values.size(), "", scale) + " = " +
                     underpin::quotient_words(value.numerator, denominator));
    }

    static void answer_last(underpin::ScorerRun& run, std::size_t c, const Last& last, int scale) {
        underpin::set_value(run.answer(c), last.value, units_of_one(scale));
        if (!run.explain()) return;
        run.step(c, "last",
                 "the sample " + std::string(last.key) +
                     " is the last one: " + underpin::decimal_words(last.value, scale));
    }

    std::string metric_, name_;
    std::optional<underpin::Statistic> statistic_;  // none: last
    bool in_service_time_;
    std::size_t component_;
};

const std::string config_schema = schema();

}  // namespace

UNDERPIN_PLUGIN_SCORER(Sample, "sample", "1.0.0", "Sample", "A statistic of measured values.",
                       config_schema)

// ratio - good of total, summed over samples, in percent. The rules are in README.md.
#include <string>
#include <vector>

#include "underpin/draft/events.hpp"
#include "underpin/draft/words.hpp"

namespace {

using underpin::Int128;

std::string schema() {
    return R"({"$schema": "http://json-schema.org/draft-07/schema#", "title": "Ratio",
      "type": "object", "additionalProperties": false, "required": ["metric"], "properties": {
        "metric": {"type": "string", "minLength": 1, "title": "Metric",
          "description": "The name of the samples."},)" +
           std::string(underpin::in_service_time_property) + "}}";
}

enum Column : std::size_t { at_column, metric_column, good_column, total_column };

class Ratio {
  public:
    static constexpr underpin::ScorerTraits traits{"percent", UNDERPIN_SHAPE_SAMPLE};
    static constexpr std::array columns{
        underpin::wanted("at", UNDERPIN_INSTANT), underpin::wanted("metric", UNDERPIN_TEXT),
        underpin::wanted("good", UNDERPIN_DECIMAL), underpin::wanted("total", UNDERPIN_DECIMAL)};

    explicit Ratio(const underpin::ScorerSetup& setup)
        : metric_(setup.config().text("/metric")),
          in_service_time_(setup.config().boolean("/in_service_time", false)),
          component_(setup.column("component")) {}

    void measure(underpin::ScorerRun& run) const {
        const underpin::EventFilter events(run, at_column, component_, in_service_time_);
        const underpin::TextColumn metrics(run.column(metric_column));
        const underpin::DecimalColumn good(run.column(good_column)),
            total(run.column(total_column));
        const auto wanted = underpin::codes_of(metrics, metric_);
        std::vector<Sums> sums(run.cells().size());
        for (std::size_t row = 0; row < run.evidence().rows; ++row) {
            if (row % 65536 == 0) run.stop_if_cancelled();
            const std::size_t c = events.cell(row);
            if (c == run.cells().size()) continue;
            const auto code = metrics.code(row);
            if (code >= wanted.size() || !wanted[code]) {
                events.leave_out(c, row, "another metric");
            } else if (!good.has(row) || !total.has(row)) {
                events.leave_out(c, row, "no good or no total");
            } else if (events.counts(c, row)) {
                ++run.answer(c).counted;
                sums[c].good = underpin::checked_add(sums[c].good, good[row]);
                sums[c].total = underpin::checked_add(sums[c].total, total[row]);
                run.verdict(c, row, {UNDERPIN_COUNTED, "sampled in the period"});
            }
        }
        for (std::size_t c = 0; c < run.cells().size(); ++c) answer(run, c, sums[c], good.scale());
    }

  private:
    struct Sums {
        Int128 good = 0, total = 0;
    };

    static void answer(underpin::ScorerRun& run, std::size_t c, Sums sums, int scale) {
        auto& answer = run.answer(c);
        if (sums.total == 0) {
            answer.state = UNDERPIN_NO_EVENTS;
            run.step(
                c, "samples",
                answer.counted == 0 ? "no sample has good and total" : "the totals sum up to 0");
            return;
        }
        if (sums.total < 0) sums = {-sums.good, -sums.total};
        underpin::set_percent(answer, sums.good, sums.total, scale);
        if (!run.explain()) return;
        const auto good = underpin::decimal_words(sums.good, scale);
        const auto total = underpin::decimal_words(sums.total, scale);
        run.step(c, "samples",
                 underpin::counted_words(answer.counted, "sample", "samples") + ": good " + good +
                     " of " + total);
        run.step(
            c, "ratio",
            "100 x " + good + " / " + total + " = " +
                underpin::quotient_words(underpin::checked_multiply(sums.good, 100), sums.total) +
                " %");
    }

    std::string metric_;
    bool in_service_time_;
    std::size_t component_;
};

const std::string config_schema = schema();

}  // namespace

UNDERPIN_PLUGIN_SCORER(Ratio, "ratio", "1.0.0", "Ratio",
                       "Good of total, summed over samples, in percent.", config_schema)

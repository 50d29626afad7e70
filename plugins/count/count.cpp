// count - how many records begin in a period: intervals by `from`, cases by `opened`. The rules are
// in README.md.
#include "underpin/draft/events.hpp"
#include "underpin/draft/words.hpp"

namespace {

std::string schema() {
    return R"({"$schema": "http://json-schema.org/draft-07/schema#", "title": "Count",
      "type": "object", "additionalProperties": false, "properties": {
        "of": {"enum": ["intervals", "cases"], "default": "cases", "title": "Of",
          "description": "intervals are counted by their from, cases by their opened."},)" +
           std::string(underpin::in_service_time_property) + "}}";
}

class Count {
  public:
    static constexpr underpin::ScorerTraits traits{"count"};
    static constexpr std::array columns{underpin::wanted("from", UNDERPIN_INSTANT),
                                        underpin::wanted("opened", UNDERPIN_INSTANT)};

    explicit Count(const underpin::ScorerSetup& setup)
        : intervals_(setup.config().text("/of", "cases") == "intervals"),
          in_service_time_(setup.config().boolean("/in_service_time", false)),
          component_(setup.column("component")) {}

    [[nodiscard]] std::int32_t shape() const {
        return intervals_ ? UNDERPIN_SHAPE_INTERVAL : UNDERPIN_SHAPE_CASE;
    }

    void measure(underpin::ScorerRun& run) const {
        const underpin::EventFilter events(run, intervals_ ? 0 : 1, component_, in_service_time_);
        for (std::size_t row = 0; row < run.evidence().rows; ++row) {
            if (row % 65536 == 0) run.stop_if_cancelled();
            const std::size_t c = events.cell(row);
            if (c == run.cells().size() || !events.counts(c, row)) continue;
            ++run.answer(c).counted;
            run.verdict(c, row, {UNDERPIN_COUNTED, "begins in the period"});
        }
        for (std::size_t c = 0; c < run.cells().size(); ++c) answer(run, c);
    }

  private:
    void answer(underpin::ScorerRun& run, std::size_t c) const {
        auto& answer = run.answer(c);
        underpin::set_value(answer, answer.counted, 1);
        if (!run.explain()) return;
        if (answer.excluded != 0) {
            run.step(c, "less exclusions",
                     underpin::grouped(answer.counted + answer.excluded) + " - " +
                         underpin::grouped(answer.excluded) + " = " +
                         underpin::grouped(answer.counted));
        }
        const std::string one = intervals_ ? "interval" : "case";
        run.step(c, "count",
                 underpin::counted_words(answer.counted, one, one + "s") + " began" +
                     (in_service_time_ ? " in service time" : ""));
    }

    bool intervals_, in_service_time_;
    std::size_t component_;
};

const std::string config_schema = schema();

}  // namespace

UNDERPIN_PLUGIN_SCORER(Count, "count", "1.0.0", "Count", "How many records begin in the period.",
                       config_schema)

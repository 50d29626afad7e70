// mttr - mean service-time length of the outages that end in a period, in seconds. The rules are in
// README.md.
#include <string>
#include <vector>

#include "underpin/draft/downtime.hpp"
#include "underpin/draft/events.hpp"
#include "underpin/draft/words.hpp"

namespace {

using underpin::Int128;

std::string schema() {
    return R"({"$schema": "http://json-schema.org/draft-07/schema#",
      "title": "Mean time to restore", "type": "object", "additionalProperties": false,
      "properties": {)" +
           underpin::outage_properties() + ",\n" + std::string(underpin::in_service_time_property) +
           "}}";
}

class Mttr {
  public:
    static constexpr underpin::ScorerTraits traits{"seconds", UNDERPIN_SHAPE_INTERVAL};
    static constexpr auto& columns = underpin::outage_columns;

    explicit Mttr(const underpin::ScorerSetup& setup)
        : rules_(underpin::OutageRules::from(setup.config())),
          in_service_time_(setup.config().boolean("/in_service_time", false)) {}

    void measure(underpin::ScorerRun& run) const {
        const underpin::OutageSet set(run, rules_);
        const underpin::Exclusions exclusions(run.evidence(), underpin::TextColumn(run.column(4)));
        const underpin::OutageCutter cutter(set, exclusions);
        underpin::OutagePieces pieces;
        std::vector<Int128> sums(run.cells().size());
        for (std::size_t i = 0; i < set.outages().size(); ++i) {
            if (i % 1024 == 0) run.stop_if_cancelled();
            const auto& outage = set.outages()[i];
            const std::size_t c = outage.open ? run.cells().size() : run.cell_at(outage.to);
            if (c == run.cells().size()) continue;
            cutter.cut(outage, pieces);
            const auto length = length_of(run.evidence(), pieces);
            const auto part = part_of(run.evidence(), outage, length, in_service_time_);
            if (tally_outage(run, c, set, i, part, length)) sums[c] += length.left;
        }
        for (std::size_t c = 0; c < run.cells().size(); ++c) answer(run, c, set, sums[c]);
    }

  private:
    static void answer(underpin::ScorerRun& run, std::size_t c, const underpin::OutageSet& set,
                       Int128 sum) {
        auto& answer = run.answer(c);
        if (run.explain()) tell_left_out(run, c, set);
        if (answer.counted == 0) {
            answer.state = UNDERPIN_NO_EVENTS;
            run.step(c, "outages", "no outage ended");
            return;
        }
        const Int128 denominator = Int128{1000} * answer.counted;
        underpin::set_value(answer, sum, denominator);
        if (!run.explain()) return;
        run.step(c, "outages that ended",
                 underpin::counted_words(answer.counted, "outage", "outages") + " of " +
                     underpin::duration_with_ms(static_cast<std::int64_t>(sum)) +
                     " of service time together");
        run.step(c, "mean time to restore",
                 underpin::grouped(sum) + " ms / " + underpin::grouped(answer.counted) + " = " +
                     underpin::quotient_words(sum, denominator) + " s");
    }

    underpin::OutageRules rules_;
    bool in_service_time_;
};

const std::string config_schema = schema();

}  // namespace

UNDERPIN_PLUGIN_SCORER(Mttr, "mttr", "1.0.0", "Mean time to restore",
                       "Mean service-time length of the outages that end in the period.",
                       config_schema)

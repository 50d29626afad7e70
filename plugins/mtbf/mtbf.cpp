// mtbf - uptime of a period divided by the number of outages that start in it, in seconds. The
// rules are in README.md.
#include <string>

#include "underpin/draft/downtime.hpp"
#include "underpin/draft/events.hpp"
#include "underpin/draft/words.hpp"

namespace {

using underpin::Int128;

std::string schema() {
    return R"({"$schema": "http://json-schema.org/draft-07/schema#",
      "title": "Mean time between failures", "type": "object", "additionalProperties": false,
      "properties": {)" +
           underpin::outage_properties() + ",\n" + std::string(underpin::in_service_time_property) +
           "}}";
}

class Mtbf {
  public:
    static constexpr underpin::ScorerTraits traits{"seconds", UNDERPIN_SHAPE_INTERVAL};
    static constexpr auto& columns = underpin::outage_columns;

    explicit Mtbf(const underpin::ScorerSetup& setup)
        : rules_(underpin::OutageRules::from(setup.config())),
          in_service_time_(setup.config().boolean("/in_service_time", false)) {}

    void measure(underpin::ScorerRun& run) const {
        const underpin::OutageSet set(run, rules_);
        const underpin::Exclusions exclusions(run.evidence(), underpin::TextColumn(run.column(4)));
        const underpin::OutageCutter cutter(set, exclusions);
        underpin::OutagePieces pieces;
        std::size_t first = 0;  // outages before it end before the cell
        for (std::size_t c = 0; c < run.cells().size(); ++c) {
            run.stop_if_cancelled();
            const auto& cell = run.cells()[c];
            const underpin::CellTime time(cell);
            const auto& outages = set.outages();
            while (first < outages.size() && outages[first].kept_to < cell.from) ++first;
            Int128 down = 0;
            for (std::size_t i = first; i < outages.size() && outages[i].from < cell.to; ++i) {
                cutter.cut(outages[i], pieces);
                const Int128 part = time.down(pieces.left);
                down += part;
                tell(run, c, set, i, pieces, part);
            }
            for (const auto& [from, ripe] : set.ripening()) {
                const bool starts_here = from >= cell.from && from < cell.to;
                if (starts_here) underpin::changes_by(run.answer(c), ripe);
            }
            answer(run, c, set, time, down);
        }
    }

  private:
    // Tallies outage i where it starts in the cell, and tells its rows.
    void tell(underpin::ScorerRun& run, std::size_t c, const underpin::OutageSet& set,
              std::size_t i, const underpin::OutagePieces& pieces, Int128 down) const {
        const auto& outage = set.outages()[i];
        auto part = underpin::OutagePart::outside;
        if (outage.from >= run.cells()[c].from) {
            const auto length = length_of(run.evidence(), pieces);
            part = part_of(run.evidence(), outage, length, in_service_time_);
            if (part == underpin::OutagePart::counts || down == 0) {
                tally_outage(run, c, set, i, part, length);
                return;
            }
        }
        if (part == underpin::OutagePart::excluded) ++run.answer(c).excluded;
        if (down == 0) return;
        underpin::RowVerdict verdict{UNDERPIN_COUNTED, "no start that counts; its downtime does"};
        verdict.amount = static_cast<std::int64_t>(down);
        verdict.group = static_cast<std::int64_t>(i);
        for (std::size_t j = outage.first; j < outage.last; ++j) {
            run.verdict(c, set.intervals()[j].row, verdict);
        }
    }

    static void answer(underpin::ScorerRun& run, std::size_t c, const underpin::OutageSet& set,
                       const underpin::CellTime& time, Int128 down) {
        auto& answer = run.answer(c);
        if (run.explain()) tell_left_out(run, c, set);
        const Int128 up = time.time() - down;
        if (run.explain()) {
            run.step(c, "service time that was seen", underpin::duration_with_ms(time.time()));
            run.step(c, "less downtime",
                     underpin::duration_with_ms(static_cast<std::int64_t>(down)) + ", leaves " +
                         underpin::duration_with_ms(static_cast<std::int64_t>(up)));
        }
        if (answer.counted == 0) {
            answer.state = UNDERPIN_NO_EVENTS;
            run.step(c, "outages", "no outage started");
            return;
        }
        const Int128 denominator = Int128{1000} * answer.counted;
        underpin::set_value(answer, up, denominator);
        if (!run.explain()) return;
        run.step(c, "mean time between failures",
                 underpin::grouped(up) + " ms / " +
                     underpin::counted_words(answer.counted, "outage", "outages") + " = " +
                     underpin::quotient_words(up, denominator) + " s");
    }

    underpin::OutageRules rules_;
    bool in_service_time_;
};

const std::string config_schema = schema();

}  // namespace

UNDERPIN_PLUGIN_SCORER(Mtbf, "mtbf", "1.0.0", "Mean time between failures",
                       "Uptime divided by the number of outages that start in the period.",
                       config_schema)

// availability - which part of covered service time was free of outages, in percent. The rules are
// in README.md; the arithmetic is exact (milliseconds, or with weighting by impact millionths).
#include <string>

#include "underpin/draft/downtime.hpp"
#include "underpin/draft/words.hpp"

namespace {

using underpin::Int128;

std::string schema() {
    return R"({"$schema": "http://json-schema.org/draft-07/schema#", "title": "Availability",
      "type": "object", "additionalProperties": false, "properties": {)" +
           underpin::outage_properties() + R"(,
        "weighting": {"enum": ["full", "impact"], "default": "full", "title": "Weighting",
          "description": "full: an outage is down altogether. impact: each instant weighs the largest impact there; merge_gap and whole_units do not apply."},
        "uncovered": {"enum": ["judge", "ignore"], "default": "judge", "title": "Uncovered time",
          "description": "judge: undetermined where unseen time would decide. ignore: it does not matter."}}})";
}

class Availability {
  public:
    static constexpr underpin::ScorerTraits traits{"percent", UNDERPIN_SHAPE_INTERVAL, true};
    static constexpr auto& columns = underpin::outage_columns;

    explicit Availability(const underpin::ScorerSetup& setup)
        : rules_(underpin::OutageRules::from(setup.config())),
          ignore_uncovered_(setup.config().text("/uncovered", "judge") == "ignore") {
        rules_.by_impact = setup.config().text("/weighting", "full") == "impact";
    }

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
                if (!outages[i].meets(cell.from, cell.to)) continue;
                cutter.cut(outages[i], pieces);
                const auto part = judge(time, pieces);
                down = underpin::checked_add(down, part.down);
                tally(run, c, set, i, part);
            }
            changes(run, c, set);
            answer(run, c, time, down);
            if (run.explain()) explain(run, c, set, time, down);
        }
    }

  private:
    // Downtime and time are counted in units of 1 ms / weight().
    [[nodiscard]] Int128 weight() const { return rules_.by_impact ? 1'000'000 : 1; }
    [[nodiscard]] int scale() const { return rules_.by_impact ? 6 : 0; }

    void tally(underpin::ScorerRun& run, std::size_t c, const underpin::OutageSet& set,
               std::size_t i, const underpin::OutageInCell& part) const {
        auto& answer = run.answer(c);
        const auto& outage = set.outages()[i];
        underpin::RowVerdict verdict;
        verdict.reason = part.reason;
        verdict.group = static_cast<std::int64_t>(i);
        verdict.amount = static_cast<std::int64_t>(part.down / weight());
        if (part.excluded) {
            ++answer.excluded;
            verdict.verdict = UNDERPIN_EXCLUDED;
            if (!run.explain()) return;
        } else {
            ++answer.counted;
            if (part.down > 0) {
                ++answer.breaching;
                verdict.verdict = UNDERPIN_BREACHING;
            }
        }
        for (std::size_t j = outage.first; j < outage.last; ++j) {
            run.verdict(c, set.intervals()[j].row, verdict);
        }
    }

    // An open outage that is too short so far, or whose next whole unit will fall into the cell.
    static void changes(underpin::ScorerRun& run, std::size_t c, const underpin::OutageSet& set) {
        const auto& cell = run.cells()[c];
        for (const auto& [from, ripe] : set.ripening()) {
            if (from < cell.to) underpin::changes_by(run.answer(c), ripe);
        }
        const std::int64_t unit = set.rules().whole_units_ms;
        if (unit == 0 || set.outages().empty()) return;
        const auto& last = set.outages().back();  // an open one runs to as_of: it is the last
        if (last.open && last.kept_to < cell.to) {
            underpin::changes_by(run.answer(c), last.kept_to + unit);
        }
    }

    void answer(underpin::ScorerRun& run, std::size_t c, const underpin::CellTime& time,
                Int128 down) const {
        auto& answer = run.answer(c);
        if (time.time() == 0) {
            answer.state = UNDERPIN_NO_TIME;
            return;
        }
        const Int128 whole = time.time() * weight();
        const Int128 unseen = time.unseen() * weight();
        underpin::set_percent(answer, whole - down, whole, scale());
        if (unseen == 0 || ignore_uncovered_) return;
        answer.has_bounds = 1;
        const auto bound = [&](Int128 up) {
            return underpin::from_int128(underpin::checked_multiply(up, 100));
        };
        answer.down_numerator = bound(whole - down);
        answer.up_numerator = bound(whole - down + unseen);
        answer.down_denominator = underpin::from_int128(whole + unseen);
        answer.up_denominator = underpin::from_int128(whole + unseen);
    }

    // Outages without any length have no downtime and are not counted.
    static void tell_empty(const underpin::ScorerRun& run, std::size_t c,
                           const underpin::OutageSet& set) {
        const auto& cell = run.cells()[c];
        for (const auto& outage : set.outages()) {
            const bool here = outage.from >= cell.from && outage.from < cell.to;
            if (!here || outage.kept_to > outage.from) continue;
            const char* reason =
                outage.to > outage.from ? "shorter than one whole unit" : "has no length";
            for (std::size_t j = outage.first; j < outage.last; ++j) {
                run.verdict(c, set.intervals()[j].row, {UNDERPIN_LEFT_OUT, reason});
            }
        }
    }

    void explain(underpin::ScorerRun& run, std::size_t c, const underpin::OutageSet& set,
                 const underpin::CellTime& time, Int128 down) const {
        const auto& cell = run.cells()[c];
        underpin::tell_left_out(run, c, set);
        tell_empty(run, c, set);
        const auto hours = underpin::length(underpin::to_ranges(cell.hours));
        run.step(c, "service time by the calendar", underpin::duration_with_ms(hours));
        if (hours != time.service()) {
            run.step(c, "less exclusions",
                     underpin::duration_with_ms(hours - time.service()) + ", leaves " +
                         underpin::duration_with_ms(time.service()));
        }
        if (time.unseen() != 0) {
            run.step(c, "less what was not seen",
                     underpin::duration_with_ms(time.unseen()) + ", leaves " +
                         underpin::duration_with_ms(time.time()));
        }
        const auto units = underpin::decimal_words(down, scale());
        run.step(c, "downtime",
                 underpin::duration_words(static_cast<std::int64_t>(down / weight())) + " = " +
                     units + " ms" + (rules_.by_impact ? " weighted by impact" : ""));
        if (time.time() == 0) {
            run.step(c, "availability", "no service time was seen: there is nothing to measure");
            return;
        }
        const Int128 whole = time.time() * weight();
        const auto total = underpin::grouped(time.time());
        run.step(c, "availability",
                 "100 x (" + total + " - " + units + ") / " + total + " = " +
                     underpin::quotient_words((whole - down) * 100, whole) + " %");
        if (run.answer(c).has_bounds == 0) return;
        const Int128 unseen = time.unseen() * weight();
        run.step(c, "unseen time",
                 "all of it down would make it " +
                     underpin::quotient_words((whole - down) * 100, whole + unseen) +
                     " %, all of it up " +
                     underpin::quotient_words((whole - down + unseen) * 100, whole + unseen) +
                     " %");
    }

    underpin::OutageRules rules_;
    bool ignore_uncovered_;
};

const std::string config_schema = schema();

}  // namespace

UNDERPIN_PLUGIN_SCORER(Availability, "availability", "1.0.0", "Availability",
                       "The part of covered service time without outages, in percent.",
                       config_schema)

// delivery - which part of the deliveries due in a period came on time and in full, in percent. The
// rules are in README.md. Days are local dates of the agreement's zone, in days since 1970-01-01.
#include <optional>
#include <string>

#include "underpin/draft/words.hpp"
#include "underpin/scorer.hpp"

namespace {

using underpin::Int128;

constexpr std::string_view config_schema = R"({
  "$schema": "http://json-schema.org/draft-07/schema#", "title": "Delivery",
  "type": "object", "additionalProperties": false, "properties": {
    "count": {"enum": ["on_time", "in_full", "both"], "default": "both", "title": "Count",
      "description": "What a delivery has to be: on time, in full, or both."},
    "early": {"type": ["string", "integer"], "pattern": "^([0-9]{1,5}d?|unlimited)$",
      "minimum": 0, "maximum": 99999, "default": "unlimited", "title": "Early",
      "description": "How many days before the due date are still on time: 2, 2d or unlimited."},
    "late": {"type": ["string", "integer"], "pattern": "^[0-9]{1,5}d?$",
      "minimum": 0, "maximum": 99999, "default": "0", "title": "Late",
      "description": "How many days after the due date are still on time: 2 or 2d."},
    "quantity_tolerance": {"type": ["string", "number"], "pattern": "^[0-9]{1,9}(\\.[0-9]{1,6})?$",
      "minimum": 0, "default": "0", "title": "Quantity tolerance",
      "description": "By how many percent of the ordered quantity the delivered one may differ."}}})";

enum Column : std::size_t { due_column, resolved_column, ordered_column, delivered_column };

// Whole days, "2" or "2d".
std::int64_t days_of(std::string text, const char* setting) {
    if (!text.empty() && text.back() == 'd') text.pop_back();
    const auto days = underpin::parse_integer(text);
    if (!days || *days < 0 || *days > 99'999) {
        throw underpin::configuration_error(std::string(setting) +
                                            " must be whole days, such as 2 or 2d");
    }
    return *days;
}

class Delivery {
  public:
    static constexpr underpin::ScorerTraits traits{"percent", UNDERPIN_SHAPE_CASE};
    static constexpr std::array columns{underpin::wanted("due_date", UNDERPIN_DATE),
                                        underpin::wanted("resolved_date", UNDERPIN_DATE),
                                        underpin::wanted("ordered", UNDERPIN_DECIMAL),
                                        underpin::wanted("delivered", UNDERPIN_DECIMAL)};

    explicit Delivery(const underpin::ScorerSetup& setup) {
        const auto& config = setup.config();
        const auto count = config.text("/count", "both");
        on_time_ = count != "in_full";
        in_full_ = count != "on_time";
        const auto early = config.text("/early", "unlimited");
        if (early != "unlimited") early_ = days_of(early, "early");
        late_ = days_of(config.text("/late", "0"), "late");
        tolerance_ = config.decimal("/quantity_tolerance", tolerance_places, 0);
        if (tolerance_ < 0) {
            throw underpin::configuration_error("quantity_tolerance must not be below 0");
        }
    }

    void measure(underpin::ScorerRun& run) const {
        const underpin::InstantColumn due(run.column(due_column));
        const underpin::InstantColumn resolved(run.column(resolved_column));
        const underpin::DecimalColumn ordered(run.column(ordered_column));
        const underpin::DecimalColumn delivered(run.column(delivered_column));
        for (std::size_t row = 0; row < run.evidence().rows; ++row) {
            if (row % 65536 == 0) run.stop_if_cancelled();
            const std::int64_t due_day = due[row], day = resolved[row];
            if (due_day == UNDERPIN_ABSENT) continue;
            const std::size_t c = run.cell_at_day(due_day);
            if (c == run.cells().size()) continue;
            if (day == UNDERPIN_ABSENT) {
                undelivered(run, c, row, due_day);
                continue;
            }
            const char* fault = on_time_ ? late_or_early(due_day, day) : nullptr;
            if (fault == nullptr && in_full_) fault = short_or_over(ordered, delivered, row);
            judged(run, c, row, fault, day - due_day - late_);
        }
        for (std::size_t c = 0; c < run.cells().size(); ++c) answer(run, c);
    }

  private:
    static constexpr int tolerance_places = 6;

    // Not delivered by as_of: a miss once its last allowed day is over, pending until then.
    void undelivered(underpin::ScorerRun& run, std::size_t c, std::size_t row,
                     std::int64_t due_day) const {
        const auto& evidence = run.evidence();
        const std::int64_t days_over = evidence.as_of_day - due_day - late_;
        if (days_over > 0) {
            judged(run, c, row, "not delivered", days_over);
            return;
        }
        ++run.answer(c).pending;
        run.verdict(c, row, {UNDERPIN_PENDING, "not delivered yet, not late yet"});
        // It becomes a miss at the midnight after its last day. Only tomorrow's is known here;
        // a later one is at least so many days of 23 hours away (a look too early does no harm,
        // and a date that a zone leaves out costs one).
        const std::int64_t next =
            evidence.next_day > evidence.as_of ? evidence.next_day : evidence.as_of + 1;
        const std::int64_t more_days = std::max<std::int64_t>(0, -days_over - 1);
        underpin::changes_by(run.answer(c), next + more_days * 23 * 3'600'000);
    }

    [[nodiscard]] const char* late_or_early(std::int64_t due_day, std::int64_t day) const {
        if (day > due_day + late_) return "late";
        return early_ && day < due_day - *early_ ? "too early" : nullptr;
    }

    [[nodiscard]] const char* short_or_over(const underpin::DecimalColumn& ordered,
                                            const underpin::DecimalColumn& delivered,
                                            std::size_t row) const {
        if (!ordered.has(row) || !delivered.has(row)) return "not in full: no quantities";
        const Int128 difference = underpin::checked_subtract(delivered[row], ordered[row]);
        // |difference| <= tolerance percent of ordered, in units of 10^-6 percent
        const Int128 off = underpin::checked_multiply(difference < 0 ? -difference : difference,
                                                      Int128{100} * 1'000'000);
        if (off <= underpin::checked_multiply(ordered[row], tolerance_)) return nullptr;
        return difference < 0 ? "not in full: too little" : "not in full: too much";
    }

    // `fault` is nullptr for a good one; its amount is how long it came after the last allowed day.
    static void judged(underpin::ScorerRun& run, std::size_t c, std::size_t row, const char* fault,
                       std::int64_t days_over) {
        auto& answer = run.answer(c);
        ++answer.counted;
        underpin::RowVerdict verdict{UNDERPIN_COUNTED, "as agreed"};
        if (days_over > 0) verdict.amount = days_over * underpin::day_ms;
        if (fault != nullptr) {
            ++answer.breaching;
            verdict.verdict = UNDERPIN_BREACHING;
            verdict.reason = fault;
        }
        run.verdict(c, row, verdict);
    }

    static void answer(underpin::ScorerRun& run, std::size_t c) {
        auto& answer = run.answer(c);
        if (answer.counted == 0) {
            answer.state = UNDERPIN_NO_EVENTS;
            run.step(c, "deliveries", "no delivery was judged");
            return;
        }
        const std::int64_t good = answer.counted - answer.breaching;
        underpin::set_percent(answer, good, answer.counted);
        if (!run.explain()) return;
        run.step(c, "deliveries",
                 underpin::counted_words(answer.counted, "delivery", "deliveries") +
                     " judged: " + underpin::grouped(good) + " as agreed, " +
                     underpin::grouped(answer.breaching) + " not");
        run.step(c, "delivered as agreed",
                 "100 x " + underpin::grouped(good) + " / " + underpin::grouped(answer.counted) +
                     " = " + underpin::quotient_words(Int128{100} * good, answer.counted) + " %");
    }

    bool on_time_ = true, in_full_ = true;
    std::optional<std::int64_t> early_;  // none: unlimited
    std::int64_t late_ = 0;
    Int128 tolerance_ = 0;  // percent, in 10^-6
};

}  // namespace

UNDERPIN_PLUGIN_SCORER(Delivery, "delivery", "1.0.0", "Delivery",
                       "Deliveries on time and in full, in percent.", config_schema)

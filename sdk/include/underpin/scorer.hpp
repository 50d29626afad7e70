// underpin/scorer.hpp - a scorer as one C++ class and one macro, header-only.
//
//   class Uptime {
//   public:
//       static constexpr underpin::ScorerTraits traits{"percent", UNDERPIN_SHAPE_SAMPLE};
//       static constexpr std::array columns{underpin::wanted("at", UNDERPIN_INSTANT), ...};
//       explicit Uptime(const underpin::ScorerSetup& setup);   // reads setup.config()
//       void measure(underpin::ScorerRun& run) const;          // [any thread] answers every cell
//   };
//   UNDERPIN_PLUGIN_SCORER(Uptime, "uptime", "1.0.0", "Uptime", "What it measures", schema)
//
// Optional members: `std::string_view unit() const` where the unit depends on the configuration,
// `int32_t shape() const` likewise. Constructor and measure may throw PluginError; anything else
// that escapes is reported as a fault of the plugin.
#ifndef UNDERPIN_SCORER_HPP
#define UNDERPIN_SCORER_HPP

#include <array>
#include <cstring>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "underpin/columns.hpp"
#include "underpin/guard.hpp"
#include "underpin/service_time.hpp"
#include "underpin/values.hpp"

namespace underpin {
inline namespace sdk {

// For schemas: what parse_duration_ms reads ("1h30m"); add "minLength": 2.
inline constexpr std::string_view duration_pattern =
    "^([0-9]+d)?([0-9]+h)?([0-9]+m)?([0-9]+s)?([0-9]+ms)?$";

struct ScorerTraits {
    std::string_view unit;             // "percent", "seconds", "count", "number"
    std::int32_t shape = 0;            // UNDERPIN_SHAPE_..., 0: the class has shape()
    bool coverage_of_service = false;  // coverage is judged on service time, else plain time
};

constexpr underpin_wanted wanted(std::string_view name, std::int32_t type) {
    return {{name.data(), name.size()}, type, 0};
}

// What a scorer is created from. Lives for the constructor's call only.
class ScorerSetup {
  public:
    ScorerSetup(const underpin_host* host, const underpin_scorer_host* scorer_host)
        : scorer_host_(scorer_host), config_(Config::of(host)) {}

    [[nodiscard]] const Config& config() const { return config_; }

    // Asks for a calendar; the answer is its index in evidence.clocks.
    [[nodiscard]] std::size_t calendar(std::string_view id) const {
        std::size_t clock = 0;
        check(scorer_host_->calendar(scorer_host_->self, to_text(id), &clock),
              "there is no calendar '" + std::string(id) + "'");
        return clock;
    }

    // Asks for a text column (a field or an attribute) beyond the class's columns.
    [[nodiscard]] std::size_t column(std::string_view name) const {
        std::size_t column = 0;
        check(scorer_host_->column(scorer_host_->self, to_text(name), &column),
              "there is no field or attribute '" + std::string(name) + "'");
        return column;
    }

    // The id of the objective's own calendar; empty where an old host does not say.
    [[nodiscard]] std::string objective_calendar() const {
        const bool knows = scorer_host_->size >= sizeof(underpin_scorer_host) &&
                           scorer_host_->objective_calendar != nullptr;
        return knows ? std::string(to_view(scorer_host_->objective_calendar(scorer_host_->self)))
                     : std::string();
    }

  private:
    static void check(underpin_result result, const std::string& message) {
        if (result != UNDERPIN_OK) throw PluginError(result, message);
    }

    const underpin_scorer_host* scorer_host_;
    Config config_;
};

// A row's part in a cell, for ScorerRun::verdict.
struct RowVerdict {
    std::int32_t verdict = UNDERPIN_COUNTED;
    std::string_view reason;
    std::int64_t amount = 0;
    std::int64_t limit = UNDERPIN_ABSENT;
    std::int64_t group = UNDERPIN_ABSENT;
};

// One call of measure: what is to be measured, and where the answers go.
class ScorerRun {
  public:
    ScorerRun(const underpin_host* host, const underpin_evidence* evidence,
              const underpin_cell* cells, std::size_t count, const underpin_findings* findings)
        : host_(host),
          findings_(findings),
          explain_(findings->explain != 0),
          cells_(count),
          answers_(count) {
        evidence_ = {};
        std::memcpy(&evidence_, evidence, std::min(evidence->size, sizeof(evidence_)));
        // The host's table may be longer or shorter than ours: step by its own size.
        const auto* at = reinterpret_cast<const unsigned char*>(cells);
        for (std::size_t i = 0; i < count; ++i, at += cells->size) {
            std::memcpy(&cells_[i], at, std::min(cells->size, sizeof(underpin_cell)));
        }
        for (const auto& cell : cells_) {
            by_instant_.add({cell.from, cell.to});
            by_day_.add({cell.first_day, cell.end_day});
        }
        for (auto& answer : answers_) answer.changes_at = UNDERPIN_ABSENT;
    }

    [[nodiscard]] const underpin_evidence& evidence() const { return evidence_; }
    [[nodiscard]] const underpin_column& column(std::size_t i) const {
        return evidence_.columns[i];
    }
    [[nodiscard]] const std::vector<underpin_cell>& cells() const { return cells_; }  // by from
    [[nodiscard]] underpin_answer& answer(std::size_t cell) { return answers_[cell]; }
    [[nodiscard]] bool explain() const { return explain_; }

    // The cell that holds t, or cells().size().
    [[nodiscard]] std::size_t cell_at(std::int64_t t) const { return by_instant_.find(t); }
    // Likewise, the cell that holds a local date.
    [[nodiscard]] std::size_t cell_at_day(std::int64_t day) const { return by_day_.find(day); }

    void verdict(std::size_t cell, std::size_t row, const RowVerdict& row_verdict) const {
        underpin_verdict out{};
        out.size = sizeof(out);
        out.cell = cell;
        out.row = row;
        out.verdict = row_verdict.verdict;
        out.amount = row_verdict.amount;
        out.limit = row_verdict.limit;
        out.group = row_verdict.group;
        out.reason = to_text(row_verdict.reason);
        findings_->verdict(findings_->self, &out);
    }

    // A step of the arithmetic in words; build the text only where explain() asks for it.
    void step(std::size_t cell, std::string_view label, std::string_view text) const {
        if (explain_) findings_->step(findings_->self, cell, to_text(label), to_text(text));
    }

    // Call now and then in long loops.
    void stop_if_cancelled() const {
        if (host_->cancelled != nullptr && host_->cancelled(host_->self) != 0) {
            throw PluginError(UNDERPIN_CANCELLED, "the host asked to stop");
        }
    }

    // Copies the answers out, as much of each as the host knows.
    void deliver(underpin_answer* answers) const {
        if (answers_.empty()) return;
        auto* at = reinterpret_cast<unsigned char*>(answers);
        const auto size = answers->size;
        for (const auto& ours : answers_) {
            auto copy = ours;
            copy.size = size;
            std::memcpy(at, &copy, std::min(size, sizeof(copy)));
            at += size;
        }
    }

  private:
    const underpin_host* host_;
    const underpin_findings* findings_;
    bool explain_;
    underpin_evidence evidence_;
    std::vector<underpin_cell> cells_;
    std::vector<underpin_answer> answers_;
    RangeFinder by_instant_, by_day_;
};

// Puts a value into an answer; the denominator must be above 0.
inline void set_value(underpin_answer& answer, Int128 numerator, Int128 denominator) {
    answer.state = UNDERPIN_VALUE;
    answer.value_numerator = from_int128(numerator);
    answer.value_denominator = from_int128(denominator);
}

// The value 100 x numerator / denominator, with the fraction itself in units of 10^-scale written
// with as few places as are exact.
inline void set_percent(underpin_answer& answer, Int128 numerator, Int128 denominator,
                        int scale = 0) {
    set_value(answer, checked_multiply(numerator, 100), denominator);
    for (; scale > 0 && numerator % 10 == 0 && denominator % 10 == 0; --scale) {
        numerator /= 10;
        denominator /= 10;
    }
    answer.has_fraction = 1;
    answer.numerator = from_int128(numerator);
    answer.denominator = from_int128(denominator);
    answer.fraction_scale = scale;
}

// The earlier of an answer's changes_at and t.
inline void changes_by(underpin_answer& answer, std::int64_t t) {
    if (answer.changes_at == UNDERPIN_ABSENT || t < answer.changes_at) answer.changes_at = t;
}

// The C table of a scorer class.
template <typename Class>
class ScorerTable {
  public:
    static const underpin_scorer* table(std::string_view schema) {
        static const underpin_scorer scorer = make(schema);
        return &scorer;
    }

  private:
    static underpin_scorer make(std::string_view schema) {
        underpin_scorer scorer{};
        scorer.size = sizeof(scorer);
        scorer.config_schema = to_text(schema);
        scorer.unit = to_text(Class::traits.unit);
        scorer.shape = Class::traits.shape;
        scorer.coverage_of_service = Class::traits.coverage_of_service ? 1 : 0;
        scorer.columns = Class::columns.data();
        scorer.column_count = Class::columns.size();
        scorer.create = create;
        scorer.destroy = [](void* self) { delete static_cast<Class*>(self); };
        if constexpr (requires(const Class& c) { c.unit(); }) scorer.unit_of = unit_of;
        if constexpr (requires(const Class& c) { c.shape(); }) scorer.shape_of = shape_of;
        scorer.measure = measure;
        return scorer;
    }

    static underpin_result create(const underpin_host* host,
                                  const underpin_scorer_host* scorer_host, void** self) {
        return guarded(host, [&] {
            const ScorerSetup setup(host, scorer_host);
            *self = std::make_unique<Class>(setup).release();
        });
    }

    static underpin_text unit_of(void* self) {
        return to_text(static_cast<const Class*>(self)->unit());
    }

    static std::int32_t shape_of(void* self) { return static_cast<const Class*>(self)->shape(); }

    static underpin_result measure(void* self, const underpin_host* host,
                                   const underpin_evidence* evidence, const underpin_cell* cells,
                                   std::size_t count, const underpin_findings* findings,
                                   underpin_answer* answers) {
        return guarded(host, [&] {
            ScorerRun run(host, evidence, cells, count, findings);
            static_cast<const Class*>(self)->measure(run);
            run.deliver(answers);
        });
    }
};

}  // namespace sdk
}  // namespace underpin

// Exports a scorer class as the plugin of this library. `schema` is the JSON Schema of `with`.
#define UNDERPIN_PLUGIN_SCORER(Class, name_, version_, title_, description_, schema_)         \
    extern "C" UNDERPIN_EXPORT const underpin_plugin* underpin_plugin_v1(uint32_t host_major, \
                                                                         uint32_t) {          \
        static const underpin_plugin plugin{sizeof(underpin_plugin),                          \
                                            UNDERPIN_ABI_MAJOR,                               \
                                            UNDERPIN_ABI_MINOR,                               \
                                            underpin::to_text(name_),                         \
                                            underpin::to_text(version_),                      \
                                            underpin::to_text(title_),                        \
                                            underpin::to_text(description_),                  \
                                            nullptr,                                          \
                                            underpin::ScorerTable<Class>::table(schema_)};    \
        return host_major == UNDERPIN_ABI_MAJOR ? &plugin : nullptr;                          \
    }

#endif  // UNDERPIN_SCORER_HPP

// A bench for scorer plugins: loads one as the host would, lends it evidence and cells as the plain
// tables of plugin.h, and collects what it says. Knows nothing of the server. One thread a bench,
// except that measure() may be called from many.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "underpin/service_time.hpp"

namespace underpin::bench {

// One record of any shape; times in milliseconds, days since 1970-01-01.
struct Row {
    std::string key;
    std::optional<std::int64_t> start, responded, end;  // from, opened, at; to, resolved
    std::optional<std::int64_t> due_day, resolved_day;
    std::vector<std::pair<std::int64_t, std::optional<std::int64_t>>> pauses;
    std::string state = "outage", component, priority, metric;
    std::int64_t impact = 1'000'000;
    std::optional<Int128> value, good, total, ordered, delivered;  // in 10^-9
    std::map<std::string, std::string> attributes;
};

struct Cell {
    std::int64_t from = 0, to = 0;  // cut by as_of
    std::int64_t period_to = 0;     // 0: to
};

struct Partial {
    Range window;
    std::vector<std::string> components;
};

// All that surrounds the evidence.
struct Setting {
    std::int64_t as_of = 0;
    Ranges hours;     // service time by the calendar, over all time
    Ranges excluded;  // whole exclusions
    bool count_as_up = false;
    bool stops_cases = false;  // the whole exclusions stop case clocks
    std::vector<Partial> partials;
    Ranges covered;
    std::map<std::string, Ranges> calendars;  // that a scorer may ask for
    std::string calendar = "always";          // the id of the objective's own
};

struct Told {
    std::size_t cell = 0, row = 0;
    std::int32_t verdict = 0;
    std::int64_t amount = 0, limit = 0, group = 0;
    std::string reason;
};

struct Step {
    std::size_t cell = 0;
    std::string label, text;
};

struct Outcome {
    underpin_result result = UNDERPIN_OK;
    std::string message;  // of a failure
    std::vector<underpin_answer> answers;
    std::vector<Told> verdicts;
    std::vector<Step> steps;
};

// A plugin library, loaded once for ever.
class Scorer {
  public:
    explicit Scorer(const std::string& name);  // throws std::runtime_error
    [[nodiscard]] const underpin_plugin& plugin() const { return *plugin_; }
    // What the library answers to a host of that major version.
    [[nodiscard]] const underpin_plugin* answer_to(std::uint32_t major) const {
        return entry_(major, 0);
    }
    [[nodiscard]] const underpin_scorer& table() const { return *plugin_->scorer; }

  private:
    underpin_plugin_v1_function entry_ = nullptr;
    const underpin_plugin* plugin_ = nullptr;
};

// A configured scorer.
class Instance {
  public:
    // `with` is JSON. Look at failure() first.
    Instance(const Scorer& scorer, std::string with, const std::string& calendar = "always");
    ~Instance();
    Instance(const Instance&) = delete;
    Instance& operator=(const Instance&) = delete;

    [[nodiscard]] const std::string& failure() const {
        return failure_;
    }  // "" where it was created
    [[nodiscard]] underpin_result result() const { return result_; }
    [[nodiscard]] std::string unit() const;
    [[nodiscard]] std::int32_t shape() const;
    [[nodiscard]] Outcome measure(const Setting& setting, const std::vector<Row>& rows,
                                  const std::vector<Cell>& cells, bool explain = false) const;

  private:
    const underpin_scorer& scorer_;
    std::string with_, failure_;
    underpin_result result_ = UNDERPIN_OK;
    std::vector<std::string> calendars_, columns_;
    void* self_ = nullptr;
};

// Creates, measures once and throws std::runtime_error where either fails.
Outcome measure(const std::string& scorer, const std::string& with, const Setting& setting,
                const std::vector<Row>& rows, const std::vector<Cell>& cells, bool explain = false);

// ---- short words for tests ----------------------------------------------------------------------

inline constexpr std::int64_t minute_ms = 60'000, hour_ms = 3'600'000;
// 2024-03-01T00:00:00Z, a Friday; March has 31 days.
inline constexpr std::int64_t march = 1'709'251'200'000;
inline constexpr std::int64_t april = march + 31 * day_ms;
inline constexpr std::int64_t march_day = march / day_ms;

// Always in service, all covered, looked at on 2024-06-01.
Setting around_the_clock();
inline Int128 nine(std::int64_t units) { return Int128{units} * 1'000'000'000; }
std::string value_text(const underpin_answer& answer);  // "14/15 x 100" as a reduced fraction

}  // namespace underpin::bench

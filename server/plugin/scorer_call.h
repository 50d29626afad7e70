// One call of a scorer: lends it the evidence, cells and clocks as the plain tables of plugin.h and
// collects its verdicts and answers. Used by ScorerInstance only; lives for one call on one thread.
#pragma once

#include <deque>
#include <map>
#include <string>
#include <vector>

#include "plugin/scorer_library.h"
#include "underpin/plugin.h"

namespace underpin {

// The host's side of create and measure: configuration by JSON pointer, and the words of a failure.
class ScorerCallHost {
  public:
    explicit ScorerCallHost(const std::string& config_json);
    ~ScorerCallHost();
    ScorerCallHost(const ScorerCallHost&) = delete;
    ScorerCallHost& operator=(const ScorerCallHost&) = delete;

    [[nodiscard]] const underpin_host* table() const { return &table_; }
    [[nodiscard]] Error error(underpin_result result, const std::string& scorer) const;

  private:
    struct State;
    std::unique_ptr<State> state_;
    underpin_host table_{};
};

class ScorerCall {
  public:
    ScorerCall(const underpin_scorer& scorer, const ScorerEvidence& evidence,
               const std::vector<std::string>& more_columns, const std::vector<ScorerCell>& cells,
               ScorerDetail detail);

    [[nodiscard]] const underpin_evidence* evidence() const { return &table_; }
    [[nodiscard]] const underpin_cell* cells() const { return cell_tables_.data(); }
    [[nodiscard]] const underpin_findings* findings() const { return &findings_; }
    [[nodiscard]] underpin_answer* answers() { return answers_.data(); }
    [[nodiscard]] Result<std::vector<ScorerAnswer>> take_answers();

  private:
    // Spans as two arrays, kept alive for the call.
    underpin_spans lend(const Spans& spans);
    underpin_clock lend(const ServiceClock& clock);
    underpin_column column(const std::string& name, int type);
    underpin_column instants(const std::vector<std::int64_t>& values);
    underpin_column text(const EvidenceColumns::Text& values);
    underpin_column decimals(const std::vector<std::optional<Int128>>& values);
    void lend_partials();
    void add_verdict(const underpin_verdict& verdict);

    const ScorerEvidence& source_;
    ScorerDetail detail_;
    underpin_evidence table_{};
    underpin_findings findings_{};
    std::vector<underpin_cell> cell_tables_;
    std::vector<underpin_answer> answers_;
    std::vector<ScorerAnswer> results_;

    // Storage that the tables point into; deques keep addresses while they grow.
    std::vector<underpin_column> columns_;
    std::vector<std::string> column_names_;
    std::vector<underpin_clock> clocks_;
    std::vector<underpin_partial> partials_;
    std::deque<std::vector<std::int64_t>> numbers_;
    std::deque<std::vector<std::uint8_t>> bits_;
    std::deque<std::vector<std::uint32_t>> codes_;
    std::deque<std::vector<underpin_int128>> wide_;
    std::deque<std::vector<underpin_text>> dictionaries_;
    EvidenceColumns::Text keys_;
    std::map<std::string, EvidenceColumns::Text> empty_text_;
};

}  // namespace underpin

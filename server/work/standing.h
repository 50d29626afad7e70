// What stands, for readers that must not wait: each supplier's results put together from stored
// measurements and kept in memory until something changes or time makes them old. Nothing is
// measured here; what is due is said.
//
// Any thread. Two readers of the same supplier wait for one composition.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "store/changes.h"
#include "work/measure.h"

namespace underpin {

class Standing {
  public:
    MeasureOutcome outcome;  // of the supplier's agreements
    bool stale = false;      // something is due, or the last import of a source failed or goes on
    std::size_t due = 0;     // cells
    std::optional<Instant> as_of;  // as asked for; none: now

    // A text that was made of it, kept as long as it stands: what many readers ask for is made
    // once. The name says all that the text depends on besides.
    [[nodiscard]] Result<std::string> text(const std::string& name,
                                           const std::function<Result<std::string>()>& make) const;

  private:
    mutable std::mutex mutex_;
    mutable std::map<std::string, std::string> texts_;
};
using StandingPtr = std::shared_ptr<const Standing>;

class StandingBoard {
  public:
    // Borrows what the context borrows.
    explicit StandingBoard(const Context& context);

    // not_found with the nearest name for an unknown supplier.
    [[nodiscard]] Result<StandingPtr> of_supplier(const std::string& supplier);
    // Of whoever the agreement is with, a customer too.
    [[nodiscard]] Result<StandingPtr> of_agreement(const std::string& agreement);
    // At another instant: computed, not stored and not kept.
    [[nodiscard]] Result<StandingPtr> of_supplier_at(const std::string& supplier, Instant as_of);
    [[nodiscard]] Result<std::shared_ptr<const Portfolio>> portfolio();

  private:
    struct Kept {
        std::mutex mutex;
        std::string stamp;
        Instant until = Instant::min();
        StandingPtr standing;
    };

    [[nodiscard]] StandingPtr kept(const std::string& supplier);  // null: has to be composed
    [[nodiscard]] std::shared_ptr<Kept> entry(const std::string& supplier);
    [[nodiscard]] Result<StandingPtr> compose(std::set<std::string> agreements);

    Context context_;
    ChangeWatch changes_;
    std::mutex mutex_;  // entries and portfolio
    std::map<std::string, std::shared_ptr<Kept>> entries_;
    std::shared_ptr<const Portfolio> portfolio_;
    std::int64_t portfolio_revision_ = -1;
    std::string portfolio_stamp_;
};

}  // namespace underpin

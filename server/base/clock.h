// The one clock that is injected everywhere; only main creates the real one.
#pragma once

#include "base/instant.h"

namespace underpin {

class Clock {
  public:
    virtual ~Clock() = default;
    [[nodiscard]] virtual Instant now() const = 0;
};

class SystemClock final : public Clock {
  public:
    [[nodiscard]] Instant now() const override;
};

// For tests and for `--now`: stands still until it is set.
class FixedClock final : public Clock {
  public:
    explicit FixedClock(Instant now) : now_(now) {}
    [[nodiscard]] Instant now() const override { return now_; }
    void set(Instant now) { now_ = now; }

  private:
    Instant now_;
};

}  // namespace underpin

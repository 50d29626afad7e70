// What a monitoring system scrapes at /metrics, in the Prometheus text format. Any thread.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "http/connections.h"
#include "work/figures.h"

namespace underpin {

class Metrics {
  public:
    Metrics();
    ~Metrics();

    // One answered request; `route` is the operation's name.
    void answered(const std::string& route, const std::string& method, int status,
                  std::chrono::microseconds took);
    // The whole text. Figures are absent where they could not be gathered.
    [[nodiscard]] std::string text(const ConnectionCounts& connections,
                                   const std::optional<Figures>& figures, Instant now) const;
    // The figures of a moment ago, or what `gather` finds now: two scrapers cost no more than one.
    [[nodiscard]] std::optional<Figures> figures(const std::function<Result<Figures>()>& gather,
                                                 Instant now);

  private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace underpin

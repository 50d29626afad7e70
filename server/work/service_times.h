// Compiled service time, shared by objectives with the same calendar. Thread safe.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "domain/terms.h"

namespace underpin {

// A calendar's service time over a range as it was compiled when numbers were frozen: time zone
// data may have changed since.
struct KeptServiceTime {
    std::string calendar;
    Span range;
    Spans spans;
};

class ServiceTimes {
  public:
    ServiceTimes(const Portfolio& portfolio, Span range, std::vector<KeptServiceTime> kept = {})
        : portfolio_(portfolio), range_(range), kept_(std::move(kept)) {}

    // The calendar's service time less the given spans.
    [[nodiscard]] std::shared_ptr<const ServiceClock> clock(const std::string& calendar,
                                                            const Spans& less);

  private:
    [[nodiscard]] Spans compile(const std::string& calendar) const;

    const Portfolio& portfolio_;
    Span range_;
    std::vector<KeptServiceTime> kept_;  // wins over what is compiled now
    std::mutex mutex_;
    std::map<std::string, std::shared_ptr<const ServiceClock>> plain_;
};

}  // namespace underpin

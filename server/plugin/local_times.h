// Counts the local times of a run that do not exist or are ambiguous, and words them for a person.
// A value of one run; one thread.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace underpin {

class LocalTimes {
  public:
    // kind: UNDERPIN_LOCAL_NONEXISTENT or UNDERPIN_LOCAL_AMBIGUOUS.
    void add(std::int32_t kind, const std::string& zone, std::int64_t local_day,
             std::int64_t local_ms);

    struct Summary {
        std::string text;
        std::int64_t times = 0;
    };
    // One line a kind and zone, with the number and the first ones.
    [[nodiscard]] std::vector<Summary> summaries() const;

  private:
    struct Seen {
        std::int64_t times = 0;
        std::vector<std::string> first;
    };
    std::map<std::pair<std::int32_t, std::string>, Seen> seen_;
};

}  // namespace underpin

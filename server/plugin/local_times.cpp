#include "plugin/local_times.h"

#include "base/instant.h"
#include "base/text.h"
#include "underpin/plugin.h"

namespace underpin {
namespace {

constexpr std::size_t examples = 3;
constexpr std::size_t most_kinds = 64;  // a plugin may name zones without end

std::string local_text(std::int64_t local_day, std::int64_t local_ms) {
    std::string text = format_instant(Instant{local_day * day.ms + local_ms});
    text.pop_back();  // Z: this is no instant
    text[text.find('T')] = ' ';
    return text;
}

}  // namespace

void LocalTimes::add(std::int32_t kind, const std::string& zone, std::int64_t local_day,
                     std::int64_t local_ms) {
    const auto key = std::pair(kind, zone);
    if (seen_.size() >= most_kinds && !seen_.contains(key)) return;
    Seen& seen = seen_[key];
    ++seen.times;
    if (seen.first.size() < examples) seen.first.push_back(local_text(local_day, local_ms));
}

std::vector<LocalTimes::Summary> LocalTimes::summaries() const {
    std::vector<Summary> out;
    for (const auto& [key, seen] : seen_) {
        const auto& [kind, zone] = key;
        const bool one = seen.times == 1;
        const std::string times = std::to_string(seen.times) + " local time" + (one ? "" : "s");
        const std::string what =
            kind == UNDERPIN_LOCAL_NONEXISTENT
                ? (one ? " does not exist in " : " do not exist in ") + zone +
                      (one ? " and was" : " and were") + " read as the change of the clocks"
                : (one ? " is ambiguous in " : " are ambiguous in ") + zone +
                      (one ? " and was" : " and were") + " read as the earlier instant";
        out.push_back({times + what + ": " + join(seen.first, ", ") +
                           (seen.times > std::int64_t{examples} ? ", ..." : ""),
                       seen.times});
    }
    return out;
}

}  // namespace underpin

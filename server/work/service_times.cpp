#include "work/service_times.h"

namespace underpin {

Spans ServiceTimes::compile(const std::string& calendar) const {
    auto spans = service_spans(portfolio_.calendar_of(calendar), range_);
    for (const auto& kept : kept_) {
        if (kept.calendar != calendar) continue;
        spans = unite(subtract(spans, {kept.range}), clip(kept.spans, range_));
    }
    return spans;
}

std::shared_ptr<const ServiceClock> ServiceTimes::clock(const std::string& calendar,
                                                        const Spans& less) {
    std::shared_ptr<const ServiceClock> plain;
    {
        const std::lock_guard lock(mutex_);
        auto& kept = plain_[calendar];
        if (!kept) kept = std::make_shared<ServiceClock>(compile(calendar), range_);
        plain = kept;
    }
    if (less.empty()) return plain;
    return std::make_shared<ServiceClock>(subtract(plain->spans(), less), range_);
}

}  // namespace underpin

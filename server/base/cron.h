// A cron schedule of five fields - minute, hour, day of the month, month, day of the week - and
// the names @hourly, @daily (@midnight), @weekly, @monthly, @yearly (@annually). Pure; any thread.
//
// Fields: `*`, numbers, names (jan-dec, sun-sat; 0 and 7 are Sunday), ranges `a-b`, steps `*/n`
// and `a-b/n`, lists of these with commas. Where neither day field begins with `*`, a day that
// either one names counts; else it must fit both.
//
// Clock changes: a local time that does not exist happens at the transition, once however many are
// skipped; one that comes twice happens the first time.
#pragma once

#include <bitset>
#include <optional>
#include <string_view>

#include "base/instant.h"
#include "base/result.h"
#include "base/time_zone.h"

namespace underpin {

class Cron {
  public:
    // The error names the field and what may stand there.
    [[nodiscard]] static Result<Cron> parse(std::string_view text);

    // The first instant after `after`; none before the year 9999.
    [[nodiscard]] std::optional<Instant> next(Instant after, const TimeZone& zone) const;

  private:
    Cron() = default;
    [[nodiscard]] bool on(Date local_day) const;
    [[nodiscard]] bool ever() const;  // some day of some year fits

    std::bitset<60> minutes_;
    std::bitset<24> hours_;
    std::bitset<32> days_;
    std::bitset<13> months_;
    std::bitset<7> weekdays_;
    bool any_day_ = false;  // one of the day fields begins with *
};

}  // namespace underpin

// When a supplier's people are at work: where their tickets are opened and how long they take.
// Only the generator uses it; what is scored is the calendar document.
#pragma once

#include <string_view>
#include <vector>

#include "work/demo/timeline.h"

namespace underpin::demo {

class WorkingHours {
  public:
    // Minutes of the day; Saturday only with `saturday`. Without a country: no holidays.
    WorkingHours(const Timeline& timeline, int open, int close, bool saturday,
                 std::string_view country);
    [[nodiscard]] static WorkingHours always();

    [[nodiscard]] bool works_on(Date date) const;
    [[nodiscard]] Minutes opening(Date date) const { return midnight_of(date) + open_; }
    [[nodiscard]] Minutes length() const { return close_ - open_; }
    // The instant after so many minutes of work.
    [[nodiscard]] Minutes after(Minutes start, Minutes work) const;

  private:
    WorkingHours(int open, int close) : open_(open), close_(close), every_day_(true) {}

    int open_ = 0;
    int close_ = 0;
    bool saturday_ = false;
    bool every_day_ = false;
    std::vector<Date> holidays_;
};

}  // namespace underpin::demo

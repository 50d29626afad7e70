#include "base/dates.h"

namespace underpin {

Date plus_months(Date date, int count) {
    const auto moved = date::year_month_day(date) + date::months(count);
    return moved.ok() ? Date(moved) : Date(moved.year() / moved.month() / date::last);
}

}  // namespace underpin

#include "work/demo/timeline.h"

#include <cassert>
#include <charconv>

#include "work/demo/holidays.h"

namespace underpin::demo {

namespace {

int number_in(std::string_view text) {
    int number = 0;
    if (!text.empty() && text.front() == '+') text.remove_prefix(1);
    std::from_chars(text.data(), text.data() + text.size(), number);
    return number;
}

}  // namespace

Timeline::Timeline(Instant now) {
    const date::year_month_day today{date::floor<date::days>(
        date::sys_time<std::chrono::milliseconds>(std::chrono::milliseconds(now.ms)))};
    first_ = today.year() / today.month() - date::months(month_count);
}

Date Timeline::month(int number) const {
    return Date{(first_ + date::months(number)) / date::day(1)};
}

int Timeline::month_of(Date date) const {
    const date::year_month_day day{date};
    return static_cast<int>((day.year() / day.month() - first_).count());
}

std::string Timeline::label(int number) const { return format_date(month(number)).substr(0, 7); }

std::string Timeline::fill(std::string_view text) const {
    std::string filled;
    while (true) {
        const auto open = text.find("{{");
        filled += text.substr(0, open);
        if (open == std::string_view::npos) return filled;
        const auto close = text.find("}}", open);
        assert(close != std::string_view::npos);
        filled += value_of(text.substr(open + 2, close - open - 2));
        text.remove_prefix(close + 2);
    }
}

std::string Timeline::value_of(std::string_view name) const {
    if (name.starts_with("label ")) return label(number_in(name.substr(6)));
    if (name.starts_with("holidays ")) {
        const date::year_month_day first{month(0)};
        const date::year_month_day last{month(month_count + 3)};
        return holiday_lines(name.substr(9), static_cast<int>(first.year()),
                             static_cast<int>(last.year()));
    }
    assert(name.starts_with("m"));
    const auto sign = name.find_first_of("+-", 2);
    const int days = sign == std::string_view::npos ? 0 : number_in(name.substr(sign));
    return format_date(month(number_in(name.substr(1, sign - 1))) + date::days(days));
}

Minutes midnight_of(Date date) { return Minutes{date.time_since_epoch().count()} * minutes_a_day; }

Date date_of(Minutes at) {
    return Date{
        date::days(at >= 0 ? at / minutes_a_day : (at - minutes_a_day + 1) / minutes_a_day)};
}

}  // namespace underpin::demo

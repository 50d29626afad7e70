#include "cli/render_notices.h"

#include <fmt/format.h>

namespace underpin {

namespace {

constexpr int soon_days = 30;

std::string days_left_text(const DatedNotice& dated) {
    if (!dated.days_left) return "unknown";
    if (*dated.days_left < 0) return fmt::format("missed by {} d", -*dated.days_left);
    return *dated.days_left == 0 ? "today" : fmt::format("{} d", *dated.days_left);
}

Tone tone_of(const DatedNotice& dated) {
    if (!dated.days_left || *dated.days_left < 0) return Tone::bad;
    return *dated.days_left <= soon_days ? Tone::warning : Tone::plain;
}

std::string value_text(const Notice& notice) {
    return notice.value ? notice.value->to_string() + " " + notice.value->currency.code
                        : "not recorded";
}

std::string last_day_text(const Notice& notice) {
    return notice.last_day ? format_date(*notice.last_day) : "no such day";
}

std::string what_text(const Notice& notice) {
    return (notice.name.empty() ? "" : notice.name + ": ") + notice.effect +
           (notice.clause && !notice.clause->ref.empty() ? " (" + notice.clause->ref + ")" : "");
}

}  // namespace

std::string render_notices(const std::vector<DatedNotice>& notices, int within_days,
                           const RenderOptions& options) {
    if (notices.empty()) {
        return fmt::format("No notice is due within {} days.\n", within_days);
    }
    Table table({{"Send by", Align::left},
                 {"Left", Align::left},
                 {"Contract", Align::left},
                 {"Supplier", Align::left},
                 {"What", Align::left, true},
                 {"At stake", Align::right}});
    for (const auto& dated : notices) {
        table.add(
            {last_day_text(dated.notice), days_left_text(dated), dated.notice.contract,
             dated.notice.supplier, what_text(dated.notice), value_text(dated.notice)},
            {tone_of(dated), tone_of(dated), Tone::plain, Tone::plain, Tone::plain, Tone::plain});
    }
    return fmt::format("Notices within {} days\n\n", within_days) + table.text(options, 2) +
           "\nThe last safe day leaves the whole notice period free before the end, in the time "
           "zone of\nthe contract's agreements. At stake are recurring charges, net of tax.\n";
}

std::string notices_csv(const std::vector<DatedNotice>& notices) {
    Table table({{"last_day"},
                 {"days_left"},
                 {"time_zone"},
                 {"contract"},
                 {"supplier"},
                 {"kind"},
                 {"name"},
                 {"ends"},
                 {"effect"},
                 {"value"},
                 {"currency"},
                 {"clause"}});
    for (const auto& [notice, time_zone, left] : notices) {
        table.add({notice.last_day ? format_date(*notice.last_day) : "",
                   left ? std::to_string(*left) : "", time_zone, notice.contract, notice.supplier,
                   notice_kind_name(notice.kind), notice.name, format_date(notice.end),
                   notice.effect, notice.value ? notice.value->to_string() : "",
                   notice.value ? notice.value->currency.code : "",
                   notice.clause ? notice.clause->ref : ""});
    }
    return table.csv();
}

}  // namespace underpin

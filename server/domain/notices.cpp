#include "domain/notices.h"

#include <algorithm>
#include <fmt/format.h>

#include "base/dates.h"
#include "domain/contract_charges.h"
#include "domain/working_days.h"

namespace underpin {
namespace {

Date last_day_before(Date end) { return end - date::days(1); }

std::string period_text(const NoticePeriod& notice) {
    if (notice.days) return fmt::format("{} days", *notice.days);
    if (notice.months) return fmt::format("{} months", *notice.months);
    return fmt::format("{} working days of {}", notice.working_days.value_or(0), notice.calendar);
}

std::string step_of(const NoticePeriod& notice, const Notice& found) {
    if (!found.last_day) {
        return period_text(notice) + " cannot be counted: the calendar has too few working days";
    }
    return fmt::format("{} of notice before {}, the day of notice not counted: by {}",
                       period_text(notice), format_date(found.end), format_date(*found.last_day));
}

// What the contract's recurring charges come to on those days, by the terms of today.
std::optional<Money> charges_on(const Contract& terms, Days days) {
    const Rational sum = creditable_charges(terms.charges, std::nullopt, days);
    if (sum == 0) return std::nullopt;
    return require(Money::round(sum, terms.currency, RoundingMode::half_even));
}

struct Subject {
    const Portfolio& portfolio;
    const std::string& id;
    const Contract& terms;  // those of today
    Term term;              // in force
};

Notice notice_for(const Subject& subject, const NoticePeriod& notice, Date end) {
    Notice found;
    found.contract = subject.id;
    found.supplier = subject.terms.supplier;
    found.term = subject.term;
    found.end = end;
    const Calendar& calendar = notice.calendar.empty()
                                   ? Calendar::around_the_clock()
                                   : subject.portfolio.calendar_of(notice.calendar);
    found.last_day = last_safe_day(notice, end, calendar);
    found.steps.push_back(fmt::format("the term in force: {} to {}", format_date(found.term.from),
                                      format_date(last_day_before(*found.term.to))));
    found.steps.push_back(step_of(notice, found));
    return found;
}

std::optional<Notice> renewal_notice(const Subject& subject) {
    const Renewal& renewal = subject.terms.renewal;
    if (!renewal.notice || renewal.kind == "none") return std::nullopt;
    const Date end = *subject.term.to;
    Notice found = notice_for(subject, *renewal.notice, end);
    const Days next{end, plus_months(end, renewal.months)};
    const std::string until = format_date(last_day_before(next.end));
    if (renewal.kind == "auto") {
        found.kind = NoticeKind::renewal;
        found.effect = "renews by itself until " + until + " unless notice is sent";
    } else {
        found.kind = NoticeKind::prolongation;
        found.effect =
            "ends on " + format_date(last_day_before(end)) +
            (renewal.months > 0 ? "; notice prolongs it until " + until : "; notice prolongs it");
    }
    found.value = charges_on(subject.terms, next);
    if (found.value) {
        found.steps.push_back(fmt::format("at stake: the charges from {} to {}, {} {}",
                                          format_date(end), until, found.value->to_string(),
                                          found.value->currency.code));
    }
    return found;
}

Notice break_notice(const Subject& subject, const BreakOption& option) {
    Notice found = notice_for(subject, option.notice, option.on);
    found.kind = NoticeKind::break_option;
    found.name = option.name;
    found.clause = option.clause;
    found.effect = fmt::format("may be ended on {}; otherwise it runs until {}",
                               format_date(last_day_before(option.on)),
                               format_date(last_day_before(*subject.term.to)));
    found.value = charges_on(subject.terms, {option.on, *subject.term.to});
    return found;
}

}  // namespace

const char* notice_kind_name(NoticeKind kind) {
    switch (kind) {
        case NoticeKind::renewal: return "renewal";
        case NoticeKind::prolongation: return "option";
        case NoticeKind::break_option: return "break";
    }
    return "";
}

Term term_in_force(const Term& term, const Renewal& renewal, Date today) {
    if (!term.to || renewal.kind != "auto" || renewal.months <= 0) return term;
    // Counted from the first end, so that the 31st comes back after a month of 30 days.
    Term current = term;
    for (int renewed = 1; *current.to <= today; ++renewed) {
        current = {*current.to, plus_months(*term.to, renewed * renewal.months)};
    }
    return current;
}

std::optional<Date> last_safe_day(const NoticePeriod& notice, Date end, const Calendar& calendar) {
    if (notice.days) return last_day_before(end - date::days(*notice.days));
    if (notice.months) return last_day_before(plus_months(end, -*notice.months));
    // Sent on a day that is no working day, it would count as sent on the next one.
    return working_day_before(calendar, end, notice.working_days.value_or(0) + 1);
}

std::vector<Notice> notices_of(const Portfolio& portfolio, const std::string& contract,
                               Date today) {
    const Amended& amended = portfolio.contracts.at(contract);
    const auto& terms = amended.on(today).document.as<Contract>();
    const Term term = term_in_force(contract_term(amended), terms.renewal, today);
    if (!term.to || *term.to <= today) return {};

    const Subject subject{portfolio, contract, terms, term};
    std::vector<Notice> notices;
    if (auto renewal = renewal_notice(subject)) notices.push_back(std::move(*renewal));
    for (const BreakOption& option : terms.breaks) {
        if (option.on <= today || option.on >= *term.to) continue;
        notices.push_back(break_notice(subject, option));
    }
    std::ranges::stable_sort(notices, {}, &Notice::last_day);
    return notices;
}

}  // namespace underpin

// The notice engine: by which day notice must be sent so that a contract does not renew by itself,
// is prolonged, or ends at a break. Counted from the term in force now: after a tacit renewal from
// the current term, not the first. Pure; any thread.
//
// The last safe day is the one that leaves the whole notice period free between itself and the end:
// neither the day of notice nor the first day after the term counts. A contract that is read more
// generously only leaves a day in hand.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "domain/terms.h"

namespace underpin {

enum class NoticeKind {
    renewal,       // renews by itself unless notice is sent
    prolongation,  // ends by itself unless the option to prolong is exercised
    break_option,  // may be ended early, on that date only
};
[[nodiscard]] const char* notice_kind_name(NoticeKind kind);  // "renewal", "option", "break"

// One deadline of one contract.
struct Notice {
    std::string contract, supplier;
    NoticeKind kind = NoticeKind::renewal;
    std::string name;              // of a break option; empty otherwise
    Term term;                     // the one in force
    Date end;                      // first day on which the contract would no longer be in force
    std::optional<Date> last_day;  // to send notice; none: its calendar has too few working days
    std::string effect;            // what happens without notice, or with it: a sentence
    std::optional<Money> value;    // recurring charges at stake; none: none are recorded for then
    std::optional<Clause> clause;
    std::vector<std::string> steps;  // the derivation, with its dates put in
};

// The term that holds on `today`: the contract's own, moved on by as many tacit renewals as have
// happened (kind auto). `from` stays that of the first term where there was none.
[[nodiscard]] Term term_in_force(const Term& term, const Renewal& renewal, Date today);

// The last day to send notice for something that takes effect at the beginning of `end`. Calendar
// of `notice.working_days` as given.
[[nodiscard]] std::optional<Date> last_safe_day(const NoticePeriod& notice, Date end,
                                                const Calendar& calendar);

// The deadlines that lie ahead of `today`, and those that were missed while what they are about has
// not happened yet. By last day. Contracts whose term is over have none.
[[nodiscard]] std::vector<Notice> notices_of(const Portfolio& portfolio,
                                             const std::string& contract, Date today);

}  // namespace underpin

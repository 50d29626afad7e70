#include "domain/charges.h"

#include <algorithm>

#include "base/dates.h"

namespace underpin {
namespace {

using date::months;
using date::year_month_day;

// The part of a charge that one calendar month carries; a year is twelve twelfths.
Rational monthly(const Charge& charge) {
    const Rational amount = charge.amount.to_rational();
    switch (charge.per) {
        case ChargePer::month: return amount;
        case ChargePer::quarter: return amount / 3;
        case ChargePer::year: return amount / 12;
        case ChargePer::once: break;  // not creditable
    }
    return 0;
}

Days days_of(const Charge& charge) { return days_of(Term{charge.from, charge.to}); }

Rational charged_on(const Charge& charge, Days days) {
    const Days charged = intersect(days, days_of(charge));
    Rational whole_months = 0;
    for (Date at = charged.first; at < charged.end;) {
        const Days month = month_of(at);
        whole_months += make_rational(intersect(month, charged).count(), month.count());
        at = month.end;
    }
    return monthly(charge) * whole_months;
}

}  // namespace

Days intersect(Days a, Days b) {
    const Date first = std::max(a.first, b.first);
    return {first, std::max(first, std::min(a.end, b.end))};
}

Days days_of(const Term& term) {
    return {term.from, term.to.value_or(Date(date::year(9999) / 12 / 31))};
}

Rational creditable_charges(const std::vector<Charge>& charges,
                            const std::optional<std::string>& service, Days days) {
    Rational sum = 0;
    for (const Charge& charge : charges) {
        if (service && charge.service != service) continue;
        sum += charged_on(charge, days);
    }
    return sum;
}

Days month_of(Date date) {
    const year_month_day ymd(date);
    const date::year_month month = ymd.year() / ymd.month();
    return {Date(month / 1), Date((month + months(1)) / 1)};
}

Days contract_year_of(const Term& term, Date date) {
    int count = int(year_month_day(date).year()) - int(year_month_day(term.from).year());
    if (plus_months(term.from, 12 * count) > date) --count;
    return intersect({plus_months(term.from, 12 * count), plus_months(term.from, 12 * (count + 1))},
                     days_of(term));
}

}  // namespace underpin

#include "documents/convert.h"

namespace underpin {
namespace {

ChargePer per_named(const std::string& name) {
    if (name == "quarter") return ChargePer::quarter;
    if (name == "year") return ChargePer::year;
    if (name == "once") return ChargePer::once;
    return ChargePer::month;
}

std::optional<Remedy> remedy_named(const std::string& name) {
    if (name == "price_adjustment") return Remedy::price_adjustment;
    if (name == "sole") return Remedy::sole;
    if (name == "without_prejudice") return Remedy::without_prejudice;
    return std::nullopt;
}

bool overlap(const Charge& a, const Charge& b) {
    return (!b.to || a.from < *b.to) && (!a.to || b.from < *a.to);
}

std::optional<NoticePeriod> read_notice(const Fields& fields) {
    if (!fields.has("notice")) return std::nullopt;
    const Fields notice = fields.map("notice");
    const int named = notice.has("days") + notice.has("months") + notice.has("working_days");
    if (named != 1) notice.fail("", "expected exactly one of days, months and working_days");
    if (notice.has("working_days") != notice.has("calendar")) {
        notice.fail("calendar", "working_days and calendar go together",
                    "name the calendar whose open days are working days");
    }
    return NoticePeriod{notice.integer("days"), notice.integer("months"),
                        notice.integer("working_days"), notice.text("calendar")};
}

Renewal convert_renewal(const Fields& spec) {
    const Fields fields = spec.map("renewal");
    Renewal renewal;
    renewal.kind = fields.text("kind", renewal.kind);
    renewal.months = fields.integer("months", 0);
    if (fields.has("notice_days") && fields.has("notice")) {
        fields.fail("notice", "notice_days and notice are two words for one thing",
                    "remove one of the two");
    }
    if (fields.has("notice_days")) {
        renewal.notice = NoticePeriod{.days = fields.integer("notice_days")};
    } else {
        renewal.notice = read_notice(fields);
    }
    if (renewal.kind == "auto" && renewal.months == 0) {
        fields.fail("months", "a renewal of kind auto needs months", "by how many it prolongs");
    }
    if (renewal.kind == "auto" && !renewal.notice) {
        fields.warn("", "a renewal of kind auto without notice_days",
                    "no deadline can be given for it; write the notice that the contract asks for");
    }
    return renewal;
}

std::vector<BreakOption> convert_breaks(const Fields& spec, const Term& term) {
    std::vector<BreakOption> breaks;
    for (const Fields& fields : spec.list("breaks")) {
        const auto on = fields.date("on");
        if (!on) continue;
        if (*on <= term.from || (term.to && *on >= *term.to)) {
            fields.fail("on", "the break lies outside of the term",
                        "it is the first day on which the contract would no longer be in force");
        }
        breaks.push_back({fields.text("name"), *on, read_notice(fields).value_or(NoticePeriod{}),
                          read_clause(fields)});
    }
    return breaks;
}

Charge convert_charge(const Fields& fields, const Currency& currency, const Term& term) {
    Charge charge;
    charge.service = fields.maybe_text("service");
    if (!currency.code.empty()) {
        charge.amount = fields.money("amount", currency).value_or(Money{0, currency});
    }
    charge.per = per_named(fields.text("per"));
    const auto from = fields.date("from");
    charge.from = from.value_or(Date{});
    charge.to = fields.date("to");
    if (from && charge.to && *charge.to <= *from) {
        fields.fail("to", "the charge ends before it starts", "to is the first day after");
    } else if (from && term.to && *from >= *term.to) {
        fields.warn("from", "the charge starts after the end of the term", "it never counts");
    } else if (charge.to && *charge.to <= term.from) {
        fields.warn("to", "the charge ends before the term starts", "it never counts");
    }
    return charge;
}

// Two running charges for one service at one time: which of them is the base of a credit?
void check_overlaps(const std::vector<Fields>& fields, const std::vector<Charge>& charges) {
    for (std::size_t i = 0; i < charges.size(); ++i) {
        for (std::size_t j = 0; j < i; ++j) {
            const Charge& a = charges[j];
            const Charge& b = charges[i];
            const bool running = a.per != ChargePer::once && b.per != ChargePer::once;
            const bool dated = fields[i].has("from") && fields[j].has("from");
            if (!running || !dated || a.service != b.service || !overlap(a, b)) continue;
            const std::string what = b.service ? "service \"" + *b.service + "\"" : "no service";
            fields[i].fail("",
                           "overlaps spec.charges[" + std::to_string(j) + "] (line " +
                               std::to_string(fields[j].node().line) + ") for " + what,
                           "end the first one with to, or make one charge of the two");
        }
    }
}

ContractCaps convert_caps(const Fields& spec, const Currency& currency) {
    const Fields fields = spec.map("caps");
    ContractCaps caps;
    caps.period.percent = fields.percent("period_percent");
    caps.year.percent = fields.percent("year_percent");
    if (!currency.code.empty()) {
        caps.period.amount = fields.money("period_amount", currency);
        caps.year.amount = fields.money("year_amount", currency);
    }
    return caps;
}

void check_parent(const Fields& spec, const Contract& contract) {
    if (contract.kind == "call_off" && !contract.parent) {
        spec.warn("kind", "a call-off without parent", "name its framework contract in parent");
    }
    if (contract.kind != "call_off" && contract.parent) {
        spec.fail("parent", "only a call_off has a parent", "write kind: call_off");
    }
}

}  // namespace

Contract convert_contract(const Fields& spec) {
    Contract contract;
    contract.supplier = spec.text("supplier");
    contract.number = spec.text("number");
    contract.term = read_term(spec, "term").value_or(Term{});
    contract.renewal = convert_renewal(spec);
    contract.breaks = convert_breaks(spec, contract.term);
    if (spec.has("currency")) {
        const Result<Currency> currency = Currency::find(spec.text("currency"));
        if (currency) {
            contract.currency = *currency;
        } else {
            spec.fail("currency", currency.error());
        }
    }
    contract.kind = spec.text("kind", contract.kind);
    contract.parent = spec.maybe_text("parent");
    check_parent(spec, contract);
    for (const Fields& fields : spec.list("subcontractors")) {
        contract.subcontractors.push_back(
            {fields.text("supplier"), fields.maybe_text("service"), fields.integer("rank", 1)});
    }
    const std::vector<Fields> charges = spec.list("charges");
    for (const Fields& fields : charges) {
        contract.charges.push_back(convert_charge(fields, contract.currency, contract.term));
    }
    check_overlaps(charges, contract.charges);
    contract.caps = convert_caps(spec, contract.currency);
    contract.claim = read_claim(spec);
    contract.grace_until = spec.date("grace_until");
    contract.remedy = remedy_named(spec.text("remedy"));
    return contract;
}

}  // namespace underpin

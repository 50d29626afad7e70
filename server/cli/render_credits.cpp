#include "cli/render_credits.h"

#include <algorithm>

#include "base/text.h"
#include "cli/render_time.h"

namespace underpin {
namespace {

Tone tone_of_line(CreditStatus status) {
    switch (status) {
        case CreditStatus::provisional: return Tone::quiet;
        case CreditStatus::proposed: return Tone::plain;
        case CreditStatus::lapsed: return Tone::bad;
        case CreditStatus::overdue:
        case CreditStatus::disputed: return Tone::warning;
        case CreditStatus::credited: return Tone::good;
        case CreditStatus::waived:
        case CreditStatus::withdrawn: return Tone::quiet;
        case CreditStatus::approved:
        case CreditStatus::claimed:
        case CreditStatus::acknowledged:
        case CreditStatus::partly_credited: return Tone::plain;
    }
    return Tone::plain;
}

bool several_currencies(const SupplierCredits& credits) { return credits.totals.size() > 1; }

// A mark on the amount that the footnotes explain.
std::string amount_text(const CreditLine& line, bool with_currency) {
    return line.amount.to_string() + (with_currency ? " " + line.amount.currency.code : "") +
           (line.capped_from ? "*" : "");
}

std::string status_words(CreditStatus status) {
    return status == CreditStatus::partly_credited ? "partly credited" : credit_status_name(status);
}

std::string status_text(const CreditLine& line) {
    const std::string status = status_words(line.status);
    if (line.claim) {
        const bool to_send =
            line.status == CreditStatus::proposed || line.status == CreditStatus::approved;
        const bool dated = to_send && line.claim_by.has_value();
        return status + " (claim " + std::to_string(*line.claim) + ")" +
               (dated ? ", claim by " + format_date(*line.claim_by) : "");
    }
    if (!line.claim_by) return status;
    const bool passed = line.status == CreditStatus::lapsed || line.status == CreditStatus::overdue;
    return status + (passed ? " after " : ", claim by ") + format_date(*line.claim_by);
}

std::string lines_table(const SupplierCredits& credits, const RenderOptions& options) {
    Table table({{"Period", Align::left},
                 {"Owed under", Align::left, true},
                 {"Rule", Align::left, true},
                 {"Base", Align::right},
                 {"Credit", Align::right},
                 {"Status", Align::left, true}});
    for (const CreditLine& line : credits.lines) {
        table.add({line.period, owed_text(line), line.rule, line.base.to_string(),
                   amount_text(line, several_currencies(credits)), status_text(line)},
                  {Tone::plain, Tone::plain, Tone::plain, Tone::plain, Tone::plain,
                   tone_of_line(line.status)});
    }
    return table.text(options, indent);
}

std::string cap_notes(const SupplierCredits& credits, const RenderOptions& options) {
    std::string out;
    for (const CreditLine& line : credits.lines) {
        if (!line.capped_from) continue;
        out += paragraph("* " + line.period + " " + owed_text(line) + ": " +
                             line.capped_from->to_string() + " before the cap of the " +
                             join(line.capped_by, " and the "),
                         options, indent, 2);
    }
    return out;
}

// What of the total stands where: "1200.00 proposed, 300.00 lapsed".
std::string by_status(const SupplierCredits& credits, const std::string& currency) {
    std::vector<std::string> texts;
    for (const CreditStatus status :
         {CreditStatus::proposed, CreditStatus::approved, CreditStatus::claimed,
          CreditStatus::acknowledged, CreditStatus::disputed, CreditStatus::partly_credited,
          CreditStatus::credited, CreditStatus::overdue, CreditStatus::lapsed, CreditStatus::waived,
          CreditStatus::withdrawn}) {
        std::optional<Money> sum;
        for (const CreditLine& line : credits.lines) {
            if (line.status != status || line.amount.currency.code != currency) continue;
            sum = sum ? require(add(*sum, line.amount)) : line.amount;
        }
        if (sum) texts.push_back(sum->to_string() + " " + status_words(status));
    }
    return join(texts, ", ");
}

std::string totals_text(const SupplierCredits& credits) {
    std::string out;
    for (const CreditTotal& total : credits.totals) {
        const std::string split = by_status(credits, total.total.currency.code);
        out += "Total " + total.total.to_string() + " " + total.total.currency.code +
               (total.capped ? ", capped" : "") + (split.empty() ? "" : " (" + split + ")") + "\n";
    }
    const bool provisional = std::ranges::any_of(credits.lines, [](const CreditLine& line) {
        return line.status == CreditStatus::provisional;
    });
    if (provisional) out += "Provisional lines belong to open periods and are in no total.\n";
    return out;
}

std::string triggers_text(const SupplierCredits& credits, const RenderOptions& options) {
    if (credits.triggers.empty()) return "";
    std::string out = "\nRights raised\n";
    for (const RaisedTrigger& trigger : credits.triggers) {
        const std::string clause =
            trigger.clause && !trigger.clause->ref.empty() ? " (" + trigger.clause->ref + ")" : "";
        out += paragraph(trigger.period + "  " + trigger.agreement + "  " + trigger.name + clause +
                             ": " + trigger.because,
                         options, indent, 2);
    }
    return out;
}

}  // namespace

std::string owed_text(const CreditLine& line) {
    return line.agreement + " / " + line.objective.value_or("(agreement)") +
           (line.earns_back ? ", earned back for " + *line.earns_back : "");
}

std::string render_credits(const SupplierCredits& credits, Instant as_of,
                           const RenderOptions& options) {
    std::string out = "Service credits of " + credits.supplier + "\nas of " +
                      time_text(TimeZone::utc(), as_of) + ", net of tax\n\n";
    if (credits.lines.empty()) {
        out += "No credit is owed.\n";
    } else {
        out += lines_table(credits, options) + cap_notes(credits, options) + "\n";
    }
    out += totals_text(credits) + triggers_text(credits, options);
    for (std::size_t i = 0; i < credits.notes.size(); ++i) {
        out += (i == 0 ? "\n" : "") + paragraph("Note: " + credits.notes[i], options, 0, indent);
    }
    return out;
}

std::string credits_csv(const SupplierCredits& credits) {
    Table table({{"supplier"},
                 {"agreement"},
                 {"objective"},
                 {"period"},
                 {"scheme"},
                 {"currency"},
                 {"base"},
                 {"rule"},
                 {"points"},
                 {"earns_back"},
                 {"amount"},
                 {"capped_from"},
                 {"status"},
                 {"claim_by"},
                 {"claim"}});
    for (const CreditLine& line : credits.lines) {
        table.add({credits.supplier, line.agreement, line.objective.value_or(""), line.period,
                   line.scheme, line.amount.currency.code, line.base.to_string(), line.rule,
                   line.points ? format_exact(*line.points) : "", line.earns_back.value_or(""),
                   line.amount.to_string(), line.capped_from ? line.capped_from->to_string() : "",
                   credit_status_name(line.status),
                   line.claim_by ? format_date(*line.claim_by) : "",
                   line.claim ? std::to_string(*line.claim) : ""});
    }
    return table.csv();
}

}  // namespace underpin

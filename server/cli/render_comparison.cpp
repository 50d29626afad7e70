#include "cli/render_comparison.h"

#include "cli/render_credits.h"
#include "cli/render_time.h"

namespace underpin {
namespace {

std::string amount_of(const std::optional<CreditLine>& line) {
    if (!line) return "-";
    return line->amount.to_string() + (line->status == CreditStatus::provisional ? " *" : "");
}

std::string signed_text(std::int64_t minor, const Currency& currency) {
    return (minor > 0 ? "+" : "") + Money{minor, currency}.to_string();
}

// The rule of both, or both rules.
std::string rule_text(const CreditChange& change) {
    if (!change.now) return change.proposed->rule;
    if (!change.proposed || change.proposed->rule == change.now->rule) return change.now->rule;
    return change.now->rule + " -> " + change.proposed->rule;
}

std::string rights_text(const char* title, const std::vector<RaisedTrigger>& rights,
                        const RenderOptions& options) {
    if (rights.empty()) return "";
    std::string out = "\n" + std::string(title) + "\n";
    for (const RaisedTrigger& right : rights) {
        out += paragraph(
            right.period + "  " + right.agreement + "  " + right.name + ": " + right.because,
            options, indent, 2);
    }
    return out;
}

}  // namespace

std::string render_comparison(const CreditComparison& comparison, Instant as_of,
                              const RenderOptions& options) {
    std::string out = "Service credits of " + comparison.supplier +
                      " under the proposed documents\nas of " + time_text(TimeZone::utc(), as_of) +
                      ", net of tax; nothing is stored\n\n";
    Table table({{"Period", Align::left},
                 {"Owed under", Align::left, true},
                 {"Rule", Align::left, true},
                 {"Now", Align::right},
                 {"Proposed", Align::right},
                 {"Difference", Align::right}});
    for (const CreditChange& change : comparison.lines) {
        const CreditLine& line = change.any();
        table.add({line.period, owed_text(line), rule_text(change), amount_of(change.now),
                   amount_of(change.proposed),
                   signed_text(change.difference_minor(), line.amount.currency)});
    }
    out += table.empty() ? "No credit is owed under either.\n" : table.text(options, indent) + "\n";
    for (const auto& [code, total] : comparison.totals) {
        out += "Total now " + total.now.to_string() + ", proposed " + total.proposed.to_string() +
               ", difference " +
               signed_text(total.proposed.minor - total.now.minor, total.now.currency) + " " +
               code + "\n";
    }
    out += rights_text("Rights that the proposal would raise", comparison.rights_gained, options);
    out += rights_text("Rights that it would not raise", comparison.rights_lost, options);
    for (const std::string& note : comparison.notes) {
        out += paragraph("Note: " + note, options, 0, indent);
    }
    return out;
}

std::string comparison_csv(const CreditComparison& comparison) {
    Table table({{"supplier"},
                 {"agreement"},
                 {"objective"},
                 {"period"},
                 {"earns_back"},
                 {"currency"},
                 {"now"},
                 {"proposed"},
                 {"difference"},
                 {"rule_now"},
                 {"rule_proposed"}});
    for (const CreditChange& change : comparison.lines) {
        const CreditLine& line = change.any();
        const Currency& currency = line.amount.currency;
        table.add({comparison.supplier, line.agreement, line.objective.value_or(""), line.period,
                   line.earns_back.value_or(""), currency.code,
                   change.now ? change.now->amount.to_string() : "",
                   change.proposed ? change.proposed->amount.to_string() : "",
                   Money{change.difference_minor(), currency}.to_string(),
                   change.now ? change.now->rule : "",
                   change.proposed ? change.proposed->rule : ""});
    }
    return table.csv();
}

}  // namespace underpin

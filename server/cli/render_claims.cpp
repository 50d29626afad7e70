#include "cli/render_claims.h"

#include <fmt/format.h>

#include "base/text.h"
#include "cli/render_time.h"
#include "documents/output_claims.h"

namespace underpin {

namespace {

constexpr int soon_days = 7;

std::string money(const Claim& claim, std::int64_t minor) {
    return Money{minor, claim.currency}.to_string();
}

std::string with_currency(const Claim& claim, std::int64_t minor) {
    return money(claim, minor) + " " + claim.currency.code;
}

std::string words(const std::string& name) {
    std::string text = name;
    for (char& c : text) {
        if (c == '_') c = ' ';
    }
    return text;
}

Tone tone_of(ClaimState state) {
    switch (state) {
        case ClaimState::lapsed: return Tone::bad;
        case ClaimState::disputed: return Tone::warning;
        case ClaimState::credited: return Tone::good;
        case ClaimState::waived:
        case ClaimState::withdrawn: return Tone::quiet;
        default: return Tone::plain;
    }
}

std::int64_t worth_net(const Claim& claim) {
    return (ClaimAmount{} - balance_of(claim).of(ClaimAccount::source)).net;
}

std::string day_text(const std::optional<Date>& date) { return date ? format_date(*date) : ""; }

std::string balances_text(const Claim& claim) {
    const ClaimBalance balance = balance_of(claim);
    std::string out;
    for (int i = 1; i < claim_account_count; ++i) {
        const auto account = static_cast<ClaimAccount>(i);
        const ClaimAmount& amount = balance.of(account);
        if (amount.is_zero()) continue;
        out += fmt::format("  {:<12} {:>14}", words(claim_account_name(account)),
                           with_currency(claim, amount.net));
        if (amount.tax != 0) {
            out += fmt::format("  and tax {}, together {}", money(claim, amount.tax),
                               money(claim, amount.gross()));
        }
        out += "\n";
    }
    return out.empty() ? "  nothing is left of it\n" : out;
}

std::string lines_text(const Claim& claim, const RenderOptions& options) {
    Table table({{"Line", Align::right},
                 {"Period", Align::left},
                 {"Owed under", Align::left, true},
                 {"Proposed", Align::right},
                 {"Worth", Align::right},
                 {"Last day", Align::left}});
    for (const ClaimLine& line : claim.lines) {
        const bool lapsed = is_lapsed(claim, line);
        const std::string under =
            line.key.agreement + " / " + line.key.objective.value_or("(agreement)") +
            (line.key.earns_back ? ", earned back for " + *line.key.earns_back : "");
        table.add({std::to_string(line.number), line.key.period, under, money(claim, line.net),
                   money(claim, worth_of(claim, line)),
                   day_text(line.claim_by) + (lapsed ? ", lapsed" : "")},
                  {Tone::plain, Tone::plain, Tone::plain, Tone::plain, Tone::plain,
                   lapsed ? Tone::bad : Tone::plain});
    }
    return table.text(options, indent);
}

std::string entries_text(const Claim& claim, const RenderOptions& options) {
    Table table({{"Entry", Align::right},
                 {"When", Align::left},
                 {"What", Align::left, true},
                 {"Net", Align::right},
                 {"Tax", Align::right},
                 {"Who", Align::left},
                 {"Why", Align::left, true}});
    for (const ClaimEntry& entry : claim.entries) {
        std::string what = words(entry_kind_name(entry.kind));
        if (entry.kind == EntryKind::endorsed) {
            what += std::string(" to ") + words(claim_step_name(entry.step)) +
                    ", awaits a second person";
        }
        if (entry.note)
            what += " by " + entry.note->number + " of " + format_date(entry.note->date);
        table.add({std::to_string(entry.number), time_text(TimeZone::utc(), entry.at), what,
                   money(claim, entry.amount.net), money(claim, entry.amount.tax), entry.actor,
                   entry.reason});
    }
    return table.text(options, indent);
}

}  // namespace

std::string render_claims(const std::vector<Claim>& claims, const RenderOptions& options) {
    if (claims.empty()) return "No claims.\n";
    Table table({{"Claim", Align::right},
                 {"Supplier", Align::left},
                 {"Contract", Align::left},
                 {"Periods", Align::left, true},
                 {"State", Align::left},
                 {"Worth", Align::right},
                 {"Outstanding", Align::right},
                 {"Claim by", Align::left}});
    for (const Claim& claim : claims) {
        table.add({std::to_string(claim.id), claim.supplier, claim.contract, periods_of(claim),
                   words(claim_state_name(state_of(claim))), with_currency(claim, worth_net(claim)),
                   with_currency(claim, balance_of(claim).outstanding().net),
                   day_text(last_day_of(claim))},
                  {Tone::plain, Tone::plain, Tone::plain, Tone::plain, tone_of(state_of(claim)),
                   Tone::plain, Tone::plain, Tone::plain});
    }
    return "Claims for service credits, net of tax\n\n" + table.text(options, indent);
}

std::string claims_csv(const std::vector<Claim>& claims) {
    Table table({{"claim"},
                 {"version"},
                 {"supplier"},
                 {"contract"},
                 {"periods"},
                 {"state"},
                 {"currency"},
                 {"worth_net"},
                 {"outstanding_net"},
                 {"outstanding_tax"},
                 {"claim_by"}});
    for (const Claim& claim : claims) {
        const ClaimAmount outstanding = balance_of(claim).outstanding();
        table.add({std::to_string(claim.id), std::to_string(claim.version()), claim.supplier,
                   claim.contract, periods_of(claim), claim_state_name(state_of(claim)),
                   claim.currency.code, money(claim, worth_net(claim)),
                   money(claim, outstanding.net), money(claim, outstanding.tax),
                   day_text(last_day_of(claim))});
    }
    return table.csv();
}

std::string claim_line(const Claim& claim) {
    std::string out = fmt::format(
        "claim {}: {}, {} of {} for {}", claim.id, words(claim_state_name(state_of(claim))),
        with_currency(claim, worth_net(claim)), claim.supplier, periods_of(claim));
    const ClaimAmount outstanding = balance_of(claim).outstanding();
    if (!outstanding.is_zero()) out += ", outstanding " + with_currency(claim, outstanding.net);
    if (claim.entries.back().kind == EntryKind::endorsed) {
        out += "; " + claim.entries.back().actor + " agrees, a second person has to";
    }
    return out + "\n";
}

std::string render_claim(const Claim& claim, const RenderOptions& options) {
    std::vector<std::string> next;
    for (const ClaimStep step : next_steps(claim)) {
        next.push_back(step == ClaimStep::write_off ? "write-off" : claim_step_name(step));
    }
    return fmt::format("Claim {} on {} under {}: {}\n\n", claim.id, claim.supplier, claim.contract,
                       words(claim_state_name(state_of(claim)))) +
           lines_text(claim, options) + "\nWhere its money is, net of tax\n" +
           balances_text(claim) + "\nWhat happened\n" + entries_text(claim, options) +
           (next.empty() ? "\nIt is settled.\n" : "\nNext: " + join(next, ", ") + "\n");
}

std::string claim_csv(const Claim& claim) {
    Table table({{"claim"},
                 {"entry"},
                 {"step"},
                 {"kind"},
                 {"from"},
                 {"to"},
                 {"currency"},
                 {"net"},
                 {"tax"},
                 {"gross"},
                 {"line"},
                 {"credit_note"},
                 {"date"},
                 {"at"},
                 {"actor"},
                 {"reason"}});
    for (const ClaimEntry& entry : claim.entries) {
        table.add(
            {std::to_string(claim.id), std::to_string(entry.number), claim_step_name(entry.step),
             entry_kind_name(entry.kind), claim_account_name(entry.from),
             claim_account_name(entry.to), claim.currency.code, money(claim, entry.amount.net),
             money(claim, entry.amount.tax), money(claim, entry.amount.gross()),
             entry.line ? std::to_string(*entry.line) : "", entry.note ? entry.note->number : "",
             day_text(entry.note ? std::optional(entry.note->date) : entry.date),
             format_instant(entry.at), entry.actor, entry.reason});
    }
    return table.csv();
}

std::string render_due_claims(const DueClaims& due, int within_days, const RenderOptions& options) {
    if (due.lines.empty()) {
        return fmt::format("No credit is lost within {} days.\n", within_days);
    }
    Table table({{"Last day", Align::left},
                 {"Left", Align::right},
                 {"Supplier", Align::left},
                 {"Contract", Align::left},
                 {"Owed under", Align::left, true},
                 {"Worth", Align::right},
                 {"Stands", Align::left, true}});
    for (const DueLine& line : due.lines) {
        const Tone tone = line.days_left <= soon_days ? Tone::bad : Tone::plain;
        table.add({format_date(line.last_day), fmt::format("{} d", line.days_left), line.supplier,
                   line.contract, line.key.to_string(),
                   line.worth.to_string() + " " + line.worth.currency.code,
                   line.stands + (line.claim ? fmt::format(" (claim {})", *line.claim) : "")},
                  {tone, tone, Tone::plain, Tone::plain, Tone::plain, Tone::plain, Tone::plain});
    }
    std::vector<std::string> sums;
    for (const auto& [code, worth] : due.worth) sums.push_back(worth.to_string() + " " + code);
    return fmt::format("Service credits whose last day comes within {} days, net of tax\n\n",
                       within_days) +
           table.text(options, indent) + "\nTogether " + join(sums, ", ") + "\n";
}

std::string due_claims_csv(const DueClaims& due) {
    Table table({{"last_day"},
                 {"days_left"},
                 {"supplier"},
                 {"contract"},
                 {"agreement"},
                 {"objective"},
                 {"period"},
                 {"mode"},
                 {"worth"},
                 {"currency"},
                 {"stands"},
                 {"claim"}});
    for (const DueLine& line : due.lines) {
        table.add({format_date(line.last_day), std::to_string(line.days_left), line.supplier,
                   line.contract, line.key.agreement, line.key.objective.value_or(""),
                   line.key.period, claim_mode_name(line.mode), line.worth.to_string(),
                   line.worth.currency.code, line.stands,
                   line.claim ? std::to_string(*line.claim) : ""});
    }
    return table.csv();
}

}  // namespace underpin

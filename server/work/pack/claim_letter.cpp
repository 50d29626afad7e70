#include "work/pack/claim_letter.h"

#include <algorithm>
#include <fmt/format.h>

#include "documents/output_claims.h"
#include "domain/claim_balance.h"
#include "domain/credit_piece.h"

namespace underpin {

namespace {

std::string money(const Claim& claim, std::int64_t minor) {
    return Money{minor, claim.currency}.to_string() + " " + claim.currency.code;
}

std::string or_id(const std::string& name, const std::string& id) {
    return name.empty() ? id : name;
}

const Contract& contract_of(const Portfolio& portfolio, const Claim& claim, Date on) {
    return portfolio.contracts.at(claim.contract).on(on).document.as<Contract>();
}

std::string remedy_text(const Contract& contract) {
    if (!contract.remedy) return "";
    switch (*contract.remedy) {
        case Remedy::price_adjustment:
            return "Under the contract these service credits adjust the price to the service that "
                   "was delivered.";
        case Remedy::sole:
            return "Under the contract these service credits are the sole remedy for the failures "
                   "listed below.";
        case Remedy::without_prejudice:
            return "These service credits are claimed without prejudice to our other rights and "
                   "remedies.";
    }
    return "";
}

std::string request_text(const Claim& claim) {
    const auto is = [&](ClaimMode mode) {
        return std::ranges::any_of(claim.lines,
                                   [&](const auto& line) { return line.mode == mode; });
    };
    if (is(ClaimMode::request)) return "Please send us a credit note for this amount.";
    if (is(ClaimMode::set_off)) {
        return "Under the contract the amount is deducted from the next invoice; please show it "
               "there.";
    }
    return "Under the contract the amount is credited without being asked for; please show it on "
           "the next invoice.";
}

std::optional<Clause> clause_of(const Portfolio& portfolio, const LetterLine& one) {
    if (!one.credit.objective) return std::nullopt;
    const auto segments = credit_segments(portfolio, one.credit.agreement, one.credit.first,
                                          one.credit.last + date::days(1));
    const auto* objective = find_objective(*segments.front().agreement, *one.credit.objective);
    if (objective == nullptr) return std::nullopt;
    if (objective->credits && objective->credits->clause) return objective->credits->clause;
    return objective->clause;
}

std::string clause_text(const Clause& clause) {
    std::string out = clause.document;
    if (!clause.ref.empty()) out += (out.empty() ? "" : ", ") + clause.ref;
    if (!clause.text.empty()) out += (out.empty() ? "" : ": ") + clause.text;
    return out;
}

std::string value_text(const ObjectiveResult& result) {
    const std::string shown = result.value ? format_fixed(*result.value, 6) : "no value";
    return shown + " (" + result.unit + "), against the target of " +
           (result.target.at_least ? "at least " : "at most ") + result.target.text;
}

std::string instant_text(const std::optional<Instant>& instant) {
    return instant ? format_instant(*instant) : "";
}

// The records that breach, in the order in which they happened.
LetterTable breaches(const Explanation& explanation) {
    LetterTable table{{"Record", "From", "To", "Length", "Why"}, {}};
    for (const auto& part : explanation.parts) {
        for (const auto& record : part.records) {
            if (record.verdict != RecordVerdict::breaching) continue;
            table.rows.push_back({record.source + " " + record.key, instant_text(record.from),
                                  instant_text(record.to),
                                  record.amount ? format_duration(*record.amount) : "",
                                  record.reason});
        }
    }
    return table;
}

class Writer {
  public:
    Writer(const Portfolio& portfolio, const Claim& claim) : portfolio_(portfolio), claim_(claim) {}

    void open(Date today) {
        const auto& supplier = portfolio_.suppliers.at(claim_.supplier).document;
        const auto& amended = portfolio_.contracts.at(claim_.contract);
        const auto& document = amended.on(today).document;
        const auto& contract = document.as<Contract>();
        letter_.title = fmt::format("Claim {} for service credits", claim_.id);
        say(fmt::format("To {}. {}.", or_id(supplier.metadata.name, claim_.supplier),
                        format_date(today)));
        say(fmt::format(
            "Contract {}{}. Periods: {}.", or_id(document.metadata.name, claim_.contract),
            contract.number.empty() ? "" : ", number " + contract.number, periods_of(claim_)));
    }

    void sum_up(const std::vector<LetterLine>& lines) {
        LetterTable table{{"Agreement", "Objective", "Period", "Service credit, net"}, {}};
        for (const auto& one : lines) {
            table.rows.push_back({one.line.key.agreement,
                                  one.line.key.objective.value_or("all together"),
                                  one.line.key.period, money(claim_, one.worth)});
        }
        const auto balance = balance_of(claim_);
        const auto worth = ClaimAmount{} - balance.of(ClaimAccount::source);
        letter_.parts.emplace_back(std::move(table));
        say("Net " + money(claim_, worth.net) + ", tax " + money(claim_, worth.tax) +
            ", together " + money(claim_, worth.gross()) + ".");
        say(request_text(claim_));
        const auto remedy =
            remedy_text(contract_of(portfolio_, claim_, lines.front().credit.first));
        if (!remedy.empty()) say(remedy);
    }

    void explain(const LetterLine& one) {
        letter_.parts.emplace_back(
            LetterHeading{one.line.key.agreement + ", " +
                          one.line.key.objective.value_or("all objectives together") + ", " +
                          one.line.key.period});
        if (const auto clause = clause_of(portfolio_, one)) say("Clause: " + clause_text(*clause));
        for (const auto& explanation : one.explanations) {
            say(or_id(explanation.result.name, explanation.result.objective) + ": " +
                value_text(explanation.result) + ".");
            auto table = breaches(explanation);
            if (!table.rows.empty()) letter_.parts.emplace_back(std::move(table));
        }
        say("Rule: " + one.credit.rule + ". Base: " + money(claim_, one.credit.base.minor) + ".");
        if (!one.credit.steps.empty()) letter_.parts.emplace_back(LetterLines{one.credit.steps});
    }

    Letter close() {
        letter_.parts.emplace_back(LetterHeading{"How to check it"});
        say("evidence.csv lists every record that entered these numbers, raw/ has what was "
            "imported, records/ and documents/ all that the amounts are computed from, and "
            "manifest.json the SHA-256 of each file. The whole is computed again by: underpin "
            "claims verify PACK.zip");
        return std::move(letter_);
    }

  private:
    void say(std::string text) { letter_.parts.emplace_back(LetterParagraph{std::move(text)}); }

    const Portfolio& portfolio_;
    const Claim& claim_;
    Letter letter_;
};

std::string csv_field(const std::string& text) {
    if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
    std::string out = "\"";
    for (const char c : text) out += c == '"' ? std::string("\"\"") : std::string(1, c);
    return out + "\"";
}

void add_row(std::string& out, const std::vector<std::string>& cells) {
    for (std::size_t i = 0; i < cells.size(); ++i) out += (i == 0 ? "" : ",") + csv_field(cells[i]);
    out += "\r\n";
}

}  // namespace

Letter claim_letter(const Portfolio& portfolio, const Claim& claim,
                    const std::vector<LetterLine>& lines, Date today) {
    Writer writer(portfolio, claim);
    writer.open(today);
    writer.sum_up(lines);
    for (const auto& one : lines) writer.explain(one);
    return writer.close();
}

std::string evidence_csv(const std::vector<LetterLine>& lines) {
    std::string out;
    add_row(out, {"agreement", "objective", "period", "source", "key", "verdict", "reason", "from",
                  "to", "amount", "limit", "incident"});
    const auto length = [](const std::optional<Duration>& duration) {
        return duration ? format_duration(*duration) : "";
    };
    for (const auto& one : lines) {
        for (const auto& explanation : one.explanations) {
            for (const auto& part : explanation.parts) {
                for (const auto& record : part.records) {
                    add_row(out, {explanation.result.agreement, explanation.result.objective,
                                  explanation.result.period, record.source, record.key,
                                  verdict_name(record.verdict), record.reason,
                                  instant_text(record.from), instant_text(record.to),
                                  length(record.amount), length(record.limit), record.incident});
                }
            }
        }
    }
    return out;
}

}  // namespace underpin

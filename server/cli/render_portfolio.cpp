#include "cli/render_portfolio.h"

#include <algorithm>
#include <map>
#include <set>

#include "cli/render_scorecard.h"
#include "cli/render_value.h"

namespace underpin {

namespace {

constexpr std::size_t label_width = 9;  // "2024-W09" and a blank
constexpr std::size_t supplier_width = 22;

bool is_open(const SupplierScorecard& card) {
    return std::ranges::any_of(card.agreements,
                               [](const AgreementScore& agreement) { return agreement.open; });
}

// "97.50 A", with an asterisk while the period is open.
std::string cell_of(const SupplierScorecard& card) {
    const std::string text =
        card.score ? score_text(card.score) + " " + card.grade.value_or("") : "no data";
    return text + (is_open(card) ? "*" : "");
}

}  // namespace

std::string render_portfolio(const std::vector<SupplierScorecard>& cards, ShownPeriods which,
                             const RenderOptions& options) {
    if (cards.empty() && which == ShownPeriods::all) {
        return "No scorecard ends in the range that was asked for.\n";
    }
    if (cards.empty()) {
        return "No scorecard yet: no agreement has a period that has begun.\n"
               "Apply documents (underpin apply -f FILE) and import evidence "
               "(underpin import SOURCE).\n";
    }
    std::set<std::string> labels;
    std::map<std::string, std::map<std::string, const SupplierScorecard*>> by_supplier;
    for (const auto& card : cards) {
        labels.insert(card.period);
        by_supplier[card.supplier][card.period] = &card;
    }
    // As many of the latest periods as fit the width.
    std::size_t fitting = labels.size();
    if (options.width > 0 && which == ShownPeriods::latest) {
        fitting = std::max<std::size_t>(1, (options.width - supplier_width) / (label_width + 2));
    }
    std::vector<std::string> shown(labels.begin(), labels.end());
    const auto left_out = shown.size() > fitting ? shown.size() - fitting : 0;
    shown.erase(shown.begin(), shown.begin() + static_cast<std::ptrdiff_t>(left_out));

    std::vector<TableColumn> columns{{"Supplier", Align::left, true}};
    for (const auto& label : shown) columns.push_back({label, Align::right, false});
    Table table(std::move(columns));
    bool any_open = false;
    for (const auto& [supplier, periods] : by_supplier) {
        std::vector<std::string> cells{supplier};
        std::vector<Tone> tones{Tone::plain};
        for (const auto& label : shown) {
            const auto at = periods.find(label);
            cells.push_back(at == periods.end() ? "" : cell_of(*at->second));
            tones.push_back(at == periods.end() ? Tone::plain : tone_of_grade(at->second->grade));
            any_open = any_open || (at != periods.end() && is_open(*at->second));
        }
        table.add(std::move(cells), std::move(tones));
    }
    auto text = table.text(options);
    text += "\nScore and grade by supplier and period";
    if (any_open) text += "; * the period is still open";
    text += ".\n";
    if (left_out > 0) {
        text += std::to_string(left_out) +
                " earlier periods are not shown: use --from and --to, or --output csv.\n";
    }
    return text;
}

std::string scorecards_csv(const std::vector<SupplierScorecard>& cards) {
    std::string all;
    for (const auto& card : cards) {
        const auto one = scorecard_csv(card);
        // The titles stand once, at the top.
        all += all.empty() ? one : one.substr(one.find("\r\n") + 2);
    }
    return all;
}

}  // namespace underpin

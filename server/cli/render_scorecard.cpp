#include "cli/render_scorecard.h"

#include <algorithm>
#include <set>

#include "base/text.h"
#include "cli/render_time.h"
#include "cli/render_value.h"

namespace underpin {
namespace {

std::string titled(const std::string& name, const std::string& id) {
    return name.empty() || name == id ? id : name + " (" + id + ")";
}

// Cells that the text takes; colours take none.
std::size_t visible_width(const std::string& text) {
    std::string plain;
    bool in_color = false;
    for (const char c : text) {
        if (c == '\x1b') in_color = true;
        if (!in_color) plain += c;
        if (c == 'm') in_color = false;
    }
    return display_width(plain);
}

// Left and right in one line where they fit, else one below the other.
std::string two_sides(const std::string& left, const std::string& right,
                      const RenderOptions& options) {
    const std::size_t taken = visible_width(left) + visible_width(right) + 2;
    if (options.width == 0) return left + "  " + right + "\n";
    if (taken > options.width) return paragraph(left, options) + paragraph(right, options);
    return left + std::string(options.width - taken + 2, ' ') + right + "\n";
}

// The zone of the whole page: the agreements' own where they share one.
TimeZone page_zone(const SupplierScorecard& scorecard) {
    std::set<std::string> zones;
    for (const AgreementScore& agreement : scorecard.agreements) zones.insert(agreement.time_zone);
    return zones.size() == 1 ? zone_or_utc(*zones.begin()) : TimeZone::utc();
}

std::string credits_text(const std::vector<CreditTotal>& credits) {
    std::vector<std::string> texts;
    for (const CreditTotal& credit : credits) {
        texts.push_back(credit.total.to_string() + " " + credit.total.currency.code +
                        (credit.capped ? " (capped)" : ""));
    }
    return texts.empty() ? "none agreed" : join(texts, ", ");
}

std::string actual_text(const ObjectiveResult& result) {
    if (result.value) return value_text(*result.value, result.unit, result.target);
    return result.split() ? "in parts" : "-";
}

void add_parts(const ObjectiveResult& result, const TimeZone& zone, Table& table) {
    for (const Measurement& part : result.parts) {
        // A part's own target may differ from the first one's: the digits are the plain ones.
        const std::string value =
            part.value ? value_text(*part.value, result.unit, result.target) : "-";
        table.add(
            {"  from " + format_date(zone.date_of(part.part.from)), value, "",
             status_words(part.status), score_text(part.score), "",
             std::to_string(part.measured.breaching) + "/" + std::to_string(part.measured.counted),
             coverage_text(part.measured.coverage)},
            {Tone::quiet, Tone::quiet, Tone::quiet, Tone::quiet, Tone::quiet, Tone::quiet,
             Tone::quiet, Tone::quiet});
    }
}

std::string objectives_table(const AgreementScore& agreement, const RenderOptions& options) {
    Table table({{"Objective", Align::left, true},
                 {"Actual", Align::right},
                 {"Target", Align::right},
                 {"Status", Align::left},
                 {"Score", Align::right},
                 {"Weight", Align::right},
                 {"Failed", Align::right},
                 {"Seen", Align::right}});
    const TimeZone zone = zone_or_utc(agreement.time_zone);
    for (const ObjectiveResult& result : agreement.objectives) {
        const std::string mark = result.provisional.empty() ? "" : "*";
        table.add({titled(result.name, result.objective), actual_text(result),
                   target_text(result.target, result.unit), status_words(result.status) + mark,
                   score_text(result.score), result.weight.to_string(),
                   std::to_string(result.breaching) + "/" + std::to_string(result.counted),
                   coverage_text(result.coverage)},
                  {Tone::plain, Tone::plain, Tone::plain, tone_of(result.status)});
        if (result.split()) add_parts(result, zone, table);
    }
    return table.text(options, indent);
}

std::string reason_text(const std::string& reason, const ObjectiveResult& result) {
    if (reason == "open") return "the period is still open";
    if (reason == "pending") {
        return std::to_string(result.pending) +
               (result.pending == 1 ? " case is pending" : " cases are pending");
    }
    if (reason == "coverage") return "only " + coverage_text(result.coverage) + " was seen";
    if (reason == "disputed") return "a record is disputed";
    return reason;
}

std::string footnotes(const AgreementScore& agreement, const RenderOptions& options) {
    std::string out;
    for (const ObjectiveResult& result : agreement.objectives) {
        std::vector<std::string> reasons;
        for (const std::string& reason : result.provisional) {
            reasons.push_back(reason_text(reason, result));
        }
        if (!reasons.empty()) {
            out +=
                paragraph("* " + result.objective + ": " + join(reasons, ", "), options, indent, 2);
        }
        if (result.excluded > 0) {
            out += paragraph(result.objective + ": " + std::to_string(result.excluded) +
                                 (result.excluded == 1 ? " record" : " records") +
                                 " left out by exclusions",
                             options, indent, 2);
        }
    }
    return out.empty() ? out : "\n" + out;
}

std::string agreement_text(const AgreementScore& agreement, const RenderOptions& options) {
    const TimeZone zone = zone_or_utc(agreement.time_zone);
    std::string out = two_sides(titled(agreement.name, agreement.agreement),
                                "score " + score_text(agreement.score), options);
    out += paragraph(agreement.period + " (" + range_text(zone, agreement.range) + ", " +
                         agreement.time_zone + (agreement.open ? ", open" : "") + "), weight " +
                         agreement.weight.to_string(),
                     options, indent);
    return out + "\n" + objectives_table(agreement, options) + footnotes(agreement, options);
}

std::string categories_text(const SupplierScorecard& scorecard, const RenderOptions& options) {
    const auto named = [](const CategoryScore& category) { return category.category.has_value(); };
    if (std::ranges::none_of(scorecard.categories, named)) return "";
    Table table({{"Category", Align::left, true}, {"Score", Align::right}});
    for (const CategoryScore& category : scorecard.categories) {
        table.add({category.category.value_or("(no category)"), score_text(category.score)});
    }
    return "\n" + table.text(options, indent);
}

}  // namespace

std::string render_scorecard(const SupplierScorecard& scorecard, const RenderOptions& options) {
    std::string out = two_sides(titled(scorecard.name, scorecard.supplier),
                                "Scorecard " + scorecard.period, options);
    out +=
        two_sides("Score " + score_text(scorecard.score) + "   Grade " +
                      toned(scorecard.grade.value_or("-"), tone_of_grade(scorecard.grade), options),
                  "as of " + time_text(page_zone(scorecard), scorecard.as_of), options);
    out += "Service credits " + credits_text(scorecard.credits) + "\n";
    for (const AgreementScore& agreement : scorecard.agreements) {
        out += "\n" + agreement_text(agreement, options);
    }
    if (scorecard.agreements.empty()) {
        out += "\n" + paragraph("No agreement has a period under " + scorecard.period +
                                    " that had begun by then.",
                                options);
    }
    out += categories_text(scorecard, options);
    for (std::size_t i = 0; i < scorecard.notes.size(); ++i) {
        out += (i == 0 ? "\n" : "") + paragraph("Note: " + scorecard.notes[i], options, 0, indent);
    }
    return out;
}

namespace {

std::string places(const std::optional<Rational>& number, int count) {
    return number ? format_fixed(*number, count) : std::string();
}

std::string target_words(const Target& target) {
    return (target.at_least ? "at_least " : "at_most ") + target.text;
}

std::string objective_line(const SupplierScorecard& scorecard, const AgreementScore& agreement,
                           const ObjectiveResult& result) {
    return csv_line({scorecard.supplier,
                     scorecard.period,
                     agreement.agreement,
                     agreement.period,
                     format_instant(agreement.range.from),
                     format_instant(agreement.range.to),
                     agreement.open ? "true" : "false",
                     result.objective,
                     "",
                     result.category.value_or(""),
                     result.metric,
                     result.unit,
                     places(result.value, 6),
                     target_words(result.target),
                     status_name(result.status),
                     join(result.provisional, " "),
                     places(result.score, 2),
                     result.weight.to_string(),
                     std::to_string(result.counted),
                     std::to_string(result.breaching),
                     std::to_string(result.pending),
                     std::to_string(result.excluded),
                     places(result.coverage, 6),
                     std::to_string(result.version)});
}

// A part of a split period follows its objective: its own stretch and numbers. It has no weight,
// for the objective is scored as a whole, and its target may be another.
std::string part_line(const SupplierScorecard& scorecard, const AgreementScore& agreement,
                      const ObjectiveResult& result, std::size_t index) {
    const auto& part = result.parts[index];
    const auto& measured = part.measured;
    return csv_line({scorecard.supplier,
                     scorecard.period,
                     agreement.agreement,
                     agreement.period,
                     format_instant(part.part.from),
                     format_instant(part.part.to),
                     part.open ? "true" : "false",
                     result.objective,
                     std::to_string(index + 1),
                     result.category.value_or(""),
                     part.metric,
                     part.unit,
                     places(part.value, 6),
                     "",
                     status_name(part.status),
                     join(part.provisional, " "),
                     places(part.score, 2),
                     "",
                     std::to_string(measured.counted),
                     std::to_string(measured.breaching),
                     std::to_string(measured.pending),
                     std::to_string(measured.excluded),
                     places(measured.coverage, 6),
                     std::to_string(part.version)});
}

}  // namespace

std::string scorecard_csv(const SupplierScorecard& scorecard) {
    std::string out =
        csv_line({"supplier", "scorecard", "agreement", "period",      "from",     "to",
                  "open",     "objective", "part",      "category",    "metric",   "unit",
                  "value",    "target",    "status",    "provisional", "score",    "weight",
                  "counted",  "breaching", "pending",   "excluded",    "coverage", "version"});
    for (const AgreementScore& agreement : scorecard.agreements) {
        for (const ObjectiveResult& result : agreement.objectives) {
            out += objective_line(scorecard, agreement, result);
            for (std::size_t i = 0; result.shows_parts() && i < result.parts.size(); ++i) {
                out += part_line(scorecard, agreement, result, i);
            }
        }
    }
    return out;
}

}  // namespace underpin

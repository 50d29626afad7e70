#include "cli/render_explain.h"

#include <algorithm>

#include "base/text.h"
#include "cli/render_time.h"
#include "cli/render_value.h"

namespace underpin {
namespace {

constexpr std::size_t most_rows = 50;  // of what did not breach; breaches are always all listed

std::string heading(const std::string& text) { return "\n" + text + "\n"; }

std::string duration_text(Duration duration) {
    return seconds_text(make_rational(duration.ms, 1000), duration.ms % 1000 == 0 ? 0 : 3);
}

std::string result_line(const ObjectiveResult& result) {
    std::string text = std::string("Result: ") + status_words(result.status);
    if (result.value) {
        text += ", " + value_text(*result.value, result.unit, result.target) + " against " +
                target_text(result.target, result.unit);
    }
    if (result.score) text += ", score " + score_text(result.score);
    if (!result.provisional.empty()) text += "; provisional: " + join(result.provisional, ", ");
    return text;
}

std::string counts_line(const ObjectiveResult& result) {
    std::string text = "Counted " + std::to_string(result.counted) + " (" +
                       std::to_string(result.breaching) + " breaching), pending " +
                       std::to_string(result.pending) + ", excluded " +
                       std::to_string(result.excluded);
    if (result.dropped > 0) {
        text += ", dropped by `unless` " + std::to_string(result.dropped);
    }
    return text;
}

std::string spans_text(const std::string& title, const Spans& spans, const TimeZone& zone,
                       const RenderOptions& options) {
    if (spans.empty()) return "";
    std::string out = heading(title);
    for (std::size_t i = 0; i < spans.size() && i < most_rows; ++i) {
        out += paragraph(time_text(zone, spans[i].from) + " to " + time_text(zone, spans[i].to) +
                             ", " + duration_text(spans[i].length()),
                         options, indent, 2);
    }
    if (spans.size() > most_rows) {
        out += "  and " + std::to_string(spans.size() - most_rows) + " more\n";
    }
    return out;
}

std::string exclusions_text(const ExplainedPart& part, const TimeZone& zone,
                            const RenderOptions& options) {
    if (part.exclusions.empty()) return "";
    std::string out = heading("Exclusions");
    for (const ExplainedExclusion& exclusion : part.exclusions) {
        const std::string components =
            exclusion.components.empty() ? "" : "; only " + join(exclusion.components, ", ");
        out += paragraph(exclusion.id + ": " + time_text(zone, exclusion.window.from) + " to " +
                             time_text(zone, exclusion.window.to) + ", " + exclusion.reason +
                             components,
                         options, indent, 2);
    }
    return out;
}

std::string exact_value(const Rational& value, const std::string& unit, const Target& target) {
    return value_text(value, unit, target, 6);
}

const char* mode_text(RoundingMode mode) {
    switch (mode) {
        case RoundingMode::half_even: return "half even";
        case RoundingMode::half_up: return "half up";
        case RoundingMode::down: return "down";
    }
    return "";
}

std::vector<std::string> score_steps(const ExplainedPart& part, const std::string& unit) {
    const Measurement& measurement = part.measurement;
    std::vector<std::string> steps;
    if (!measurement.value) return steps;
    const Measured& measured = measurement.measured;
    if (part.rounding) {
        steps.push_back("Rounding: " + exact_value(measured.value, unit, part.target) + " to " +
                        std::to_string(part.rounding->places) + " places, " +
                        mode_text(part.rounding->mode) + ": " + format_exact(*measurement.value));
    }
    const bool met = meets(part.target, *measurement.value);
    steps.push_back("Comparison: " + exact_value(*measurement.value, unit, part.target) +
                    (met ? " reaches " : " misses ") + target_text(part.target, unit));
    if (measured.small_volume_met && !met) {
        steps.emplace_back("Small volume: met all the same, by the agreement's small_volume");
    }
    if (measurement.status == Status::undetermined && measured.if_unseen_down) {
        steps.push_back("Unseen time: all down it would be " +
                        exact_value(*measured.if_unseen_down, unit, part.target) + ", all up " +
                        exact_value(*measured.if_unseen_up, unit, part.target) +
                        "; the target lies between");
    }
    if (measurement.status == Status::breached && part.floor) {
        steps.push_back("Score: 100 x (value - " + part.floor->text + ") / (" + part.target.text +
                        " - " + part.floor->text +
                        "), from 0 to 100: " + score_text(measurement.score));
    } else if (measurement.score) {
        steps.push_back("Score: " + score_text(measurement.score));
    }
    return steps;
}

std::string arithmetic_text(const ExplainedPart& part, const std::string& unit,
                            const RenderOptions& options) {
    std::vector<std::string> steps;
    for (const ExplainedStep& step : part.steps) steps.push_back(step.label + ": " + step.text);
    std::ranges::copy(score_steps(part, unit), std::back_inserter(steps));
    if (steps.empty()) return "";
    std::string out = heading("Arithmetic");
    for (std::size_t i = 0; i < steps.size(); ++i) {
        const std::string number = std::to_string(i + 1) + ". ";
        out += paragraph(number + steps[i], options, indent, number.size());
    }
    return out;
}

std::string records_text(const ExplainedPart& part, RecordVerdict verdict, const char* title,
                         const TimeZone& zone, const RenderOptions& options) {
    Table table({{"Record", Align::left, true},
                 {"From", Align::left, true},
                 {"To", Align::left, true},
                 {"Time", Align::right},
                 {"Limit", Align::right},
                 {"Why", Align::left, true}});
    const auto instant = [&](const std::optional<Instant>& at) {
        return at ? time_text(zone, *at) : std::string("-");
    };
    std::size_t count = 0;
    for (const ExplainedRecord& record : part.records) {
        if (record.verdict != verdict) continue;
        if (++count > most_rows && verdict != RecordVerdict::breaching) continue;
        table.add({record.source + "/" + record.key, instant(record.from), instant(record.to),
                   record.amount ? duration_text(*record.amount) : "-",
                   record.limit ? duration_text(*record.limit) : "-", record.reason});
    }
    if (count == 0) return "";
    std::string out = heading(std::string(title) + " (" + std::to_string(count) + ")");
    out += table.text(options, indent);
    if (count > most_rows && verdict != RecordVerdict::breaching) {
        out +=
            "  and " + std::to_string(count - most_rows) + " more: --output json or csv has all\n";
    }
    return out;
}

std::string basis_text(const Measurement& measurement, const RenderOptions& options) {
    std::string sources;
    for (const auto& [source, seen] : measurement.sources_seen) {
        sources +=
            (sources.empty() ? "" : ", ") + source + " up to revision " + std::to_string(seen);
    }
    std::vector<std::string> revisions;
    for (const std::int64_t revision : measurement.document_revisions) {
        revisions.push_back(std::to_string(revision));
    }
    std::string out = heading("What this stands on");
    out += paragraph("Evidence: " + (sources.empty() ? std::string("none") : sources), options,
                     indent, 2);
    out += paragraph("Documents: revisions " + join(revisions, ", "), options, indent, 2);
    out += paragraph("Scorer: " + measurement.metric + " " + measurement.scorer_version +
                         "; time zone data " + measurement.tz_data_version,
                     options, indent, 2);
    return out + paragraph("Digest of the counted records: " + to_hex(measurement.digest), options,
                           indent, 2);
}

std::string part_text(const ExplainedPart& part, const Explanation& explanation, bool only,
                      const RenderOptions& options) {
    const TimeZone zone = zone_or_utc(explanation.time_zone);
    const std::string& unit = explanation.result.unit;
    std::string out;
    if (!only) {
        out += heading("Part from " + time_text(zone, part.measurement.part.from) + " to " +
                       time_text(zone, part.measurement.part.to) + ": " +
                       status_words(part.measurement.status));
    }
    out += paragraph("Service time measured: " + duration_text(part.service) + " (calendar " +
                         part.calendar + "), seen " +
                         coverage_text(part.measurement.measured.coverage) + ", at least " +
                         coverage_text(part.min_coverage) + " asked for",
                     options);
    out += spans_text("Not seen", part.uncovered, zone, options);
    out += exclusions_text(part, zone, options);
    out += arithmetic_text(part, unit, options);
    out += records_text(part, RecordVerdict::breaching, "Breaching", zone, options);
    out += records_text(part, RecordVerdict::pending, "Pending", zone, options);
    out += records_text(part, RecordVerdict::excluded, "Excluded", zone, options);
    out += records_text(part, RecordVerdict::left_out, "Left out", zone, options);
    out += records_text(part, RecordVerdict::counted, "Counted and within", zone, options);
    return out + basis_text(part.measurement, options);
}

std::string credit_text(const CreditLine& line, const RenderOptions& options) {
    std::string out =
        paragraph(line.scheme + ", " + line.rule + ": " + line.amount.to_string() + " " +
                      line.amount.currency.code + ", " + credit_status_name(line.status) +
                      (line.claim_by ? ", claim by " + format_date(*line.claim_by) : ""),
                  options, indent, 2);
    for (const std::string& step : line.steps) out += paragraph(step, options, 2 * indent, 2);
    return out;
}

}  // namespace

std::string render_explanation(const Explanation& explanation, const RenderOptions& options) {
    const ObjectiveResult& result = explanation.result;
    const TimeZone zone = zone_or_utc(explanation.time_zone);
    const std::string name = result.name.empty() ? result.objective : result.name;
    std::string out =
        paragraph(name + " (" + result.agreement + " / " + result.objective + ")", options);
    out += paragraph(result.period + ": " + time_text(zone, result.range.from) + " to " +
                         time_text(zone, result.range.to) + ", " + explanation.time_zone +
                         (result.open ? ", open" : "") + "; as of " + time_text(zone, result.as_of),
                     options);
    out += "\n" + paragraph(result_line(result), options) + paragraph(counts_line(result), options);
    if (explanation.parts.size() > 1) {
        out += paragraph(
            "An amendment splits the period. The value is that of the whole by the terms of its "
            "first "
            "part; status and score come from the parts, weighted by their lengths. Credits go by "
            "the value unless the amendment says applies: split.",
            options);
    }
    for (const ExplainedPart& part : explanation.parts) {
        out += part_text(part, explanation, explanation.parts.size() == 1, options);
    }
    if (!explanation.credits.empty()) out += heading("Service credits");
    for (const CreditLine& line : explanation.credits) out += credit_text(line, options);
    return out;
}

std::string explanation_csv(const Explanation& explanation) {
    std::string out =
        csv_line({"agreement", "objective", "period", "source", "key", "verdict", "reason", "from",
                  "to", "amount_ms", "limit_ms", "group", "incident"});
    const auto instant = [](const std::optional<Instant>& at) {
        return at ? format_instant(*at) : std::string();
    };
    const auto ms = [](const std::optional<Duration>& duration) {
        return duration ? std::to_string(duration->ms) : std::string();
    };
    const ObjectiveResult& result = explanation.result;
    for (const ExplainedPart& part : explanation.parts) {
        for (const ExplainedRecord& record : part.records) {
            out += csv_line({result.agreement, result.objective, result.period, record.source,
                             record.key, verdict_name(record.verdict), record.reason,
                             instant(record.from), instant(record.to), ms(record.amount),
                             ms(record.limit), record.group ? std::to_string(*record.group) : "",
                             record.incident});
        }
    }
    return out;
}

}  // namespace underpin

#include "domain/credit_points.h"

#include <algorithm>
#include <map>

#include "base/text.h"
#include "domain/credit_line.h"
#include "domain/credit_scheme.h"

namespace underpin {
namespace {

std::string points_text(const Rational& points) {
    return number_text(points) + (points == 1 ? " point" : " points");
}

// One period's points, given the period straight before (none: the first, or a gap).
class PeriodCount {
  public:
    PeriodCount(const Portfolio& portfolio, const std::vector<const ObjectiveResult*>& results,
                const PeriodPoints* before)
        : results_(results), before_(before) {
        const ObjectiveResult& any = *results.front();
        points_.range = any.range;
        points_.days = period_days(portfolio, any);
        points_.label = any.period;
        for (const ObjectiveResult* result : results) points_.open |= result->open;
        points_.segments = credit_segments(portfolio, any.agreement, points_.days.first,
                                           points_.days.last + date::days(1));
    }

    PeriodPoints count() {
        for (const ObjectiveResult* result : results_) {
            if (fails(*result)) points_.failed.insert(result->objective);
        }
        for (const CreditSegment& segment : points_.segments) {
            if (segment.agreement->type == AgreementType::customer || !segment.agreement->points) {
                continue;
            }
            points_.by_segment.emplace_back().segment = &segment;
            for (const ObjectiveResult* result : results_) add(*result, points_.by_segment.back());
        }
        for (const SegmentPoints& segment : points_.by_segment) {
            for (const PointsShare& share : segment.shares) keep_most(share);
        }
        for (const PointsShare& share : points_.objectives) points_.total += share.points;
        return std::move(points_);
    }

  private:
    [[nodiscard]] bool fails(const ObjectiveResult& result) const {
        if (result.status != Status::breached) return false;
        const CreditSegment& head = points_.segments.front();
        const Objective* terms = find_objective(*head.agreement, result.objective);
        return !in_grace(head, terms, points_.days.first);
    }

    // A failure straight after a failure; an open period stands outside of chains.
    [[nodiscard]] bool repeats(const std::string& objective) const {
        return before_ != nullptr && !points_.open && before_->failed.contains(objective);
    }

    void add(const ObjectiveResult& result, SegmentPoints& segment) {
        const std::vector<CreditPiece> pieces = pieces_of(result, *segment.segment);
        segment.begun |= !pieces.empty();
        if (!points_.failed.contains(result.objective)) return;
        std::optional<PointsShare> worst;
        std::string why;
        for (const CreditPiece& piece : pieces) {
            const auto* scheme = std::get_if<PointsScheme>(&piece.objective->credits->scheme);
            if (scheme == nullptr) return;
            if (!piece.breached) continue;
            points_.measurements.push_back(id_of(*piece.measurement));
            const bool at_least = piece.objective->target.at_least;
            const Band* band = deepest(scheme->bands, at_least, piece.measurement->value);
            const Rational points = band == nullptr ? 0 : band->points;
            if (worst && points <= worst->points) continue;
            worst = PointsShare{result.objective, std::nullopt, points, false};
            if (band != nullptr) worst->band = band->name;
            why = reason(*piece.measurement, at_least, band);
        }
        if (!worst) return;
        std::string step = result.objective + ": " + why + ", " + points_text(worst->points);
        if (repeats(result.objective)) {
            const Decimal& multiplier = segment.segment->agreement->points->repeat_multiplier;
            worst->repeat = true;
            worst->points *= multiplier.to_rational();
            step += " x " + multiplier.to_string() + " (failed in " + before_->label +
                    " too) = " + points_text(worst->points);
        }
        segment.total += worst->points;
        segment.shares.push_back(*worst);
        segment.steps.push_back(std::move(step));
    }

    static std::string reason(const Measurement& measurement, bool at_least, const Band* band) {
        const std::string value =
            measurement.value ? number_text(*measurement.value) : std::string("no data");
        if (band == nullptr) return value + " matches no band";
        return value + (at_least ? " below " : " above ") + band->threshold_text + " (" +
               band->name + ")";
    }

    void keep_most(const PointsShare& share) {
        const auto found =
            std::ranges::find(points_.objectives, share.objective, &PointsShare::objective);
        if (found == points_.objectives.end()) {
            points_.objectives.push_back(share);
        } else if (share.points > found->points) {
            *found = share;
        }
    }

    const std::vector<const ObjectiveResult*>& results_;
    const PeriodPoints* before_;
    PeriodPoints points_;
};

// A period's line, segment by segment.
class PointsLine {
  public:
    PointsLine(const Portfolio& portfolio, const PeriodPoints& period, const PeriodPoints* before)
        : portfolio_(portfolio), period_(period), before_(before) {}

    std::optional<CreditLine> line(const std::string& agreement, Instant as_of,
                                   std::vector<std::string>& notes) {
        sum_.agreement = agreement;
        sum_.period = period_.label;
        sum_.days = period_.days;
        sum_.open = period_.open;
        sum_.head = &period_.segments.front();
        if (sum_.head->contract == nullptr) {
            notes.push_back(agreement + ", " + period_.label +
                            ": no credit for points, the agreement has no contract and so no "
                            "charges and no currency");
            return std::nullopt;
        }
        sum_.currency = sum_.head->contract->currency;
        sum_.measurements = period_.measurements;
        for (const SegmentPoints& segment : period_.by_segment) add(segment);
        if (sum_.rules.empty()) return std::nullopt;
        if (sum_.amount == 0) {
            if (sum_.base == 0) {
                notes.push_back(agreement + ", " + period_.label +
                                ": points, but the contract has no creditable charges");
            }
            return std::nullopt;
        }
        CreditLine line = make_line(portfolio_, sum_, as_of);
        if (line.rounded.minor == 0) return std::nullopt;
        line.points = period_.total;
        line.objectives = period_.objectives;
        return line;
    }

  private:
    void add(const SegmentPoints& segment) {
        if (!segment.begun) return;
        const PointsRule& rule = *segment.segment->agreement->points;
        const Days days{segment.segment->first, segment.segment->end};
        const Rational base = base_of(portfolio_, *segment.segment, days, period_.days.first);
        const std::string when = period_.segments.size() == 1 ? "" : " (" + day_range(days) + ")";
        sum_.base += base;
        if (segment.shares.empty()) return;
        for (const std::string& step : segment.steps) sum_.steps.push_back(step + when);
        for (const PointsShare& share : segment.shares) {
            if (share.repeat && before_ != nullptr) stands_on_before();
        }
        const Rational counted = counted_points(rule, segment, when);
        const auto [percent, text] = percent_of(rule, counted);
        const Rational amount = base * percent / 100;
        sum_.amount += amount;
        sum_.rules.push_back({text, when});
        sum_.steps.push_back(text + " = " + number_text(percent) + " % of " +
                             amount_text(base, sum_.currency) + " = " +
                             amount_text(amount, sum_.currency) + when);
    }

    // The segment's total, or its mean with the period before.
    Rational counted_points(const PointsRule& rule, const SegmentPoints& segment,
                            const std::string& when) {
        if (!rule.average_with_previous || before_ == nullptr) return segment.total;
        stands_on_before();
        const Rational mean = (segment.total + before_->total) / 2;
        sum_.steps.push_back("(" + number_text(segment.total) + " + " +
                             number_text(before_->total) + " of " + before_->label +
                             ") / 2 = " + points_text(mean) + when);
        return mean;
    }

    // The percent of the base, and the words for it.
    static std::pair<Rational, std::string> percent_of(const PointsRule& rule,
                                                       const Rational& points) {
        if (rule.percent_per_point) {
            return {points * rule.percent_per_point->to_rational(),
                    points_text(points) + " x " + percent_text(*rule.percent_per_point)};
        }
        const PointsRung* reached = nullptr;
        for (const PointsRung& rung : rule.ladder) {
            if (points >= rung.points) reached = &rung;
        }
        if (reached == nullptr) return {0, points_text(points) + " reach no rung"};
        return {reached->percent.to_rational(), points_text(points) + " reach " +
                                                    std::to_string(reached->points) + ": " +
                                                    percent_text(reached->percent)};
    }

    void stands_on_before() {
        sum_.measurements.insert(sum_.measurements.end(), before_->measurements.begin(),
                                 before_->measurements.end());
    }

    const Portfolio& portfolio_;
    const PeriodPoints& period_;
    const PeriodPoints* before_;
    LineSum sum_;
};

// The period that ends where this one begins.
const PeriodPoints* straight_before(const std::vector<PeriodPoints>& periods, std::size_t at) {
    if (at == 0 || periods[at - 1].range.to != periods[at].range.from) return nullptr;
    return &periods[at - 1];
}

}  // namespace

std::vector<PeriodPoints> points_of(const Portfolio& portfolio,
                                    const std::vector<const ObjectiveResult*>& results) {
    std::map<Instant, std::vector<const ObjectiveResult*>> by_time;
    for (const ObjectiveResult* result : results) by_time[result->range.from].push_back(result);
    std::vector<PeriodPoints> periods;
    periods.reserve(by_time.size());
    for (auto& [from, of_period] : by_time) {
        std::ranges::sort(of_period, {}, &ObjectiveResult::objective);
        const PeriodPoints* before = periods.empty() ? nullptr : &periods.back();
        if (before != nullptr && before->range.to != from) before = nullptr;
        periods.push_back(PeriodCount(portfolio, of_period, before).count());
    }
    return periods;
}

std::vector<CreditLine> points_lines(const Portfolio& portfolio,
                                     const std::vector<const ObjectiveResult*>& results,
                                     Instant as_of, std::vector<std::string>& notes) {
    std::vector<CreditLine> lines;
    if (results.empty()) return lines;
    const std::vector<PeriodPoints> periods = points_of(portfolio, results);
    for (std::size_t at = 0; at < periods.size(); ++at) {
        if (periods[at].objectives.empty()) continue;
        PointsLine line(portfolio, periods[at], straight_before(periods, at));
        if (auto made = line.line(results.front()->agreement, as_of, notes)) {
            lines.push_back(std::move(*made));
        }
    }
    return lines;
}

}  // namespace underpin

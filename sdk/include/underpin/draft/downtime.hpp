// underpin/draft/downtime.hpp - the downtime of outages: less what partial exclusions remove, by
// impact or in full, and how much of it falls into a cell. Not yet promised.
#ifndef UNDERPIN_DRAFT_DOWNTIME_HPP
#define UNDERPIN_DRAFT_DOWNTIME_HPP

#include <functional>
#include <queue>
#include <vector>

#include "underpin/draft/outages.hpp"

namespace underpin {
inline namespace sdk {

// A stretch of downtime of one weight: 1, or with weighting by impact millionths.
struct Piece {
    std::int64_t from = 0;
    std::int64_t to = 0;
    std::int64_t weight = 1;
};

struct OutagePieces {
    std::vector<Piece> all;   // by from, disjoint
    std::vector<Piece> left;  // less what partial exclusions remove
};

// The pieces of one outage. A partial exclusion removes an instant of its window when every
// interval of the outage that covers it (in a merged gap: every interval of the outage) has a
// component that it names. Each is judged alone: what no single exclusion excuses is downtime.
class OutageCutter {
  public:
    OutageCutter(const OutageSet& set, const Exclusions& exclusions)
        : set_(set), exclusions_(exclusions) {}

    // Refills `pieces`, whose memory is used again.
    void cut(const Outage& outage, OutagePieces& pieces) const {
        pieces.all.clear();
        pieces.left.clear();
        if (outage.from == outage.kept_to) return;
        if (set_.rules().by_impact)
            by_impact(outage, pieces.all);
        else
            pieces.all.push_back({outage.from, outage.kept_to, 1});
        const Ranges gone = removed(outage);
        if (gone.empty()) {
            pieces.left = pieces.all;
            return;
        }
        const Ranges left = subtract({{outage.from, outage.to}}, gone);
        std::size_t j = 0;
        for (const Piece& piece : pieces.all) {
            while (j < left.size() && left[j].to <= piece.from) ++j;
            for (std::size_t k = j; k < left.size() && left[k].from < piece.to; ++k) {
                pieces.left.push_back({std::max(piece.from, left[k].from),
                                       std::min(piece.to, left[k].to), piece.weight});
            }
        }
    }

  private:
    // The largest impact at each instant: a sweep with a heap of the intervals that have begun.
    void by_impact(const Outage& outage, std::vector<Piece>& pieces) const {
        const auto& intervals = set_.intervals();
        std::vector<std::int64_t> edges;
        for (std::size_t i = outage.first; i < outage.last; ++i) {
            edges.push_back(intervals[i].from);
            edges.push_back(intervals[i].to);
        }
        std::sort(edges.begin(), edges.end());
        edges.erase(std::unique(edges.begin(), edges.end()), edges.end());
        std::priority_queue<std::pair<std::int64_t, std::int64_t>> begun;  // impact, end
        std::size_t next = outage.first;
        for (std::size_t e = 0; e + 1 < edges.size(); ++e) {
            for (; next < outage.last && intervals[next].from <= edges[e]; ++next) {
                begun.emplace(intervals[next].impact, intervals[next].to);
            }
            while (!begun.empty() && begun.top().second <= edges[e]) begun.pop();
            if (begun.empty()) continue;
            const std::int64_t weight = begun.top().first;
            if (!pieces.empty() && pieces.back().to == edges[e] && pieces.back().weight == weight) {
                pieces.back().to = edges[e + 1];
            } else {
                pieces.push_back({edges[e], edges[e + 1], weight});
            }
        }
    }

    // What partial exclusions remove of the outage.
    [[nodiscard]] Ranges removed(const Outage& outage) const {
        Ranges all;
        exclusions_.each_partial(outage.from, outage.to, [&](const underpin_partial& partial) {
            Ranges named, others;
            bool every = true;  // interval of the outage, those without any length too, is named
            for (std::size_t i = outage.first; i < outage.last; ++i) {
                const Interval& interval = set_.intervals()[i];
                const bool is_named = names(partial, interval.component);
                every = every && is_named;
                const std::int64_t from = std::max(interval.from, partial.from);
                const std::int64_t to = std::min(interval.to, partial.to);
                if (from < to) (is_named ? named : others).push_back({from, to});
            }
            if (every) {
                all.push_back(
                    {std::max(outage.from, partial.from), std::min(outage.to, partial.to)});
                return;
            }
            normalize(named);
            normalize(others);
            const Ranges alone = subtract(named, others);
            all.insert(all.end(), alone.begin(), alone.end());
        });
        normalize(all);
        return all;
    }

    static bool names(const underpin_partial& partial, std::uint32_t component) {
        const auto* end = partial.components + partial.component_count;
        return std::find(partial.components, end, component) != end;
    }

    const OutageSet& set_;
    const Exclusions& exclusions_;
};

// What of a cell is measured, ready to be asked how much downtime falls into it.
class CellTime {
  public:
    explicit CellTime(const underpin_cell& cell) {
        const Ranges covered = to_ranges(cell.covered);
        const Ranges service = to_ranges(cell.service);
        const Ranges hours = to_ranges(cell.hours);
        const Ranges measured = intersect(service, covered);
        time_ = length(measured);
        service_ = length(service);
        hours_.assign(hours);
        seen_.assign(intersect(hours, covered));
        down_.assign(subtract(measured, to_ranges(cell.excused)));
    }

    [[nodiscard]] std::int64_t time() const { return time_; }               // covered service time
    [[nodiscard]] std::int64_t unseen() const { return service_ - time_; }  // the rest of it
    [[nodiscard]] std::int64_t service() const { return service_; }

    // Service time by the calendar alone under the pieces; of it what was seen; and what is
    // downtime after all exclusions. Weighted.
    [[nodiscard]] Int128 in_hours(const std::vector<Piece>& all) const { return sum(hours_, all); }
    [[nodiscard]] Int128 seen(const std::vector<Piece>& all) const { return sum(seen_, all); }
    [[nodiscard]] Int128 down(const std::vector<Piece>& left) const { return sum(down_, left); }

  private:
    static Int128 sum(const RangeIndex& index, const std::vector<Piece>& pieces) {
        Int128 total = 0;
        for (const Piece& piece : pieces) {
            total = checked_add(
                total, checked_multiply(index.between(piece.from, piece.to), piece.weight));
        }
        return total;
    }

    std::int64_t time_ = 0, service_ = 0;
    RangeIndex hours_, seen_, down_;
};

// What an outage is in one cell.
struct OutageInCell {
    Int128 down = 0;        // downtime left, weighted
    bool excluded = false;  // had downtime that was seen, and exclusions removed all of it
    const char* reason = "";
};

inline OutageInCell judge(const CellTime& time, const OutagePieces& pieces) {
    OutageInCell result;
    result.down = time.down(pieces.left);
    if (result.down > 0) {
        result.reason = "downtime";
    } else if (pieces.all.empty()) {
        result.reason = "has no length";
    } else if (time.seen(pieces.all) > 0) {
        result.excluded = true;
        result.reason = "covered by an exclusion";
    } else {
        result.reason =
            time.in_hours(pieces.all) > 0 ? "not seen: no coverage" : "outside service hours";
    }
    return result;
}

// Service time of a whole outage, wherever it lies.
struct OutageLength {
    std::int64_t before = 0;  // by the calendar alone
    std::int64_t left = 0;    // less exclusions
    [[nodiscard]] bool excluded() const { return before > 0 && left == 0; }
};

// Only for pieces of weight 1.
inline OutageLength length_of(const underpin_evidence& evidence, const OutagePieces& pieces) {
    OutageLength length;
    for (const Piece& piece : pieces.all) {
        length.before += clock_between(evidence.hours, piece.from, piece.to);
    }
    const underpin_spans& excluded = evidence.excluded;
    for (const Piece& piece : pieces.left) {
        length.left += clock_between(evidence.service, piece.from, piece.to);
        // Service time still holds exclusions where they count as up.
        const auto* end = excluded.to + excluded.count;
        auto i =
            static_cast<std::size_t>(std::upper_bound(excluded.to, end, piece.from) - excluded.to);
        for (; i < excluded.count && excluded.from[i] < piece.to; ++i) {
            length.left -= clock_between(evidence.service, std::max(piece.from, excluded.from[i]),
                                         std::min(piece.to, excluded.to[i]));
        }
    }
    return length;
}

// Which outages count for mttr and mtbf: `in_service_time` keeps those that start inside service
// time; one whose start, or all of whose downtime, an exclusion removed does not count.
enum class OutagePart { counts, excluded, outside };

inline OutagePart part_of(const underpin_evidence& evidence, const Outage& outage,
                          const OutageLength& length, bool in_service_time) {
    if (in_service_time && !contains(evidence.hours.service, outage.from)) {
        return OutagePart::outside;
    }
    const bool removed = in_service_time && !contains(evidence.service.service, outage.from);
    return removed || length.excluded() ? OutagePart::excluded : OutagePart::counts;
}

// Tallies one outage of a cell and tells its rows' verdicts; true where it counts.
inline bool tally_outage(ScorerRun& run, std::size_t cell, const OutageSet& set, std::size_t i,
                         OutagePart part, const OutageLength& length) {
    auto& answer = run.answer(cell);
    RowVerdict verdict;
    verdict.amount = length.left;
    verdict.group = static_cast<std::int64_t>(i);
    verdict.reason = length.before > 0 ? "an outage" : "an outage outside service hours";
    if (part == OutagePart::counts) {
        ++answer.counted;
    } else if (part == OutagePart::excluded) {
        ++answer.excluded;
        verdict.verdict = UNDERPIN_EXCLUDED;
        verdict.reason = "covered by an exclusion";
    } else {
        verdict.verdict = UNDERPIN_LEFT_OUT;
        verdict.reason = "started outside service hours";
    }
    if (part == OutagePart::counts || run.explain()) {
        const Outage& outage = set.outages()[i];
        for (std::size_t j = outage.first; j < outage.last; ++j) {
            run.verdict(cell, set.intervals()[j].row, verdict);
        }
    }
    return part == OutagePart::counts;
}

// For explain: the intervals that are no part of any outage and overlap the cell.
inline void tell_left_out(const ScorerRun& run, std::size_t c, const OutageSet& set) {
    const auto& cell = run.cells()[c];
    for (const LeftOut& left : set.left_out()) {
        const bool point = left.from == left.to && left.from >= cell.from;
        if (left.from < cell.to && (left.to > cell.from || point)) {
            run.verdict(c, left.row, {UNDERPIN_LEFT_OUT, left.reason});
        }
    }
}

}  // namespace sdk
}  // namespace underpin

#endif  // UNDERPIN_DRAFT_DOWNTIME_HPP

// What happens to claims by themselves: last days pass, and restatements change what lines are
// worth. Every change proves the version of the claim that it was based on, or that its lines are
// in no claim yet: whoever comes second finds it done.
#include <map>

#include "work/claim_lines.h"
#include "work/claims.h"

namespace underpin {

namespace {

constexpr const char* clock_actor = "clock";

class Keeper {
  public:
    Keeper(const Context& context, std::vector<ClosedLine> lines)
        : context_(context), now_(context.clock.now()) {
        for (auto& line : lines) {
            const auto key = line.key;
            lines_.emplace(key, std::move(line));
        }
    }

    Result<ClaimsKept> run(const std::string& supplier) {
        const auto claims = context_.database.read([&](Session& session) {
            return load_claims(session, {supplier, std::nullopt});
        });
        for (const auto& claim : claims) {
            if (auto done = keep(claim); !done) return done.error();
        }
        for (const auto& claim : claims) {
            for (const auto& line : claim.lines) lines_.erase(line.key);
        }
        if (auto done = lapse_unclaimed(); !done) return done.error();
        return kept_;
    }

  private:
    [[nodiscard]] bool is_past(ClaimMode mode, const std::optional<Date>& last,
                               const std::string& zone) const {
        return mode == ClaimMode::request && last &&
               require(TimeZone::find(zone)).date_of(now_) > *last;
    }

    [[nodiscard]] StepOrder order(ClaimStep step, int line, std::string reason) const {
        StepOrder made;
        made.step = step;
        made.line = line;
        made.at = now_;
        made.actor = clock_actor;
        made.reason = std::move(reason);
        return made;
    }

    // The steps that are due, each on what the ones before have left.
    [[nodiscard]] std::vector<ClaimEntry> due(Claim claim, ClaimsKept& counted) const {
        std::vector<ClaimEntry> all;
        const auto take = [&](const StepOrder& order, std::int64_t& count) {
            const auto entries = take_step(claim, order);
            if (!entries || entries->empty()) return;
            ++count;
            claim = with_entries(std::move(claim), *entries);
            all.insert(all.end(), entries->begin(), entries->end());
        };
        for (const auto& line : claim.lines) {
            const auto at = lines_.find(line.key);
            if (at != lines_.end() && at->second.amount.minor != worth_of(claim, line)) {
                auto adjust =
                    order(ClaimStep::adjust, line.number,
                          "restated: " + line.key.to_string() + ": " + at->second.restated);
                adjust.worth = at->second.amount.minor;
                take(adjust, counted.adjusted);
            }
        }
        for (const auto& line : claim.lines) {
            if (!is_past(line.mode, line.claim_by, line.time_zone)) continue;
            if (is_lapsed(claim, line)) continue;
            take(order(ClaimStep::lapse, line.number, lapse_reason(line.key, *line.claim_by)),
                 counted.lapsed);
        }
        return all;
    }

    static std::string lapse_reason(const CreditKey& key, Date last) {
        return key.to_string() + " was not claimed by " + format_date(last) + ", its last day";
    }

    Result<void> keep(const Claim& claim) {
        ClaimsKept counted;
        const auto entries = due(claim, counted);
        if (entries.empty()) return {};
        const auto done = context_.database.transact(
            [&](Session& session) { return append_claim_entries(session, claim, entries, ""); });
        if (!done) return unless_done_by_another(done.error());
        kept_.lapsed += counted.lapsed;
        kept_.adjusted += counted.adjusted;
        return {};
    }

    static Result<void> unless_done_by_another(const Error& error) {
        if (error.error_class == ErrorClass::conflict) return {};
        return error;
    }

    // Lines that nobody ever put into a claim: one claim a contract and period tells of them.
    Result<void> lapse_unclaimed() {
        std::map<std::pair<std::string, std::string>, std::vector<ClosedLine>> late;
        for (const auto& [key, line] : lines_) {
            if (line.amount.minor <= 0) continue;
            if (!is_past(line.mode, line.claim_by, line.time_zone)) continue;
            late[{line.contract, key.period}].push_back(line);
        }
        for (const auto& [of, lines] : late) {
            if (auto done = lapse(lines); !done) return done.error();
        }
        return {};
    }

    Result<void> lapse(const std::vector<ClosedLine>& lines) {
        Claim claim = claim_on(lines);
        auto opening = order(ClaimStep::propose, 0, "nobody proposed a claim in time");
        opening.line.reset();
        claim.entries = require(open_claim(claim, opening));
        ClaimsKept counted;
        claim = with_entries(claim, due(claim, counted));
        const auto done = context_.database.transact(
            [&](Session& session) { return insert_claim(session, claim, ""); });
        if (!done) return unless_done_by_another(done.error());
        kept_.lapsed += counted.lapsed;
        return {};
    }

    const Context& context_;
    Instant now_;
    std::map<CreditKey, ClosedLine> lines_;
    ClaimsKept kept_;
};

}  // namespace

Result<ClaimsKept> keep_claims(const Context& context, const std::optional<std::string>& supplier) {
    auto lines = closed_lines(context, supplier);
    if (!lines) return lines.error();
    return Keeper(context, std::move(*lines)).run(supplier.value_or(""));
}

}  // namespace underpin

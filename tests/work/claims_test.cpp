// Claims on the credit entries of closed periods: proposed, stepped once, lapsed and adjusted by
// themselves.
#include "work/claims.h"

#include <gmock/gmock.h>

#include "domain/claim_check.h"
#include "store/credit_entries.h"
#include "work/claim_standing.h"
#include "work/measuring_fixture.h"

namespace underpin::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr const char* documents = R"(
apiVersion: underpin/v1
kind: Supplier
metadata: {id: acme, name: Acme}
spec: {kind: external}
---
apiVersion: underpin/v1
kind: Contract
metadata: {id: acme-msa}
spec:
  supplier: acme
  term: {from: 2024-01-01, to: 2025-01-01}
  currency: GBP
  claim: {mode: request, within: {days: 30}}
---
apiVersion: underpin/v1
kind: Agreement
metadata: {id: acme-uc}
spec:
  contract: acme-msa
  time_zone: Europe/London
  period: {every: month}
  objectives:
    - {id: up, metric: ratio, with: {metric: m}, evidence: {sources: [log]}, target: {at_least: "99"},
       credits: {scheme: tiers, tiers: [{below: "99", percent: "10"}]}}
---
apiVersion: underpin/v1
kind: Source
metadata: {id: log}
spec: {plugin: csv, config: {path: log.csv, shape: sample}}
)";

class ClaimsTest : public MeasuringTest {
  protected:
    ClaimsTest() {
        apply_documents(documents);
        close("2024-05", 1, 120'000);
    }

    // What closing, and later a restatement, writes.
    void close(const std::string& period, int version, std::int64_t minor,
               const std::string& reason = "closed") {
        CreditEntry entry;
        entry.line = {"acme-uc", "up", period, ""};
        entry.version = version;
        entry.supplier = "acme";
        entry.contract = "acme-msa";
        entry.amount = {minor, {"GBP", 2}};
        entry.statement = period;
        entry.statement_version = version;
        entry.actor = "person:jo";
        entry.reason = reason;
        database_->transact([&](Session& s) { save_credit_entries(s, {entry}); });
    }

    Claim propose(const std::string& key = "") {
        return require(propose_claim(*context_, {"acme", "", {}, "", key}));
    }
    Result<Claim> step(std::int64_t claim, ClaimStep step, const std::string& key = "",
                       const std::string& net = "") {
        ClaimStepRequest request;
        request.claim = claim;
        request.step = step;
        request.net = net;
        request.reason = "as agreed";
        request.note = step == ClaimStep::credit ? "CN-1" : "";
        request.request_key = key;
        return step_claim(*context_, rules_, request);
    }
    std::vector<Claim> all() { return require(find_claims(*context_, {})); }

    ClaimRules rules_;
};

TEST_F(ClaimsTest, BundleWhatIsClosedOnce) {
    const Claim claim = propose("one");
    EXPECT_EQ(claim.supplier, "acme");
    EXPECT_EQ(claim.contract, "acme-msa");
    ASSERT_EQ(claim.lines.size(), 1U);
    EXPECT_EQ(claim.lines[0].net, 120'000);
    EXPECT_EQ(format_date(*claim.lines[0].claim_by), "2024-06-30");
    EXPECT_EQ(propose("one").id, claim.id);
    const auto again = propose_claim(*context_, {"acme", "", {"2024-05"}, "", ""});
    ASSERT_FALSE(again.ok());
    EXPECT_THAT(again.error().hint, HasSubstr("underpin close --supplier acme --period 2024-05"));
    EXPECT_EQ(all().size(), 1U);
}

TEST_F(ClaimsTest, AStepWithTheSameKeyHappensOnce) {
    const auto id = propose().id;
    require(step(id, ClaimStep::approve, "a"));
    require(step(id, ClaimStep::claim));
    require(step(id, ClaimStep::dispute, "d", "100.00"));
    const Claim twice = require(step(id, ClaimStep::dispute, "d", "100.00"));
    EXPECT_EQ(balance_of(twice).of(ClaimAccount::disputed).net, 10'000);
    const auto other = step(id, ClaimStep::write_off, "d");
    ASSERT_FALSE(other.ok());
    EXPECT_EQ(other.error().error_class, ErrorClass::conflict);
}

TEST_F(ClaimsTest, AStepNamesTheVersionThatWasSeen) {
    const auto id = propose().id;
    ClaimStepRequest request;
    request.claim = id;
    request.step = ClaimStep::approve;
    request.expected = 7;
    const auto refused = step_claim(*context_, rules_, request);
    ASSERT_FALSE(refused.ok());
    EXPECT_EQ(refused.error().error_class, ErrorClass::conflict);
    request.expected = 1;
    EXPECT_EQ(state_of(require(step_claim(*context_, rules_, request))), ClaimState::approved);
}

TEST_F(ClaimsTest, PastTheirLastDayLinesLapseOnce) {
    close("2024-04", 1, 50'000);  // until 30 May; now it is 1 June
    EXPECT_EQ(require(keep_claims(*context_, "acme")).lapsed, 1);
    EXPECT_EQ(require(keep_claims(*context_, "acme")).lapsed, 0);
    const auto lapsed = all();
    ASSERT_EQ(lapsed.size(), 1U);
    EXPECT_EQ(state_of(lapsed[0]), ClaimState::lapsed);
    EXPECT_THAT(lapsed[0].entries.back().reason, HasSubstr("not claimed by 2024-05-30"));
    // One that was proposed lapses too, if it is not sent; one that was sent does not.
    const auto late = propose().id;
    clock_.set(at("2024-06-30T23:00:00Z"));  // 1 July in London
    EXPECT_THAT(step(late, ClaimStep::approve).error().message, HasSubstr("is lapsed"));
    EXPECT_EQ(state_of(require(get_claim(*context_, late))), ClaimState::lapsed);
}

TEST_F(ClaimsTest, WhatWasSentInTimeStays) {
    const auto id = propose().id;
    require(step(id, ClaimStep::approve));
    require(step(id, ClaimStep::claim));
    clock_.set(at("2025-01-01T00:00:00Z"));
    EXPECT_EQ(require(keep_claims(*context_, "acme")).lapsed, 0);
    EXPECT_EQ(state_of(require(get_claim(*context_, id))), ClaimState::claimed);
}

TEST_F(ClaimsTest, ARestatementAdjustsOnce) {
    const auto id = propose().id;
    require(step(id, ClaimStep::approve));
    require(step(id, ClaimStep::claim));
    close("2024-05", 2, -30'000, "late evidence: run 7");
    EXPECT_EQ(require(keep_claims(*context_, "acme")).adjusted, 1);
    EXPECT_EQ(require(keep_claims(*context_, "acme")).adjusted, 0);
    const Claim claim = require(get_claim(*context_, id));
    EXPECT_EQ(balance_of(claim).outstanding().net, 90'000);
    EXPECT_EQ(claim.entries.back().kind, EntryKind::adjusted);
    EXPECT_THAT(claim.entries.back().reason, HasSubstr("late evidence: run 7"));
    EXPECT_THAT(claim_faults(claim), IsEmpty());
}

TEST_F(ClaimsTest, TheCreditsSayWhereTheyStand) {
    SupplierCredits credits;
    credits.supplier = "acme";
    CreditLine line;
    line.agreement = "acme-uc";
    line.objective = "up";
    line.period = "2024-05";
    line.amount = {120'000, {"GBP", 2}};
    credits.lines = {line};
    const auto stands = [&](Instant as_of) {
        auto shown = credits;
        put_claims(*context_, as_of, shown);
        return std::string(credit_status_name(shown.lines[0].status));
    };
    const auto id = propose().id;
    clock_.set(at("2024-06-02T00:00:00Z"));
    require(step(id, ClaimStep::approve));
    EXPECT_EQ(stands(clock_.now()), "approved");
    // As it was known then.
    EXPECT_EQ(stands(at("2024-06-01T12:00:00Z")), "proposed");
    require(step(id, ClaimStep::claim));
    require(step(id, ClaimStep::credit, "", "200.00"));
    EXPECT_EQ(stands(clock_.now()), "partly_credited");
}

}  // namespace
}  // namespace underpin::test

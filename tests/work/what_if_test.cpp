// What history would have cost under proposed documents.
#include "work/what_if.h"

#include <fmt/format.h>

#include "work/measuring_fixture.h"

namespace underpin::test {
namespace {

const std::string base = R"(
apiVersion: underpin/v1
kind: Supplier
metadata: {id: acme, name: Acme}
spec: {}
---
apiVersion: underpin/v1
kind: Source
metadata: {id: status}
spec: {plugin: csv, config: {path: status.csv, shape: interval}}
---
apiVersion: underpin/v1
kind: Contract
metadata: {id: msa}
spec:
  supplier: acme
  term: {from: 2024-01-01, to: 2025-01-01}
  currency: EUR
)";

// A month with an outage owes a fixed credit.
std::string agreement(const std::string& id, const std::string& amount, bool retired) {
    return fmt::format(R"(---
apiVersion: underpin/v1
kind: Agreement
metadata: {{id: {}, retired: {}}}
spec:
  contract: msa
  time_zone: UTC
  period: {{every: month}}
  objectives:
    - id: up
      metric: availability
      evidence: {{sources: [status]}}
      target: {{at_least: "100"}}
      credits: {{scheme: fixed, amount: "{}"}}
)",
                       id, retired, amount);
}

class WhatIfTest : public MeasuringTest {
  protected:
    WhatIfTest() {
        clock_.set(at("2024-05-01T00:00:00Z"));
        apply_documents(base + agreement("old", "100.00", false) +
                        agreement("new", "10.00", false));
        Record outage;
        outage.key = "a";
        outage.start = at("2024-02-10T00:00:00Z");
        outage.end = at("2024-02-10T06:00:00Z");
        import("status", {outage}, {at("2024-01-01T00:00:00Z"), at("2024-05-01T00:00:00Z")});
    }

    CreditComparison compared(const std::string& proposed) {
        WhatIfRequest request;
        request.supplier = "acme";
        request.proposed.text = DocumentText{proposed, DocumentFormat::yaml, "proposed"};
        auto answer = require(what_if(*context_, request));
        for (const auto& error : answer.errors) ADD_FAILURE() << error.message;
        return std::move(answer.comparison);
    }
};

TEST_F(WhatIfTest, ComparesTheCredits) {
    const auto total = compared(agreement("new", "30.00", false)).totals.at("EUR");
    EXPECT_EQ(total.now.to_string(), "110.00");
    EXPECT_EQ(total.proposed.to_string(), "130.00");
}

// What a retired agreement owed until then is owed under both.
TEST_F(WhatIfTest, RetiredAgreementsKeepTheirPast) {
    clock_.set(at("2024-05-02T00:00:00Z"));
    apply_documents(base + agreement("old", "100.00", true));
    const auto total = compared(agreement("new", "30.00", false)).totals.at("EUR");
    EXPECT_EQ(total.now.to_string(), "110.00");
    EXPECT_EQ(total.proposed.to_string(), "130.00");
}

// To retire it now changes nothing of what has been.
TEST_F(WhatIfTest, AProposedRetirementEndsNow) {
    const auto total = compared(agreement("old", "100.00", true)).totals.at("EUR");
    EXPECT_EQ(total.now.to_string(), "110.00");
    EXPECT_EQ(total.proposed.to_string(), "110.00");
}

}  // namespace
}  // namespace underpin::test

#include "work/credit_adjustments.h"

#include <gmock/gmock.h>

#include "unit/results_sample.h"

namespace underpin::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

CreditLine line(const std::string& period, const std::string& amount) {
    auto made = sample_line();
    made.period = period;
    made.amount = money(amount);
    return made;
}

SupplierCredits credits(std::vector<CreditLine> lines) {
    SupplierCredits made;
    made.supplier = "acme";
    made.lines = std::move(lines);
    return made;
}

ClosedCredits closed(const std::string& period, bool closing, int version = 1) {
    return {{{"acme-hosting", period}, {{"acme", period, version}, "because", closing}}};
}

std::vector<std::string> texts(const std::vector<CreditEntry>& entries) {
    std::vector<std::string> out;
    for (const auto& entry : entries) {
        out.push_back(entry.line.period + " " + std::to_string(entry.version) + " " +
                      entry.amount.to_string());
    }
    return out;
}

TEST(CreditAdjustments, ClosingWritesWhatIsOwed) {
    const auto added = entries_to_add({}, credits({line("2024-02", "1200.00")}),
                                      closed("2024-02", true), "person:jo");
    EXPECT_THAT(texts(added), ElementsAre("2024-02 1 1200.00"));
    EXPECT_EQ(added.front().contract, "acme-msa");
    EXPECT_EQ(added.front().reason, "because");
    EXPECT_FALSE(added.front().derived.empty());
}

TEST(CreditAdjustments, WhatIsNotClosedHasNoEntry) {
    auto provisional = line("2024-02", "10.00");
    provisional.status = CreditStatus::provisional;
    EXPECT_THAT(entries_to_add({}, credits({line("2024-03", "1200.00"), provisional}),
                               closed("2024-02", true), "person:jo"),
                IsEmpty());
}

TEST(CreditAdjustments, RestatingAddsTheDifferenceOnce) {
    auto entries = entries_to_add({}, credits({line("2024-02", "1200.00")}),
                                  closed("2024-02", true), "person:jo");
    const auto now = credits({line("2024-02", "300.00")});
    const auto added = entries_to_add(entries, now, closed("2024-02", false, 2), "person:jo");
    EXPECT_THAT(texts(added), ElementsAre("2024-02 2 -900.00"));
    EXPECT_EQ(added.front().statement_version, 2);
    entries.push_back(added.front());
    EXPECT_THAT(entries_to_add(entries, now, closed("2024-02", false, 2), "person:jo"), IsEmpty());
}

TEST(CreditAdjustments, ALineThatGoesIsTakenBack) {
    const auto entries = entries_to_add({}, credits({line("2024-02", "1200.00")}),
                                        closed("2024-02", true), "person:jo");
    const auto added = entries_to_add(entries, credits({}), closed("2024-02", false, 2), "x");
    EXPECT_THAT(texts(added), ElementsAre("2024-02 2 -1200.00"));
    EXPECT_EQ(added.front().derived, "");
    EXPECT_EQ(added.front().contract, "acme-msa");
}

TEST(CreditAdjustments, ALineThatComesLaterIsNoFirstVersion) {
    const auto added = entries_to_add({}, credits({line("2024-02", "5.00")}),
                                      closed("2024-02", false, 2), "person:jo");
    EXPECT_THAT(texts(added), ElementsAre("2024-02 2 5.00"));
}

}  // namespace
}  // namespace underpin::testing

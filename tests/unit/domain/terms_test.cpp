#include "domain/terms.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace underpin {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

Date day_of(const char* text) { return require(parse_date(text)); }

Revised contract(std::int64_t revision, std::optional<Date> from, const char* number) {
    Contract spec;
    spec.supplier = "acme";
    spec.number = number;
    spec.currency = {"GBP", 2};
    spec.term = {day_of("2024-01-01"), day_of("2027-01-01")};
    Document document{Kind::contract, {}, spec};
    document.metadata.id = "c";
    document.metadata.effective_from = from;
    return {document, revision};
}

Revised agreement(std::int64_t revision, const char* id, std::optional<Money> fixed = {}) {
    Agreement spec;
    spec.contract = "c";
    Objective objective;
    objective.id = "o";
    if (fixed) {
        objective.credits = CreditTerms{FixedScheme{*fixed}, {}, Money{5, {"", 1}}, {}, {}, {}};
    }
    spec.objectives.push_back(objective);
    Document document{Kind::agreement, {}, spec};
    document.metadata.id = id;
    return {document, revision};
}

Revised supplier(std::int64_t revision, const char* owner, bool retired) {
    Supplier spec;
    spec.owner = owner;
    Document document{Kind::supplier, {}, spec};
    document.metadata.id = "acme";
    document.metadata.retired = retired;
    return {document, revision};
}

std::string number_on(const Portfolio& portfolio, const char* date) {
    return portfolio.contracts.at("c").on(day_of(date)).document.as<Contract>().number;
}

TEST(Portfolio, SortsAmendmentsByTheirDateWhateverTheirRevision) {
    const Portfolio portfolio = make_portfolio({contract(9, day_of("2024-06-01"), "june"),
                                                contract(3, day_of("2025-01-01"), "new year"),
                                                contract(5, std::nullopt, "base")});
    EXPECT_EQ(number_on(portfolio, "2023-01-01"), "base");
    EXPECT_EQ(number_on(portfolio, "2024-05-31"), "base");
    EXPECT_EQ(number_on(portfolio, "2024-06-01"), "june");
    EXPECT_EQ(number_on(portfolio, "2024-12-31"), "june");
    EXPECT_EQ(number_on(portfolio, "2025-01-01"), "new year");
}

TEST(Portfolio, TheHighestRevisionHolds) {
    const Portfolio portfolio =
        make_portfolio({contract(4, std::nullopt, "later"), contract(2, std::nullopt, "earlier"),
                        supplier(7, "new", false), supplier(1, "old", true)});
    EXPECT_EQ(portfolio.contracts.at("c").versions.size(), 1U);
    EXPECT_EQ(number_on(portfolio, "2024-01-01"), "later");
    EXPECT_EQ(portfolio.suppliers.at("acme").document.as<Supplier>().owner, "new");
}

TEST(Portfolio, LeavesRetiredDocumentsOutUnlessAskedFor) {
    Revised retired = contract(2, std::nullopt, "x");
    retired.document.metadata.retired = true;
    const std::vector<Revised> all = {supplier(1, "o", true), retired,
                                      contract(3, day_of("2025-01-01"), "amendment")};
    EXPECT_THAT(make_portfolio(all).suppliers, IsEmpty());
    EXPECT_THAT(make_portfolio(all).contracts, IsEmpty());
    EXPECT_EQ(make_portfolio(all, Retired::keep).suppliers.size(), 1U);
    EXPECT_EQ(make_portfolio(all, Retired::keep).contracts.size(), 1U);
}

TEST(Portfolio, MoneyOfAnAgreementIsInItsContractsCurrency) {
    const Portfolio portfolio =
        make_portfolio({agreement(1, "a", Money{500, {"", 0}}), contract(2, std::nullopt, "x")});
    const auto& credits =
        *portfolio.agreements.at("a").versions[0].document.as<Agreement>().objectives[0].credits;
    EXPECT_EQ(std::get<FixedScheme>(credits.scheme).amount, (Money{50000, {"GBP", 2}}));
    EXPECT_EQ(*credits.minimum, (Money{50, {"GBP", 2}}));
}

TEST(Portfolio, ResolvesTheSupplierAndTheTerm) {
    const Portfolio portfolio =
        make_portfolio({agreement(1, "b"), agreement(1, "a"), contract(2, std::nullopt, "x")});
    const auto& terms = portfolio.agreements.at("a").versions[0].document.as<Agreement>();
    EXPECT_EQ(portfolio.supplier_of(terms), "acme");
    EXPECT_EQ(portfolio.term_of(terms).from, day_of("2024-01-01"));
    EXPECT_THAT(portfolio.agreements_of("acme"), ElementsAre("a", "b"));
    EXPECT_THAT(portfolio.agreements_of(""), IsEmpty());
    Agreement own = terms;
    own.term = Term{day_of("2025-01-01"), std::nullopt};
    EXPECT_EQ(portfolio.term_of(own).from, day_of("2025-01-01"));
    Agreement customer = terms;
    customer.type = AgreementType::customer;
    EXPECT_EQ(portfolio.supplier_of(customer), "");
}

TEST(Portfolio, KnowsTheCalendarThatIsAlwaysOpen) {
    const Portfolio portfolio;
    EXPECT_TRUE(portfolio.calendar_of("always").always);
    EXPECT_THROW(static_cast<void>(portfolio.calendar_of("nowhere")), Failure);
}

}  // namespace
}  // namespace underpin

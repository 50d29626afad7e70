// Contracts: term, renewal, charges, caps and claim terms.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "domain/money.h"
#include "domain/period.h"

namespace underpin {

// Where in the signed paper something stands.
struct Clause {
    std::string document;
    std::string ref;
    std::string text;
};

enum class ChargePer { month, quarter, year, once };

struct Charge {
    std::optional<std::string> service;  // none: not tied to one service
    Money amount;                        // net of tax
    ChargePer per = ChargePer::month;
    Date from;
    std::optional<Date> to;  // exclusive
};

// How long before an end notice has to be given: one of the three.
struct NoticePeriod {
    std::optional<int> days{}, months{}, working_days{};
    std::string calendar{};  // of working_days
};

struct Renewal {
    std::string kind = "none";  // auto | optional | none
    int months = 0;
    std::optional<NoticePeriod> notice;
};

// A right to end the contract before its term is over, on one date.
struct BreakOption {
    std::string name;
    Date on;  // the first day that the contract would no longer be in force
    NoticePeriod notice;
    std::optional<Clause> clause;
};

struct Subcontractor {
    std::string supplier;
    std::optional<std::string> service;
    int rank = 1;
};

// Percent or amount; where both are given the lower holds.
struct Cap {
    std::optional<Decimal> percent;
    std::optional<Money> amount;
};

struct ContractCaps {
    Cap period;
    Cap year;
};

enum class ClaimMode { request, set_off, automatic };

// The window after a period's end in which a credit must be claimed.
struct ClaimTerms {
    ClaimMode mode = ClaimMode::request;
    std::optional<int> days;
    std::optional<int> working_days;
    std::string calendar;  // for working_days
    std::optional<int> billing_periods;
};

// What a service credit is in law (Contract::remedy): a change of the price, the sole remedy for
// the failure, or one that leaves others open.
enum class Remedy { price_adjustment, sole, without_prejudice };

struct Contract {
    std::string supplier;
    std::string number;
    Term term;
    Renewal renewal;
    std::vector<BreakOption> breaks;
    Currency currency;
    std::string kind = "standalone";  // framework | call_off | standalone
    std::optional<std::string> parent;
    std::vector<Subcontractor> subcontractors;
    std::vector<Charge> charges;
    ContractCaps caps;
    std::optional<ClaimTerms> claim;
    std::optional<Date> grace_until;
    std::optional<Remedy> remedy;
};

}  // namespace underpin

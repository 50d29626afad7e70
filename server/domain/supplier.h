// Suppliers and services, as their documents say them (documents.md).
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "domain/money.h"

namespace underpin {

struct Contact {
    std::string role;
    std::optional<int> level;
    std::string name;
    std::string email;
    std::string phone;
};

struct Supplier {
    std::string tier;  // strategic | tactical | operational | commodity
    std::string status = "active";
    std::string kind = "external";  // external | internal | customer
    std::string owner;
    std::optional<std::string> parent;
    std::string country, lei;
    std::map<std::string, std::string> external_ids;
    std::vector<Contact> contacts;
};

struct Service {
    std::string criticality;
    std::optional<Money> downtime_cost;
    std::string downtime_cost_per;  // hour | day | minute
    std::vector<std::string> depends_on;
};

}  // namespace underpin

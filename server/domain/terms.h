// All documents in force, resolved for measuring: what the agreements of a supplier say on a day.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "domain/document.h"

namespace underpin {

// A document with the number of its stored revision (what a measurement cites).
struct Revised {
    Document document;
    std::int64_t revision = 0;  // store-wide, grows with every change
};

// Every revision in force of one Contract or Agreement: the base text and its amendments by date.
// versions[0] has no effective_from; each later one holds from its date on.
struct Amended {
    std::vector<Revised> versions;
    [[nodiscard]] const Revised& on(Date date) const;
};

enum class Retired { leave_out, keep };

// A consistent picture of all documents, not retired unless asked for. Value type, no I/O.
struct Portfolio {
    std::map<std::string, Revised> suppliers, services, calendars, exclusions, sources;
    std::map<std::string, Amended> contracts, agreements;

    // The supplier that an agreement's performance belongs to; empty for customer agreements.
    [[nodiscard]] std::string supplier_of(const Agreement& agreement) const;
    [[nodiscard]] Term term_of(const Agreement& agreement) const;  // its own, else its contract's
    [[nodiscard]] const Calendar& calendar_of(const std::string& id) const;  // also "always"
    [[nodiscard]] std::vector<std::string> agreements_of(const std::string& supplier) const;
};

// Groups the revisions in force: of each id the base text and its amendments sorted by
// effective_from. Of the same kind, id and date the highest revision holds. Money inside of
// agreements gets the currency of their contract.
[[nodiscard]] Portfolio make_portfolio(std::vector<Revised> documents,
                                       Retired retired = Retired::leave_out);

}  // namespace underpin

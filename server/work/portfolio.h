// The stored documents as a portfolio.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "domain/terms.h"
#include "store/documents.h"
#include "work/context.h"

namespace underpin {

// The current documents, without retired ones; an error where one cannot be read any more.
[[nodiscard]] Result<Portfolio> load_portfolio(const Context& context,
                                               Retired retired = Retired::leave_out);
// What was ever agreed, and until when: a retired agreement's term ends on the local day on which
// it was retired, and what it needs of retired documents still serves it. For numbers, not for what
// is to be done.
[[nodiscard]] Result<Portfolio> load_portfolio_with_past(const Context& context);
// The same of documents that are not, or not all, stored: what only they retire ends now.
[[nodiscard]] Portfolio portfolio_with_past(const Context& context, std::vector<Revised> documents);
// The same with the store's revision that it shows: now, or as it was right after a revision.
struct PastPortfolio {
    Portfolio portfolio;
    std::int64_t revision = 0;
};
[[nodiscard]] Result<PastPortfolio> load_past(const Context& context,
                                              std::optional<std::int64_t> revision = std::nullopt);
// The documents of a picture as revised documents. Plugins that are gone are no error.
[[nodiscard]] Result<std::vector<Revised>> read_picture(const Context& context,
                                                        const DocumentPicture& picture);

}  // namespace underpin

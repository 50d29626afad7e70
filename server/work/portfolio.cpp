#include "work/portfolio.h"

#include <algorithm>
#include <limits>
#include <map>
#include <set>

#include "documents/reader.h"
#include "work/catalogs.h"
#include "work/parsed_documents.h"

namespace underpin {

Result<std::vector<Revised>> read_picture(const Context& context, const DocumentPicture& picture) {
    const PluginCatalogs catalogs(context.plugins, context.scorers);
    std::vector<Revised> documents;
    for (const auto& stored : picture.documents) {
        auto document = context.parsed != nullptr ? context.parsed->read(stored, catalogs)
                                                  : read_stored(stored.json, catalogs.lenient());
        if (!document) {
            auto error = document.error();
            error.message = stored.name.kind + " " + stored.name.id + ", revision " +
                            std::to_string(stored.revision) + ": " + error.message;
            return error;
        }
        documents.push_back({std::move(*document), stored.revision});
    }
    return documents;
}

Result<Portfolio> load_portfolio(const Context& context, Retired retired) {
    const auto picture =
        context.database.read([](Session& session) { return load_documents(session); });
    auto documents = read_picture(context, picture);
    if (!documents) return documents.error();
    return make_portfolio(std::move(*documents), retired);
}

namespace {

using RetiredSince = std::map<std::pair<Kind, std::string>, Instant>;

// Since when the document has been retired without a break, as of a revision of the store; none: it
// is not, as stored.
std::optional<Instant> retired_since(Session& session, const PluginCatalogs& catalogs,
                                     const Document& document, std::int64_t as_of) {
    std::optional<Instant> since;
    for (const auto& stored :
         document_history(session, kind_name(document.kind), document.metadata.id)) {
        if (stored.name.effective_from || stored.revision > as_of) continue;
        const auto revision = read_stored(stored.json, catalogs.lenient());
        if (!revision || !revision->metadata.retired) {
            since.reset();
        } else if (!since) {
            since = stored.at;
        }
    }
    return since;
}

// False: it was retired before it began.
bool end_on(Portfolio& portfolio, Amended& agreement, Instant retired) {
    const auto& base = agreement.versions.front().document.as<Agreement>();
    const Date day = require(TimeZone::find(base.time_zone)).date_of(retired);
    if (day <= portfolio.term_of(base).from) return false;
    for (auto& version : agreement.versions) {
        auto& terms = std::get<Agreement>(version.document.spec);
        auto term = portfolio.term_of(terms);
        term.to = std::min(term.to.value_or(day), day);
        terms.term = term;
    }
    return true;
}

std::set<std::string> sources_of(const Portfolio& portfolio) {
    std::set<std::string> sources;
    for (const auto& [id, agreement] : portfolio.agreements) {
        for (const auto& version : agreement.versions) {
            for (const auto& objective : version.document.as<Agreement>().objectives) {
                sources.insert(objective.evidence.sources.begin(),
                               objective.evidence.sources.end());
            }
        }
    }
    return sources;
}

// An exclusion that was withdrawn by itself changes the past; one that went with its agreement does
// not.
bool still_excludes(const RetiredSince& retired, const Exclusion& exclusion, Instant withdrawn) {
    const auto agreement = retired.find({Kind::agreement, exclusion.agreement});
    return agreement != retired.end() && agreement->second <= withdrawn;
}

void end_retired(Portfolio& portfolio, const RetiredSince& retired) {
    for (const auto& [document, since] : retired) {
        if (document.first != Kind::agreement) continue;
        auto& agreement = portfolio.agreements.at(document.second);
        if (!end_on(portfolio, agreement, since)) portfolio.agreements.erase(document.second);
    }
    std::erase_if(portfolio.exclusions, [&](const auto& entry) {
        const auto since = retired.find({Kind::exclusion, entry.first});
        return since != retired.end() &&
               !still_excludes(retired, entry.second.document.template as<Exclusion>(),
                               since->second);
    });
    std::erase_if(portfolio.suppliers, [&](const auto& entry) {
        return entry.second.document.metadata.retired &&
               portfolio.agreements_of(entry.first).empty();
    });
    const auto needed = sources_of(portfolio);
    std::erase_if(portfolio.sources, [&](const auto& entry) {
        return entry.second.document.metadata.retired && !needed.contains(entry.first);
    });
}

}  // namespace

namespace {

// Up to a revision of the store.
RetiredSince find_retired(Session& session, const Context& context,
                          const std::vector<Revised>& documents, std::int64_t as_of) {
    const PluginCatalogs catalogs(context.plugins, context.scorers);
    RetiredSince retired;
    for (const auto& [document, revision] : documents) {
        const bool ends = document.kind == Kind::agreement || document.kind == Kind::exclusion;
        if (!ends || !document.metadata.retired || document.metadata.effective_from) continue;
        const auto since = retired_since(session, catalogs, document, as_of);
        retired.emplace(std::pair{document.kind, document.metadata.id},
                        since.value_or(context.clock.now()));
    }
    return retired;
}

Portfolio with_past(std::vector<Revised> documents, const RetiredSince& retired) {
    auto portfolio = make_portfolio(std::move(documents), Retired::keep);
    end_retired(portfolio, retired);
    return portfolio;
}

}  // namespace

Result<PastPortfolio> load_past(const Context& context, std::optional<std::int64_t> revision) {
    RetiredSince retired;
    std::int64_t shown = 0;
    auto documents = context.database.read([&](Session& session) -> Result<std::vector<Revised>> {
        const auto picture =
            revision ? load_documents_at(session, *revision) : load_documents(session);
        shown = picture.revision;
        auto read = read_picture(context, picture);
        if (read) retired = find_retired(session, context, *read, shown);
        return read;
    });
    if (!documents) return documents.error();
    return PastPortfolio{with_past(std::move(*documents), retired), shown};
}

Result<Portfolio> load_portfolio_with_past(const Context& context) {
    auto past = load_past(context);
    if (!past) return past.error();
    return std::move(past->portfolio);
}

Portfolio portfolio_with_past(const Context& context, std::vector<Revised> documents) {
    const auto retired = context.database.read([&](Session& session) {
        return find_retired(session, context, documents, std::numeric_limits<std::int64_t>::max());
    });
    return with_past(std::move(documents), retired);
}

}  // namespace underpin

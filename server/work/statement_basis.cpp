#include "work/statement_basis.h"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace underpin {

namespace {

using Json = nlohmann::ordered_json;

constexpr Duration day{86'400'000};

// Where a number looked at the clock.
Span looked_at(const Measurement& part, Instant as_of) {
    Span range = part.part;
    if (part.reach.from != Instant::min()) range.from = std::min(range.from, part.reach.from);
    range.to = std::max(range.to, std::min(part.reach.to, as_of + day));
    return range;
}

std::vector<KeptServiceTime> service_times_of(const MeasureOutcome& measured,
                                              const StatementFace& face) {
    std::map<std::string, Span> ranges;
    for (const auto& agreement : face.card.agreements) {
        for (const auto& result : agreement.objectives) {
            const auto calendars = measured.calendars.find({result.agreement, result.objective});
            if (calendars == measured.calendars.end()) continue;
            for (const auto& calendar : calendars->second) {
                for (const auto& part : result.parts) {
                    const auto range = looked_at(part, measured.as_of);
                    auto& all = ranges.try_emplace(calendar, range).first->second;
                    all = {std::min(all.from, range.from), std::max(all.to, range.to)};
                }
            }
        }
    }
    ranges.erase(Calendar::around_the_clock().id);
    std::vector<KeptServiceTime> kept;
    for (const auto& [calendar, range] : ranges) {
        kept.push_back(
            {calendar, range, service_spans(measured.portfolio->calendar_of(calendar), range)});
    }
    return kept;
}

Json basis_span(const Span& span) { return {span.from.ms, span.to.ms}; }

Span read_span(const Json& json) {
    return {Instant{json.at(0).get<std::int64_t>()}, Instant{json.at(1).get<std::int64_t>()}};
}

Json basis_cell(const CellName& cell) {
    return {cell.agreement, cell.objective, cell.period, cell.part_from.ms, cell.version};
}

CellName read_cell(const Json& json) {
    return {json.at(0).get<std::string>(), json.at(1).get<std::string>(),
            json.at(2).get<std::string>(), Instant{json.at(3).get<std::int64_t>()},
            json.at(4).get<int>()};
}

Json basis_service_time(const KeptServiceTime& kept) {
    Json spans = Json::array();
    for (const auto& span : kept.spans) spans.push_back(basis_span(span));
    return {{"calendar", kept.calendar}, {"range", basis_span(kept.range)}, {"spans", spans}};
}

KeptServiceTime read_service_time(const Json& json) {
    KeptServiceTime kept{json.at("calendar").get<std::string>(), read_span(json.at("range")), {}};
    for (const auto& span : json.at("spans")) kept.spans.push_back(read_span(span));
    return kept;
}

StatementBasis read_basis(const Json& json) {
    StatementBasis basis;
    for (const auto& [id, seen] : json.at("sources").items()) {
        basis.measured.sources.emplace(id, SeenSource{seen.at("revision").get<std::int64_t>(),
                                                      seen.at("run").get<std::int64_t>()});
    }
    for (const auto& kept : json.at("service_time")) {
        basis.measured.service_times.push_back(read_service_time(kept));
    }
    json.at("agreements").get_to(basis.agreements);
    for (const auto& cell : json.at("cells")) basis.cells.push_back(read_cell(cell));
    json.at("tz_data").get_to(basis.tz_data_version);
    json.at("scorers").get_to(basis.scorer_versions);
    return basis;
}

}  // namespace

StatementBasis basis_of(const MeasureOutcome& measured, const StatementFace& face) {
    StatementBasis basis;
    basis.measured = {measured.as_of, measured.documents, measured.sources,
                      service_times_of(measured, face)};
    for (const auto& result : measured.results) basis.agreements.insert(result.agreement);
    for (const auto& agreement : face.card.agreements) {
        for (const auto& result : agreement.objectives) {
            for (const auto& part : result.parts) {
                basis.cells.push_back(cell_name(part));
                basis.scorer_versions[part.metric] = part.scorer_version;
                basis.tz_data_version = part.tz_data_version;
            }
        }
    }
    return basis;
}

std::string basis_text(const StatementBasis& basis) {
    Json sources = Json::object(), times = Json::array(), cells = Json::array();
    for (const auto& [id, seen] : basis.measured.sources) {
        sources[id] = {{"revision", seen.revision}, {"run", seen.run}};
    }
    for (const auto& kept : basis.measured.service_times) times.push_back(basis_service_time(kept));
    for (const auto& cell : basis.cells) cells.push_back(basis_cell(cell));
    return Json{{"sources", sources},
                {"service_time", times},
                {"agreements", basis.agreements},
                {"cells", cells},
                {"tz_data", basis.tz_data_version},
                {"scorers", basis.scorer_versions}}
        .dump();
}

Result<StatementBasis> basis_of_statement(const StoredStatement& statement) {
    try {
        auto basis = read_basis(Json::parse(statement.basis));
        basis.measured.as_of = statement.as_of;
        basis.measured.documents = statement.documents;
        return basis;
    } catch (const std::exception& problem) {
        return Error{ErrorClass::data,
                     std::string("what a statement stands on is damaged: ") + problem.what(),
                     "run `underpin doctor`",
                     {}};
    }
}

}  // namespace underpin

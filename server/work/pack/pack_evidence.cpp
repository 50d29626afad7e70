#include "work/pack/pack_evidence.h"

#include <nlohmann/json.hpp>
#include <sstream>

#include "documents/record_json.h"
#include "store/blobs.h"
#include "store/evidence.h"
#include "store/runs.h"

namespace underpin {

namespace {

using Json = nlohmann::ordered_json;

constexpr std::string_view records_folder = "records/";
constexpr std::string_view records_ending = ".jsonl";
constexpr std::size_t records_a_batch = 2'000;

template <typename F>
void each_version(const Portfolio& portfolio, const std::string& agreement, F&& look) {
    for (const auto& version : portfolio.agreements.at(agreement).versions) {
        look(version.document.as<Agreement>());
    }
}

// The services that the contract charges for or that its agreements are about.
std::set<std::string> services_of(const Portfolio& portfolio, const Claim& claim,
                                  const PackScope& scope) {
    std::set<std::string> services;
    for (const auto& version : portfolio.contracts.at(claim.contract).versions) {
        for (const auto& charge : version.document.as<Contract>().charges) {
            if (charge.service) services.insert(*charge.service);
        }
    }
    for (const auto& id : scope.agreements) {
        each_version(portfolio, id, [&](const Agreement& agreement) {
            if (agreement.service) services.insert(*agreement.service);
        });
    }
    return services;
}

Result<std::string> records_of(Session& session, const std::string& source) {
    if (settled_evidence(session, source).last_run) {
        return Error{ErrorClass::conflict,
                     "the last import of " + source + " has not ended well",
                     "let it end (underpin import " + source + "), then make the pack",
                     {}};
    }
    std::string lines;
    const auto columns = scan_evidence(session, {source, std::nullopt, {}, std::nullopt});
    for (const auto& key : columns.key) {
        for (const auto& revision : load_record(session, source, key)) {
            if (revision.current) lines += record_to_json(revision.record) + "\n";
        }
    }
    return lines;
}

Json spans_json(const Spans& spans) {
    auto all = Json::array();
    for (const auto& span : spans) {
        all.push_back({{"from", format_instant(span.from)}, {"to", format_instant(span.to)}});
    }
    return all;
}

std::string base_name(const std::string& name) {
    return std::filesystem::path(name).filename().string();
}

void add_raw(const Context& context, const std::string& source, PackFiles& files) {
    struct Raw {
        std::int64_t run;
        RunBlob blob;
    };
    const auto raws = context.database.read([&](Session& session) {
        std::vector<Raw> found;
        for (const auto& run : list_runs(session, source, 10'000)) {
            if (run.status != RunStatus::succeeded) continue;
            for (auto& blob : blobs_of_run(session, run.id)) {
                found.push_back({run.id, std::move(blob)});
            }
        }
        return found;
    });
    for (const auto& [run, blob] : raws) {
        auto reader = require(BlobReader::open(context.database, blob.blob.sha256));
        auto& content =
            files["raw/" + source + "/" + std::to_string(run) + "-" + base_name(blob.name)];
        for (auto piece = reader.next(); !piece.empty(); piece = reader.next()) content += piece;
    }
}

Result<ImportBatch> batch_from(std::istream& lines, const std::string& name) {
    ImportBatch batch;
    std::string line;
    while (batch.records.size() < records_a_batch && std::getline(lines, line)) {
        auto record = record_from_json(line);
        if (!record) {
            auto error = record.error();
            error.place.file = name;
            return error;
        }
        batch.records.push_back(std::move(*record));
    }
    return batch;
}

Result<void> import_source_of(Database& database, const std::string& source,
                              const std::string& name, const std::string& content,
                              const Spans& covered) {
    auto run = begin_run(database, {source, "verify", "claim pack", name});
    if (!run) return run.error();
    std::istringstream lines(content);
    for (;;) {
        const auto batch = batch_from(lines, name);
        if (!batch) return batch.error();
        if (batch->records.empty()) break;
        const auto added = commit_batch(database, *run, *batch);
        if (!added) return added.error();
        if (added->rejected > 0) {
            return Error{ErrorClass::data, name + " has records that cannot be kept", "", {}};
        }
    }
    RunOutcome outcome;
    outcome.covered = covered;
    return finish_run(database, *run, outcome);
}

Result<std::map<std::string, Spans>> coverage_in(const PackFiles& files) {
    std::map<std::string, Spans> all;
    const auto at = files.find("coverage.json");
    const auto json = at == files.end() ? Json() : Json::parse(at->second, nullptr, false);
    if (!json.is_object()) {
        return Error{ErrorClass::data, "coverage.json is missing or cannot be read", "", {}};
    }
    try {
        for (const auto& [source, spans] : json.items()) {
            auto& covered = all[source];
            for (const auto& span : spans) {
                covered.push_back({require(parse_instant(span.at("from").get<std::string>())),
                                   require(parse_instant(span.at("to").get<std::string>()))});
            }
        }
    } catch (const Json::exception& wrong) {
        return Error{ErrorClass::data, std::string("coverage.json: ") + wrong.what(), "", {}};
    }
    return all;
}

}  // namespace

PackScope scope_of(const Portfolio& portfolio, const Claim& claim) {
    PackScope scope;
    for (const auto& [id, amended] : portfolio.agreements) {
        bool belongs = false;
        each_version(portfolio, id, [&](const Agreement& agreement) {
            belongs = belongs || agreement.contract == claim.contract;
        });
        if (!belongs) continue;
        scope.agreements.insert(id);
        each_version(portfolio, id, [&](const Agreement& agreement) {
            for (const auto& objective : agreement.objectives) {
                scope.sources.insert(objective.evidence.sources.begin(),
                                     objective.evidence.sources.end());
            }
        });
    }
    return scope;
}

std::vector<StoredDocument> documents_in(const Context& context, const Portfolio& portfolio,
                                         const Claim& claim, const PackScope& scope) {
    const auto services = services_of(portfolio, claim, scope);
    const auto belongs = [&](const DocumentName& name) {
        if (name.kind == "Supplier") return name.id == claim.supplier;
        if (name.kind == "Contract") return name.id == claim.contract;
        if (name.kind == "Agreement") return scope.agreements.contains(name.id);
        if (name.kind == "Service") return services.contains(name.id);
        if (name.kind == "Source") return scope.sources.contains(name.id);
        if (name.kind == "Calendar") return true;
        const auto at = portfolio.exclusions.find(name.id);
        return name.kind == "Exclusion" && at != portfolio.exclusions.end() &&
               scope.agreements.contains(at->second.document.as<Exclusion>().agreement);
    };
    auto picture = context.database.read(load_documents);
    std::erase_if(picture.documents, [&](const StoredDocument& one) { return !belongs(one.name); });
    return std::move(picture.documents);
}

std::string document_file(const DocumentName& name) {
    return "documents/" + name.kind + "-" + name.id +
           (name.effective_from ? "-" + format_date(*name.effective_from) : "") + ".json";
}

Result<void> add_evidence(const Context& context, const PackScope& scope, PackFiles& files) {
    Json coverage = Json::object();
    for (const auto& source : scope.sources) {
        auto records =
            context.database.read([&](Session& session) { return records_of(session, source); });
        if (!records) return records.error();
        files[std::string(records_folder) + source + std::string(records_ending)] =
            std::move(*records);
        coverage[source] = spans_json(context.database.read(
            [&](Session& session) { return load_coverage(session, source); }));
        add_raw(context, source, files);
    }
    files["coverage.json"] = coverage.dump(1) + "\n";
    return {};
}

Result<void> import_evidence(Database& database, const PackFiles& files) {
    const auto coverage = coverage_in(files);
    if (!coverage) return coverage.error();
    for (const auto& [name, content] : files) {
        if (!name.starts_with(records_folder) || !name.ends_with(records_ending)) continue;
        const auto source = name.substr(
            records_folder.size(), name.size() - records_folder.size() - records_ending.size());
        const auto at = coverage->find(source);
        const auto done = import_source_of(database, source, name, content,
                                           at == coverage->end() ? Spans{} : at->second);
        if (!done) return done.error();
    }
    return {};
}

}  // namespace underpin

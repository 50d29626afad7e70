#include <algorithm>
#include <nlohmann/json.hpp>
#include <unistd.h>

#include "base/digest.h"
#include "store/documents.h"
#include "work/pack/claim_pack.h"
#include "work/pack/pack_evidence.h"
#include "work/pack/pack_numbers.h"
#include "work/portfolio.h"

namespace underpin {

namespace {

using Json = nlohmann::json;

Error unreadable(const std::string& why) {
    return {ErrorClass::data, "the pack cannot be read: " + why, "is it whole?", {}};
}

// Removed with all that is in it.
class WorkFolder {
  public:
    WorkFolder() {
        std::string name = std::filesystem::temp_directory_path() / "underpin-verify-XXXXXX";
        if (mkdtemp(name.data()) == nullptr) {
            throw Failure({ErrorClass::input,
                           "no temporary folder can be made: " + name,
                           "set TMPDIR to a folder that you may write to",
                           {}});
        }
        path_ = name;
    }
    ~WorkFolder() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    WorkFolder(const WorkFolder&) = delete;
    WorkFolder& operator=(const WorkFolder&) = delete;
    [[nodiscard]] const std::filesystem::path& path() const { return path_; }

  private:
    std::filesystem::path path_;
};

std::optional<std::string> text_in(const Json& json, const char* name) {
    const auto& value = json.at(name);
    return value.is_null() ? std::nullopt : std::optional(value.get<std::string>());
}

Json json_in(const PackFiles& files, const std::string& name) {
    const auto at = files.find(name);
    if (at == files.end()) throw Failure(unreadable(name + " is missing"));
    auto json = Json::parse(at->second, nullptr, false);
    if (!json.is_object()) throw Failure(unreadable(name + " is no JSON object"));
    return json;
}

class Verifier {
  public:
    Verifier(const PackCheckers& checkers, PackFiles files)
        : checkers_(checkers),
          files_(std::move(files)),
          manifest_(json_in(files_, "manifest.json")) {}

    Result<PackVerdict> run() {
        check_files();
        read_claim();
        const WorkFolder folder;
        const auto url = "sqlite://" + (folder.path() / "verify.db").string();
        auto database = Database::open(url, checkers_.clock);
        if (!database) return database.error();
        if (auto done = fill(**database); !done) return done.error();
        auto context = context_with(**database);
        const auto portfolio = load_portfolio_with_past(context);
        if (!portfolio) return portfolio.error();
        Claim claim;
        claim.contract = verdict_.contract;
        const auto numbers = numbers_at(context, verdict_.supplier,
                                        scope_of(*portfolio, claim).agreements, verdict_.as_of);
        if (!numbers) return numbers.error();
        compare(*numbers);
        return std::move(verdict_);
    }

  private:
    void check_files() {
        std::set<std::string> listed{"manifest.json"};
        for (const auto& file : manifest_.at("files")) {
            const auto name = file.at("name").get<std::string>();
            listed.insert(name);
            const auto at = files_.find(name);
            if (at == files_.end()) {
                verdict_.faults.push_back(name + " is missing");
            } else if (to_hex(sha256(at->second)) != file.at("sha256").get<std::string>()) {
                verdict_.faults.push_back(name + " was changed");
            }
        }
        for (const auto& [name, content] : files_) {
            if (!listed.contains(name)) verdict_.faults.push_back(name + " was added");
        }
    }

    void read_claim() {
        const auto json = json_in(files_, "claim.json");
        verdict_.claim = json.at("claim").get<std::int64_t>();
        verdict_.supplier = json.at("supplier").get<std::string>();
        verdict_.contract = json.at("contract").get<std::string>();
        verdict_.as_of = require(parse_instant(json.at("as_of").get<std::string>()));
        const auto currency = require(Currency::find(json.at("currency").get<std::string>()));
        for (const auto& line : json.at("lines")) {
            verdict_.lines.push_back(
                {{line.at("agreement").get<std::string>(), text_in(line, "objective"),
                  line.at("period").get<std::string>(), text_in(line, "earns_back")},
                 require(Money::parse(line.at("net").get<std::string>(), currency)),
                 std::nullopt});
        }
    }

    // In the order of their revisions, so that they keep it.
    Result<void> fill(Database& database) {
        auto documents = manifest_.at("documents").get<std::vector<Json>>();
        std::ranges::stable_sort(
            documents, {}, [](const Json& one) { return one.at("revision").get<std::int64_t>(); });
        std::vector<DocumentChange> changes;
        for (const auto& one : documents) {
            const auto at = files_.find(one.at("file").get<std::string>());
            if (at == files_.end())
                return unreadable(one.at("file").get<std::string>() + " is missing");
            DocumentName name{
                one.at("kind").get<std::string>(), one.at("id").get<std::string>(), {}};
            if (const auto from = text_in(one, "effective_from")) {
                name.effective_from = require(parse_date(*from));
            }
            changes.push_back({std::move(name), at->second, {}});
        }
        const auto applied = database.transact([&](Session& session) {
            return apply_documents(session, 0, changes, "verify", "claim pack");
        });
        if (!applied) return applied.error();
        return import_evidence(database, files_);
    }

    [[nodiscard]] Context context_with(Database& database) const {
        return {database, checkers_.clock, checkers_.plugins, checkers_.scorers, "verify", 0, {}};
    }

    void compare(const PackNumbers& numbers) {
        for (auto& line : verdict_.lines) {
            const auto at = numbers.lines.find(line.key);
            if (at != numbers.lines.end()) line.recomputed = at->second.amount;
        }
        for (const auto& result : numbers.outcome.results) {
            for (const auto& part : result.parts) compare_scorer(part.metric, part.scorer_version);
        }
        const auto zones = manifest_.at("time_zone_data").get<std::string>();
        if (zones != tz_data_version()) {
            note("the pack was made with time zone data " + zones + ", this is " +
                 tz_data_version());
        }
    }

    void compare_scorer(const std::string& metric, const std::string& version) {
        const auto made = manifest_.at("scorers").value(metric, "");
        if (made == version) return;
        note("the pack was made with version " + made + " of the scorer " + metric + ", this is " +
             version);
    }

    void note(const std::string& text) {
        if (std::ranges::find(verdict_.notes, text) == verdict_.notes.end()) {
            verdict_.notes.push_back(text);
        }
    }

    const PackCheckers& checkers_;
    PackFiles files_;
    Json manifest_;
    PackVerdict verdict_;
};

}  // namespace

bool PackVerdict::equal() const {
    return faults.empty() && !lines.empty() && std::ranges::all_of(lines, &VerifiedLine::equal);
}

Result<PackVerdict> verify_claim_pack(const PackCheckers& checkers,
                                      const std::filesystem::path& file) {
    auto files = read_zip(file);
    if (!files) return files.error();
    try {
        return Verifier(checkers, std::move(*files)).run();
    } catch (const Json::exception& wrong) {
        return unreadable(wrong.what());
    } catch (const Failure& failure) {
        return failure.error();
    }
}

}  // namespace underpin

#include "work/source_rules.h"

#include <algorithm>

#include "base/text.h"
#include "work/source_config.h"

namespace underpin {

namespace {

namespace fs = std::filesystem;

// Wherever `..` and symbolic links lead; a file that is not there yet counts by its folder.
bool lies_in(const fs::path& file, const std::vector<fs::path>& folders) {
    std::error_code failed;
    const auto real = fs::weakly_canonical(file, failed);
    if (failed || !file.is_absolute()) return false;
    return std::ranges::any_of(folders, [&](const fs::path& folder) {
        std::error_code missing;
        const auto root = fs::canonical(folder, missing);
        if (missing) return false;
        return std::mismatch(root.begin(), root.end(), real.begin(), real.end()).first ==
               root.end();
    });
}

bool is_named(const std::string& variable, const std::vector<std::string>& names) {
    return std::ranges::any_of(names, [&](const std::string& name) {
        if (!name.ends_with('*')) return variable == name;
        return variable.starts_with(std::string_view(name).substr(0, name.size() - 1));
    });
}

std::string listed(const std::vector<fs::path>& folders) {
    std::vector<std::string> names;
    for (const auto& folder : folders) names.push_back(folder.string());
    return names.empty() ? "none" : join(names, ", ");
}

bool reaches_the_same(const Source& one, const Source& other) {
    const auto equal = [](const auto& a, const auto& b) {
        return a.first == b.first && a.second.kind == b.second.kind &&
               a.second.name == b.second.name;
    };
    return one.plugin == other.plugin && one.config_json == other.config_json &&
           one.folder == other.folder && std::ranges::equal(one.secrets, other.secrets, equal);
}

const Source* stored_source(const std::vector<Revised>& before, const std::string& id) {
    const auto at = std::ranges::find_if(before, [&](const Revised& revised) {
        return revised.document.kind == Kind::source && revised.document.metadata.id == id;
    });
    return at == before.end() ? nullptr : &at->document.as<Source>();
}

Result<void> check_folder(const SourceRules& rules, const Source& source) {
    if (source.folder.empty() || lies_in(source.folder, rules.roots)) return {};
    return Error{
        ErrorClass::configuration,
        source.folder + " lies outside of the folders that may be imported from",
        "allowed: " + listed(rules.roots) + "; an administrator can add it to import.roots",
        {}};
}

}  // namespace

RulesInForce::RulesInForce(SourceRules rules) { replace(std::move(rules)); }

std::shared_ptr<const SourceRules> RulesInForce::now() const {
    const std::lock_guard lock(mutex_);
    return rules_;
}

void RulesInForce::replace(SourceRules rules) {
    auto made = std::make_shared<const SourceRules>(std::move(rules));
    const std::lock_guard lock(mutex_);
    rules_ = std::move(made);
}

Result<void> check_secret(const SourceRules& rules, const std::string& secret,
                          const SecretPlace& place) {
    if (place.kind == SecretPlace::Kind::environment) {
        if (is_named(place.name, rules.secret_environment)) return {};
        const auto& names = rules.secret_environment;
        return Error{
            ErrorClass::configuration,
            "the secret " + secret + " may not come from the environment variable " + place.name,
            "allowed: " + (names.empty() ? "none" : join(names, ", ")) +
                "; an administrator can add it to secrets.environment",
            {}};
    }
    if (lies_in(place.name, rules.secret_folders)) return {};
    return Error{ErrorClass::configuration,
                 "the secret " + secret + " may not come from the file " + place.name,
                 "allowed folders: " + listed(rules.secret_folders) +
                     "; an administrator can add one to secrets.folders",
                 {}};
}

Result<void> check_certificates(const SourceRules& rules, const Source& source) {
    const auto file = config_text(source, "ca_file");
    if (!file) return {};
    auto folders = rules.roots;
    folders.insert(folders.end(), rules.secret_folders.begin(), rules.secret_folders.end());
    if (!source.folder.empty()) folders.emplace_back(source.folder);
    if (lies_in(fs::path(source.folder) / *file, folders)) return {};
    return Error{ErrorClass::configuration,
                 "the certificates may not come from " + *file,
                 "allowed folders: " + listed(folders) +
                     "; an administrator can add one to import.roots or secrets.folders, or trust "
                     "them for all sources with import.http.ca_file",
                 {}};
}

Errors check_sources(const SourceRules& rules, const std::vector<Revised>& before,
                     const std::vector<ReadDocument>& documents) {
    Errors errors;
    for (const auto& read : documents) {
        if (read.document.kind != Kind::source) continue;
        const auto& source = read.document.as<Source>();
        const auto* stored = stored_source(before, read.document.metadata.id);
        if (stored != nullptr && reaches_the_same(*stored, source)) continue;
        const auto hold = [&](const Result<void>& checked, const Path& where) {
            if (checked) return;
            errors.push_back(checked.error());
            errors.back().place = place_at(read.node, where);
        };
        for (const auto& [name, place] : source.secrets) {
            const bool is_file = place.kind == SecretPlace::Kind::file;
            hold(check_secret(rules, name, place),
                 {"spec", "secrets", name, is_file ? "file" : "env"});
        }
        hold(check_folder(rules, source), {"spec", "folder"});
        hold(check_certificates(rules, source), {"spec", "config", "ca_file"});
    }
    return errors;
}

}  // namespace underpin

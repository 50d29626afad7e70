// A document of any kind with its metadata: what `apply` takes in and `export` writes out.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <variant>

#include "domain/agreement.h"
#include "domain/calendar.h"
#include "domain/contract.h"
#include "domain/spans.h"
#include "domain/supplier.h"

namespace underpin {

// An approved or proposed window that an agreement leaves out.
struct Exclusion {
    std::string agreement;
    Span window;
    std::string reason;
    bool approved = false;
    std::vector<std::string> objectives;  // none: all
    std::vector<std::string> components;  // none: whole
    bool stops_cases = false;
};

// Where a secret is kept; the secret itself is in no document.
struct SecretPlace {
    enum class Kind { environment, file };
    Kind kind = Kind::environment;
    std::string name;  // of the variable, or the file's absolute path
};

// A vendor portal or export and how it is read.
struct Source {
    std::optional<std::string> supplier;
    std::string plugin;
    std::string schedule;  // cron; empty: by hand
    std::string time_zone = "UTC";
    std::string config_json = "{}";  // canonical, checked by the plugin's schema, defaults put in
    std::string config_written = "{}";  // the same as the document says it, for writing it again
    std::string folder;  // absolute; relative paths of the configuration start here. Empty: none
    std::map<std::string, SecretPlace> secrets;  // by the name that `${secret:name}` uses
};

enum class Kind { supplier, service, calendar, contract, agreement, exclusion, source };
inline constexpr int kind_count = 7;

[[nodiscard]] const char* kind_name(Kind kind);  // "Supplier"
[[nodiscard]] std::optional<Kind> kind_named(std::string_view name);

struct Metadata {
    std::string id;
    std::string name;
    std::map<std::string, std::string> labels;
    std::optional<Date> effective_from;  // an amendment of a Contract or Agreement from that date
    bool applies_split = false;          // amendment: `applies: split`
    bool retired = false;
};

struct Document {
    Kind kind = Kind::supplier;
    Metadata metadata;
    std::variant<Supplier, Service, Calendar, Contract, Agreement, Exclusion, Source> spec;

    template <typename T>
    [[nodiscard]] const T& as() const {
        return std::get<T>(spec);
    }
};

}  // namespace underpin

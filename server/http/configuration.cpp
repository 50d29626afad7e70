#include "http/configuration.h"

#include <fstream>
#include <iterator>

#include "base/cron.h"
#include "base/time_zone.h"
#include "documents/node.h"
#include "documents/schema.h"

namespace underpin {

namespace {

// Reads what the schema has checked and completed; a time is checked here.
class Reader {
  public:
    Reader(const Node& root, Errors& errors) : root_(root), errors_(errors) {}

    // `group` may be two groups deep: "import.http".
    [[nodiscard]] const Node& at(const std::string& group, const char* key) const {
        const auto dot = group.find('.');
        const auto* node = root_.find(group.substr(0, dot));
        if (dot != std::string::npos) node = node->find(group.substr(dot + 1));
        return *node->find(key);
    }
    [[nodiscard]] const std::string& text(const std::string& group, const char* key) const {
        return at(group, key).text;
    }
    template <typename T>
    [[nodiscard]] std::vector<T> list(const std::string& group, const char* key) const {
        std::vector<T> values;
        for (const auto& item : at(group, key).items) values.emplace_back(item.text);
        return values;
    }
    [[nodiscard]] const Node* find(const char* group, const char* key) const {
        return root_.find(group)->find(key);
    }
    void fault(Error error, const Node& node, const std::string& field) const {
        error.error_class = ErrorClass::configuration;
        error.place = node.place(field);
        errors_.push_back(std::move(error));
    }
    [[nodiscard]] std::size_t number(const std::string& group, const char* key) const {
        return std::stoull(at(group, key).text);
    }
    // What `parse` takes.
    template <typename Parse>
    [[nodiscard]] const std::string& checked(const std::string& group, const char* key,
                                             Parse parse) const {
        const auto& node = at(group, key);
        if (const auto read = parse(node.text); !read) {
            errors_.push_back(read.error());
            errors_.back().place = node.place(group + "." + key);
        }
        return node.text;
    }
    [[nodiscard]] std::chrono::milliseconds time(const std::string& group, const char* key) const {
        const auto& node = at(group, key);
        const auto read = parse_duration(node.text);
        if (read && read->ms > 0) return std::chrono::milliseconds(read->ms);
        errors_.push_back({ErrorClass::configuration,
                           "'" + node.text + "' is not a length of time above 0",
                           "write 10s or 1m30s", node.place(group + "." + key)});
        return std::chrono::milliseconds(1);
    }

  private:
    const Node& root_;
    Errors& errors_;
};

LogLevel level_of(const std::string& name) {
    if (name == "debug") return LogLevel::debug;
    if (name == "warning") return LogLevel::warning;
    return name == "error" ? LogLevel::error : LogLevel::info;
}

SourceRules source_rules(const Reader& reader) {
    SourceRules rules;
    rules.roots = reader.list<std::filesystem::path>("import", "roots");
    rules.secret_environment = reader.list<std::string>("secrets", "environment");
    rules.secret_folders = reader.list<std::filesystem::path>("secrets", "folders");
    const std::string group = "import.http";
    auto& http = rules.http;
    http.allow = reader.list<std::string>(group, "allow");
    http.proxy = reader.text(group, "proxy");
    http.no_proxy = reader.list<std::string>(group, "no_proxy");
    http.ca_file = reader.text(group, "ca_file");
    http.connect_ms = reader.time(group, "connect_time").count();
    http.idle_ms = reader.time(group, "idle_time").count();
    http.total_ms = reader.time(group, "request_time").count();
    http.run_ms = reader.time(group, "run_time").count();
    http.max_response_bytes = reader.number(group, "response_bytes");
    http.max_redirects = static_cast<int>(reader.number(group, "redirects"));
    http.max_attempts = static_cast<int>(reader.number(group, "attempts"));
    return rules;
}

void take_claims(const Reader& reader, ClaimRules& to) {
    const Node* amounts = reader.find("claims", "two_people_above");
    if (amounts == nullptr) return;
    for (const auto& entry : amounts->entries) {
        const auto field = "claims.two_people_above." + entry.key;
        const auto currency = Currency::find(entry.key);
        if (!currency) {
            reader.fault(currency.error(), entry.value, field);
            continue;
        }
        const auto amount = Money::parse(entry.value.text, *currency);
        if (!amount) {
            reader.fault(amount.error(), entry.value, field);
            continue;
        }
        to.two_people_above.emplace(entry.key, *amount);
    }
}

void take(const Reader& reader, Configuration& to) {
    auto& connections = to.http.connections;
    connections.address = reader.text("listen", "address");
    connections.port = static_cast<std::uint16_t>(reader.number("listen", "port"));
    connections.backlog = static_cast<int>(reader.number("listen", "backlog"));
    connections.workers = static_cast<unsigned>(reader.number("limits", "workers"));
    connections.max_connections = reader.number("limits", "connections");
    connections.head_bytes = reader.number("limits", "head_bytes");
    connections.head_timeout = reader.time("limits", "head_time");
    connections.idle_timeout = reader.time("limits", "idle_time");
    connections.pace.grace = reader.time("limits", "grace_time");
    connections.pace.bytes_per_second = reader.number("limits", "bytes_per_second");
    connections.stop_timeout = reader.time("limits", "stop_time");
    to.http.body_bytes = reader.number("limits", "body_bytes");
    to.http.upload_bytes = reader.number("limits", "upload_bytes");
    to.http.web_folder = reader.text("web", "folder");
    to.sources = source_rules(reader);
    to.jobs.workers = static_cast<unsigned>(reader.number("jobs", "workers"));
    to.jobs.backups.folder = reader.text("backup", "folder");
    to.jobs.backups.schedule = reader.text("backup", "schedule").empty()
                                   ? ""
                                   : reader.checked("backup", "schedule", &Cron::parse);
    to.jobs.backups.time_zone = reader.checked("backup", "time_zone", &TimeZone::find);
    to.jobs.backups.keep = static_cast<int>(reader.number("backup", "keep"));
    take_claims(reader, to.claims);
    to.log_format = reader.text("log", "format") == "json" ? LogFormat::json : LogFormat::text;
    to.log_level = level_of(reader.text("log", "level"));
}

// Groups that the file leaves out are there with their defaults.
Node with_groups(Node root) {
    for (const auto* group :
         {"listen", "limits", "import", "secrets", "jobs", "backup", "claims", "web", "log"}) {
        if (root.find(group) == nullptr) root.put(group, Node::of_map());
    }
    auto import = *root.find("import");
    if (import.find("http") == nullptr) {
        import.put("http", Node::of_map());
        root.put("import", std::move(import));
    }
    return root;
}

void flatten(const Node& node, const std::string& key, std::map<std::string, std::string>& values) {
    if (!node.is(Node::Type::map)) {
        values[key] = canonical_json(node);
        return;
    }
    for (const auto& entry : node.entries) {
        flatten(entry.value, key.empty() ? entry.key : key + "." + entry.key, values);
    }
}

Node parse_file(const std::filesystem::path& file, Errors& errors) {
    std::ifstream stream(file, std::ios::binary);
    if (!stream) {
        errors.push_back({ErrorClass::configuration,
                          "the configuration cannot be read",
                          "is the file there, and may you read it?",
                          {file.string(), 0, 0, ""}});
        return Node::of_map();
    }
    const std::string text{std::istreambuf_iterator<char>(stream), {}};
    auto parsed = parse_yaml(text, file.string());
    errors.insert(errors.end(), parsed.errors.begin(), parsed.errors.end());
    if (parsed.documents.size() > 1) {
        errors.push_back({ErrorClass::configuration, "a configuration is one document",
                          "leave out the second ---", parsed.documents[1].place("")});
    }
    // A file of comments only says nothing, and that is fine.
    if (parsed.documents.empty() || parsed.documents.front().is(Node::Type::null)) {
        return Node::of_map();
    }
    return std::move(parsed.documents.front());
}

}  // namespace

bool needs_restart(const std::string& key) {
    return key.starts_with("listen.") || key.starts_with("web.") || key == "limits.workers" ||
           key == "jobs.workers";
}

std::optional<Error> check_address(const std::string& address) {
    if (address == "127.0.0.1") return std::nullopt;
    return Error{ErrorClass::configuration,
                 "the server does not listen on " + address +
                     ": there are no accounts yet, and whoever reaches it may do everything",
                 "listen on 127.0.0.1, and let a proxy that asks who comes pass requests on",
                 {"", 0, 0, "listen.address"}};
}

ConfigurationReading read_configuration(const std::optional<std::filesystem::path>& file) {
    ConfigurationReading reading;
    const auto schema = require(Schema::parse(configuration_schema_text()));
    auto root = file ? parse_file(*file, reading.errors) : Node::of_map();
    if (!reading.errors.empty()) return reading;
    const auto sound = schema.check(root, {}, reading.errors);
    if (!reading.errors.empty()) return reading;
    const auto complete = schema.with_defaults(with_groups(sound));
    flatten(complete, "", reading.values);
    take(Reader(complete, reading.errors), reading.configuration);
    if (auto refused = check_address(reading.configuration.http.connections.address)) {
        refused->place = place_at(root, {"listen", "address"});
        reading.errors.push_back(std::move(*refused));
    }
    return reading;
}

}  // namespace underpin

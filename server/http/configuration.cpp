#include "http/configuration.h"

#include <fstream>
#include <iterator>

#include "documents/node.h"
#include "documents/schema.h"

namespace underpin {

namespace {

// Reads what the schema has checked and completed; a time is checked here.
class Reader {
  public:
    Reader(const Node& root, Errors& errors) : root_(root), errors_(errors) {}

    [[nodiscard]] const Node& at(const char* group, const char* key) const {
        return *root_.find(group)->find(key);
    }
    [[nodiscard]] const Node* find(const char* group, const char* key) const {
        return root_.find(group)->find(key);
    }
    void fault(Error error, const Node& node, const std::string& field) const {
        error.error_class = ErrorClass::configuration;
        error.place = node.place(field);
        errors_.push_back(std::move(error));
    }
    [[nodiscard]] std::size_t number(const char* group, const char* key) const {
        return std::stoull(at(group, key).text);
    }
    [[nodiscard]] std::chrono::milliseconds time(const char* group, const char* key) const {
        const auto& node = at(group, key);
        const auto read = parse_duration(node.text);
        if (read && read->ms > 0) return std::chrono::milliseconds(read->ms);
        errors_.push_back({ErrorClass::configuration,
                           "'" + node.text + "' is not a length of time above 0",
                           "write 10s or 1m30s", node.place(std::string(group) + "." + key)});
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
    connections.address = reader.at("listen", "address").text;
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
    to.http.web_folder = reader.at("web", "folder").text;
    for (const auto& root : reader.at("import", "roots").items) {
        to.import_roots.emplace_back(root.text);
    }
    to.jobs.workers = static_cast<unsigned>(reader.number("jobs", "workers"));
    to.jobs.backups.folder = reader.at("backup", "folder").text;
    to.jobs.backups.schedule = reader.at("backup", "schedule").text;
    to.jobs.backups.time_zone = reader.at("backup", "time_zone").text;
    to.jobs.backups.keep = static_cast<int>(reader.number("backup", "keep"));
    take_claims(reader, to.claims);
    to.log_format = reader.at("log", "format").text == "json" ? LogFormat::json : LogFormat::text;
    to.log_level = level_of(reader.at("log", "level").text);
}

// Groups that the file leaves out are there with their defaults.
Node with_groups(Node root) {
    for (const auto* group :
         {"listen", "limits", "import", "jobs", "backup", "claims", "web", "log"}) {
        if (root.find(group) == nullptr) root.put(group, Node::of_map());
    }
    return root;
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
    take(Reader(complete, reading.errors), reading.configuration);
    if (auto refused = check_address(reading.configuration.http.connections.address)) {
        refused->place = place_at(root, {"listen", "address"});
        reading.errors.push_back(std::move(*refused));
    }
    return reading;
}

}  // namespace underpin

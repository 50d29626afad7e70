#include "base/tz_data.h"

#include <date/tz.h>
#include <fstream>
#include <sstream>

#include "base/text.h"
#include "base/time_zone.h"

namespace underpin {
namespace {

// Where the date library looks, in its order.
constexpr const char* folders[] = {"/usr/share/zoneinfo/", "/usr/share/zoneinfo/uclibc/"};
constexpr const char* package_status = "/var/lib/dpkg/status";

std::string first_line_of(const std::string& path) {
    std::ifstream file(path);
    std::string line;
    std::getline(file, line);
    return line;
}

std::string content_of(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    std::ostringstream content;
    content << file.rdbuf();
    return content.str();
}

std::string find_version() {
    const std::string& known = date::get_tzdb().version;
    if (!known.empty() && known != "unknown") return known;
    for (const std::string folder : folders) {
        if (auto found = version_in_zone_source(first_line_of(folder + "tzdata.zi"));
            !found.empty()) {
            return found;
        }
        if (auto found = trim(first_line_of(folder + "+VERSION")); !found.empty()) return found;
    }
    auto found = version_in_package_status(content_of(package_status));
    return found.empty() ? "unknown" : found;
}

}  // namespace

std::string posix_rule_of(const std::string& zone) {
    for (const std::string folder : folders) {
        const std::string content = content_of(folder + zone);
        // A file of version 2 or later ends in the rule between two line feeds.
        if (content.size() < 45 || content.compare(0, 4, "TZif") != 0 || content[4] < '2') continue;
        if (content.back() != '\n') continue;
        const std::size_t before = content.rfind('\n', content.size() - 2);
        if (before == std::string::npos) continue;
        return content.substr(before + 1, content.size() - before - 2);
    }
    return {};
}

std::string version_in_zone_source(std::string_view first_line) {
    constexpr std::string_view prefix = "# version ";
    if (!first_line.starts_with(prefix)) return {};
    return trim(first_line.substr(prefix.size()));
}

std::string version_in_package_status(std::string_view status) {
    constexpr std::string_view heading = "Package: tzdata\n";
    std::size_t start = status.starts_with(heading) ? 0 : status.find("\nPackage: tzdata\n");
    if (start == std::string_view::npos) return {};
    const std::string_view stanza = status.substr(start, status.find("\n\n", start + 1) - start);
    constexpr std::string_view field = "\nVersion: ";
    const std::size_t at = stanza.find(field);
    if (at == std::string_view::npos) return {};
    const std::string_view version = stanza.substr(at + field.size());
    return trim(version.substr(0, version.find_first_of("-\n")));
}

const std::string& tz_data_version() {
    static const std::string version = find_version();
    return version;
}

}  // namespace underpin

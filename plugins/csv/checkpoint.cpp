#include "checkpoint.hpp"

#include <sstream>

namespace csv {
namespace {

constexpr const char* version = "csv-1";

}  // namespace

std::string Checkpoint::write() const {
    std::ostringstream out;
    out << version << ' ' << config << ' ' << offset << ' ' << digest << ' ' << line << ' '
        << starts.first << ' ' << starts.last << ' ' << dues.first << ' ' << dues.last << '\n'
        << file;
    return out.str();
}

std::optional<Checkpoint> Checkpoint::read(std::string_view text, std::uint64_t config) {
    std::istringstream in{std::string(text)};
    std::string found_version;
    Checkpoint out;
    in >> found_version >> out.config >> out.offset >> out.digest >> out.line >> out.starts.first >>
        out.starts.last >> out.dues.first >> out.dues.last;
    if (!in || found_version != version || out.config != config || in.get() != '\n') return {};
    std::getline(in, out.file, '\0');
    return out;
}

std::uint64_t digest_of(std::string_view text) {
    std::uint64_t digest = 14'695'981'039'346'656'037U;  // FNV-1a
    for (const char c : text) {
        digest = (digest ^ static_cast<unsigned char>(c)) * 1'099'511'628'211U;
    }
    return digest;
}

}  // namespace csv

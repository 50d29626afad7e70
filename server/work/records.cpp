#include "work/records.h"

#include <algorithm>

#include "base/text.h"
#include "store/runs.h"

namespace underpin {

namespace {

constexpr std::size_t longest_text = 64U << 10U;

// Inside of quotes, a line's end belongs to the row.
bool is_whole_row(std::string_view text) { return std::ranges::count(text, '"') % 2 == 0; }

// The row that begins at the line, counted from 1; empty: there is none, or it is too long.
std::string row_at(const Database& database, const std::string& sha256, std::int64_t line) {
    auto reader = BlobReader::open(database, sha256);
    if (!reader) return {};
    std::string row;
    std::int64_t now = 1;
    for (auto piece = reader->next(); !piece.empty(); piece = reader->next()) {
        while (!piece.empty()) {
            const auto end = piece.find('\n');
            if (now >= line) {
                row.append(piece.substr(0, end));
                if (row.size() > longest_text) return {};
            }
            if (end == std::string_view::npos) break;
            piece.remove_prefix(end + 1);
            if (now >= line) {
                if (is_whole_row(row)) return row;
                row += '\n';
            }
            ++now;
        }
    }
    return now >= line ? row : std::string();
}

}  // namespace

Result<std::vector<RecordRevision>> record_history(const Context& context,
                                                   const std::string& source,
                                                   const std::string& key) {
    std::vector<std::string> sources;
    auto revisions = context.database.read([&](Session& session) {
        sources = evidence_sources(session);
        return load_record(session, source, key);
    });
    std::ranges::reverse(revisions);
    if (!revisions.empty()) return revisions;
    const bool known = std::ranges::find(sources, source) != sources.end();
    const auto nearest = nearest_word(source, sources);
    return Error{ErrorClass::not_found,
                 known ? "source " + source + " has no record '" + key + "'"
                       : "there is no evidence of a source '" + source + "'",
                 known     ? "an explanation lists the keys of its records"
                 : nearest ? "did you mean " + *nearest + "?"
                           : "import it first",
                 {}};
}

RecordOrigin record_origin(const Context& context, const RecordRevision& revision) {
    RecordOrigin origin;
    context.database.read([&](Session& session) {
        origin.files = blobs_of_run(session, revision.run);
        if (const auto run = run_info(session, revision.run)) origin.imported = run->started;
    });
    const auto& record = revision.record;
    for (const auto& file : origin.files) {
        auto text = row_at(context.database, file.blob.sha256, record.place);
        if (!text.empty() && text.back() == '\r') text.pop_back();
        if (text.find(record.key) == std::string::npos) continue;
        origin.file = file.name;
        origin.text = std::move(text);
        break;
    }
    return origin;
}

}  // namespace underpin

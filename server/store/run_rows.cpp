#include "store/run_rows.h"

#include "store/sql.h"

namespace underpin {
namespace {

Spans load_spans(Session& session, const std::string& table, const std::string& owner_column,
                 std::int64_t owner) {
    Spans spans;
    sql::each<std::int64_t, std::int64_t>(
        session,
        "SELECT from_at, to_at FROM " + table + " WHERE " + owner_column +
            " = :owner ORDER BY from_at",
        [&](std::int64_t from, std::int64_t to) {
            spans.push_back({Instant{from}, Instant{to}});
        },
        owner);
    return spans;
}

void replace_spans(Session& session, const std::string& table, const std::string& owner_column,
                   std::int64_t owner, const Spans& spans) {
    sql::execute(session, "DELETE FROM " + table + " WHERE " + owner_column + " = :owner", owner);
    for (const auto& span : spans) {
        sql::execute(session,
                     "INSERT INTO " + table + " (" + owner_column +
                         ", from_at, to_at) VALUES (:owner, :from, :to)",
                     owner, span.from.ms, span.to.ms);
    }
}

int digit_value(char c) { return c <= '9' ? c - '0' : c - 'a' + 10; }

}  // namespace

Error not_ours(const Run& run) {
    return {ErrorClass::conflict,
            "run " + std::to_string(run.id) + " of source " + run.source +
                " was taken over or ended by another program",
            "look at the source's runs; import again if the last one failed",
            {}};
}

SourceCounters load_counters(Session& session, std::int64_t source) {
    const auto row = sql::first<std::int64_t, std::int64_t, std::int64_t>(
        session, "SELECT last_revision, records, shapes FROM evidence_source WHERE id = :id",
        source);
    const auto [last_revision, records, shapes] = row.value();
    return {source, last_revision, records, shapes};
}

void save_counters(Session& session, const SourceCounters& source) {
    sql::execute(session,
                 "UPDATE evidence_source SET last_revision = :revision, records = :records, "
                 "shapes = :shapes WHERE id = :id",
                 source.last_revision, source.records, source.shapes, source.id);
}

Spans load_run_coverage(Session& session, std::int64_t run) {
    return load_spans(session, "import_covered", "run", run);
}

void add_run_coverage(Session& session, std::int64_t run, const Spans& spans) {
    if (spans.empty()) return;
    const auto united = unite(load_run_coverage(session, run), normalize(spans));
    replace_spans(session, "import_covered", "run", run, united);
}

Spans grow_coverage(Session& session, std::int64_t source, const Spans& spans) {
    const auto old = load_spans(session, "evidence_coverage", "source_id", source);
    auto growth = subtract(spans, old);
    if (!growth.empty()) {
        replace_spans(session, "evidence_coverage", "source_id", source, unite(old, spans));
    }
    return growth;
}

std::map<std::string, std::string> load_run_state(Session& session, std::int64_t run) {
    std::map<std::string, std::string> state;
    sql::each<std::string, std::string>(
        session, "SELECT stream, state FROM import_state WHERE run = :run",
        [&](const std::string& stream, const std::string& text) {
            state[stream] = from_hex_text(text);
        },
        run);
    return state;
}

void save_run_state(Session& session, std::int64_t run, const std::string& stream,
                    const std::string& state) {
    sql::execute(session, "DELETE FROM import_state WHERE run = :run AND stream = :stream", run,
                 stream);
    sql::execute(session,
                 "INSERT INTO import_state (run, stream, state) VALUES (:run, :stream, :state)",
                 run, stream, to_hex_text(state));
}

std::string to_hex_text(std::string_view bytes) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string out;
    out.reserve(bytes.size() * 2);
    for (const char c : bytes) {
        const auto byte = static_cast<unsigned char>(c);
        out += digits[byte >> 4U];
        out += digits[byte & 15U];
    }
    return out;
}

std::string from_hex_text(std::string_view text) {
    std::string out;
    out.reserve(text.size() / 2);
    for (std::size_t i = 0; i + 1 < text.size(); i += 2) {
        out += static_cast<char>(digit_value(text[i]) * 16 + digit_value(text[i + 1]));
    }
    return out;
}

}  // namespace underpin

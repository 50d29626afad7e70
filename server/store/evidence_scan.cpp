// The hot path out: the current rows of a source as columns.
#include <algorithm>
#include <numeric>
#include <unordered_map>

#include "store/evidence.h"
#include "store/evidence_row.h"
#include "store/sql.h"

namespace underpin {
namespace {

// Gives texts codes as they come; rearranged at the end.
class TextColumn {
  public:
    explicit TextColumn(EvidenceColumns::Text& text) : text_(&text) { codes_.emplace("", 0); }

    void add(std::string_view value) {
        // Neighbours are often alike.
        if (value != text_->dictionary[last_]) last_ = code_of(value);
        text_->codes.push_back(last_);
    }
    void add_empty() { text_->codes.push_back(0); }

  private:
    struct Hash {
        using is_transparent = void;
        std::size_t operator()(std::string_view value) const {
            return std::hash<std::string_view>()(value);
        }
    };

    std::uint32_t code_of(std::string_view value) {
        const auto found = codes_.find(value);
        if (found != codes_.end()) return found->second;
        const auto code = static_cast<std::uint32_t>(text_->dictionary.size());
        text_->dictionary.emplace_back(value);
        codes_.emplace(value, code);
        return code;
    }

    EvidenceColumns::Text* text_;
    std::unordered_map<std::string, std::uint32_t, Hash, std::equal_to<>> codes_;
    std::uint32_t last_ = 0;
};

using Order = std::vector<std::uint32_t>;

template <typename T>
void rearrange(std::vector<T>& values, const Order& order) {
    std::vector<T> out;
    out.reserve(values.size());
    for (const auto row : order) out.push_back(std::move(values[row]));
    values = std::move(out);
}

// Codes in the order of first appearance, whatever order the rows came in.
void renumber(EvidenceColumns::Text& text) {
    std::vector<std::uint32_t> new_codes(text.dictionary.size(), 0);
    std::vector<std::string> dictionary{""};
    for (auto& code : text.codes) {
        if (code == 0) continue;
        if (new_codes[code] == 0) {
            new_codes[code] = static_cast<std::uint32_t>(dictionary.size());
            dictionary.push_back(std::move(text.dictionary[code]));
        }
        code = new_codes[code];
    }
    text.dictionary = std::move(dictionary);
}

class Scan {
  public:
    Scan(EvidenceColumns& out, const std::vector<std::string>& attributes)
        : out_(out),
          texts_{TextColumn(out.state), TextColumn(out.component), TextColumn(out.priority),
                 TextColumn(out.metric), TextColumn(out.incident)} {
        for (const auto& name : attributes) {
            attributes_.emplace(name, TextColumn(out.attributes[name]));
        }
    }

    void add(const RowReader& row) {
        out_.id.push_back(revision_of(row.integer(col_id)));
        out_.hash.push_back(read_hash(row, col_hash));
        out_.key.emplace_back(row.text(col_key));
        out_.dates.push_back(static_cast<std::uint8_t>(row.integer(col_dates)));
        out_.impact.push_back(row.integer(col_impact));
        add_instant(out_.start, row, col_start);
        add_instant(out_.responded, row, col_responded);
        add_instant(out_.end, row, col_end);
        add_instant(out_.due, row, col_due);
        for (std::size_t i = 0; i < texts_.size(); ++i) texts_[i].add(row.text(col_state + i));
        add_quantity(out_.value, row, col_value);
        add_quantity(out_.good, row, col_good);
        add_quantity(out_.total, row, col_total);
        add_quantity(out_.ordered, row, col_ordered);
        add_quantity(out_.delivered, row, col_delivered);
        each_pause(row.text(col_pauses), [&](Instant from, const std::optional<Instant>& to) {
            out_.pause_from.push_back(from.ms);
            out_.pause_to.push_back(to ? to->ms : EvidenceColumns::absent);
        });
        out_.pause_offset.push_back(static_cast<std::uint32_t>(out_.pause_from.size()));
        if (!attributes_.empty()) add_attributes(row.text(col_attributes));
    }

    void finish() {
        const auto order = sorted_order();
        if (!std::is_sorted(order.begin(), order.end())) put_in_order(order);
        for (auto* text :
             {&out_.state, &out_.component, &out_.priority, &out_.metric, &out_.incident}) {
            renumber(*text);
        }
        for (auto& [name, text] : out_.attributes) renumber(text);
    }

  private:
    static void add_instant(std::vector<std::int64_t>& column, const RowReader& row,
                            std::size_t cell) {
        column.push_back(row.is_null(cell) ? EvidenceColumns::absent : row.integer(cell));
    }
    static void add_quantity(std::vector<std::optional<Int128>>& column, const RowReader& row,
                             std::size_t cell) {
        if (row.is_null(cell)) {
            column.emplace_back();
        } else {
            column.emplace_back(int128_of(row.text(cell)));
        }
    }
    void add_attributes(std::string_view text) {
        each_attribute(text, [&](std::string_view name, std::string_view value) {
            const auto found = attributes_.find(name);
            if (found != attributes_.end()) found->second.add(value);
        });
        for (auto& [name, column] : attributes_) {
            if (out_.attributes.find(name)->second.codes.size() < out_.size()) column.add_empty();
        }
    }

    // By start, those without one last, then by key.
    [[nodiscard]] Order sorted_order() const {
        Order order(out_.size());
        std::iota(order.begin(), order.end(), 0U);
        const auto rank = [&](std::uint32_t row) {
            const auto start = out_.start[row];
            return start == EvidenceColumns::absent ? INT64_MAX : start;
        };
        const auto before = [&](std::uint32_t a, std::uint32_t b) {
            const auto first = rank(a);
            const auto second = rank(b);
            return first != second ? first < second : out_.key[a] < out_.key[b];
        };
        if (!std::is_sorted(order.begin(), order.end(), before)) {
            std::sort(order.begin(), order.end(), before);
        }
        return order;
    }

    void put_in_order(const Order& order) {
        rearrange(out_.id, order);
        rearrange(out_.hash, order);
        rearrange(out_.key, order);
        rearrange(out_.dates, order);
        for (auto* column : {&out_.start, &out_.responded, &out_.end, &out_.due, &out_.impact}) {
            rearrange(*column, order);
        }
        for (auto* column :
             {&out_.value, &out_.good, &out_.total, &out_.ordered, &out_.delivered}) {
            rearrange(*column, order);
        }
        for (auto* text :
             {&out_.state, &out_.component, &out_.priority, &out_.metric, &out_.incident}) {
            rearrange(text->codes, order);
        }
        for (auto& [name, text] : out_.attributes) rearrange(text.codes, order);
        put_pauses_in_order(order);
    }

    void put_pauses_in_order(const Order& order) {
        if (out_.pause_from.empty()) return;
        std::vector<std::uint32_t> offsets{0};
        std::vector<std::int64_t> from;
        std::vector<std::int64_t> to;
        for (const auto row : order) {
            for (auto i = out_.pause_offset[row]; i < out_.pause_offset[row + 1]; ++i) {
                from.push_back(out_.pause_from[i]);
                to.push_back(out_.pause_to[i]);
            }
            offsets.push_back(static_cast<std::uint32_t>(from.size()));
        }
        out_.pause_offset = std::move(offsets);
        out_.pause_from = std::move(from);
        out_.pause_to = std::move(to);
    }

    EvidenceColumns& out_;
    std::array<TextColumn, 5> texts_;  // state ... incident, as the columns stand
    std::map<std::string, TextColumn, std::less<>> attributes_;
};

// The one shape that the source's rows have; `mask` may remember one that is gone.
Shape only_shape(Session& session, const std::string& source, std::int64_t number,
                 std::int64_t mask) {
    std::vector<Shape> shapes;
    if ((mask & (mask - 1)) == 0) {
        for (int shape = 0; shape < 3; ++shape) {
            if ((mask >> shape & 1) != 0) shapes.push_back(static_cast<Shape>(shape));
        }
    } else {
        sql::each<std::int64_t>(
            session, "SELECT DISTINCT shape FROM evidence WHERE id >= :from AND id < :to",
            [&](std::int64_t shape) { shapes.push_back(static_cast<Shape>(shape)); },
            row_id(number, 0), row_id(number + 1, 0));
    }
    if (shapes.size() > 1) {
        throw Failure({ErrorClass::input,
                       "source " + source + " has records of several shapes",
                       "say which shape is meant",
                       {}});
    }
    return shapes.empty() ? Shape::interval : shapes.front();
}

void scan_current(Session& session, std::int64_t number, Shape shape,
                  std::optional<std::int64_t> last_run, Scan& scan) {
    const Parameter values[] = {row_id(number, 0), row_id(number + 1, 0),
                                static_cast<std::int64_t>(shape)};
    const auto reader =
        session.reader("SELECT " + evidence_column_list() +
                           " FROM evidence WHERE id >= ? AND id < ? AND shape = ? ORDER BY id",
                       evidence_kinds(), values);
    while (reader->next()) {
        if (!last_run || reader->integer(col_run) <= *last_run) scan.add(*reader);
    }
}

// Revisions that stood when `last_run` had ended, and that later runs have superseded.
void scan_superseded(Session& session, std::int64_t number, Shape shape, std::int64_t last_run,
                     Scan& scan) {
    const Parameter values[] = {number, static_cast<std::int64_t>(shape), last_run, last_run};
    const auto reader = session.reader("SELECT " + evidence_column_list() +
                                           " FROM evidence_history WHERE source_id = ? AND shape = "
                                           "? AND run <= ? AND superseded_run > ? ORDER BY id",
                                       evidence_kinds(), values);
    while (reader->next()) scan.add(*reader);
}

}  // namespace

EvidenceColumns scan_evidence(Session& session, const ScanRequest& request) {
    EvidenceColumns out;
    out.source = request.source;
    out.shape = request.shape.value_or(Shape::interval);
    Scan scan(out, request.attributes);
    const auto source = sql::first<std::int64_t, std::int64_t, std::int64_t>(
        session, "SELECT id, shapes, records FROM evidence_source WHERE name = :name",
        request.source);
    if (!source) return out;
    const auto [number, shapes, records] = *source;
    out.shape =
        request.shape ? *request.shape : only_shape(session, request.source, number, shapes);
    scan_current(session, number, out.shape, request.last_run, scan);
    if (request.last_run) scan_superseded(session, number, out.shape, *request.last_run, scan);
    scan.finish();
    return out;
}

}  // namespace underpin

#include "work/evidence_view.h"

#include <algorithm>
#include <unordered_map>

namespace underpin {

namespace {

constexpr auto absent = EvidenceColumns::absent;

const EvidenceColumns::Text* field_of(const EvidenceColumns& rows, const std::string& name) {
    if (name == "incident") return &rows.incident;
    if (rows.shape == Shape::interval && name == "state") return &rows.state;
    if (rows.shape == Shape::interval && name == "component") return &rows.component;
    if (rows.shape == Shape::case_ && name == "priority") return &rows.priority;
    if (rows.shape == Shape::sample && name == "metric") return &rows.metric;
    const auto at = rows.attributes.find(name);
    return at == rows.attributes.end() ? nullptr : &at->second;
}

// One named field of a filter: which of its dictionary's codes are listed.
class FieldMatch {
  public:
    FieldMatch(const EvidenceColumns& rows, const std::string& name,
               const std::vector<std::string>& values)
        : rows_(rows), values_(values), text_(field_of(rows, name)), by_key_(name == "key") {
        if (text_ == nullptr) return;
        accepted_.resize(text_->dictionary.size());
        for (std::size_t code = 0; code < accepted_.size(); ++code) {
            accepted_[code] = lists(text_->dictionary[code]);
        }
    }

    [[nodiscard]] bool matches(std::size_t row) const {
        if (by_key_) return lists(rows_.key[row]);
        // A field that the record lacks matches only where the empty text is listed.
        return text_ == nullptr ? lists("") : accepted_[text_->codes[row]];
    }

  private:
    [[nodiscard]] bool lists(const std::string& value) const {
        return std::ranges::find(values_, value) != values_.end();
    }

    const EvidenceColumns& rows_;
    const std::vector<std::string>& values_;
    const EvidenceColumns::Text* text_;
    bool by_key_;
    std::vector<bool> accepted_;
};

std::vector<FieldMatch> matches_of(const EvidenceColumns& rows, const Filter& filter) {
    std::vector<FieldMatch> matches;
    for (const auto& [name, values] : filter) matches.emplace_back(rows, name, values);
    return matches;
}

// Appends one source's text column to the result's, translating dictionary codes.
class TextAppender {
  public:
    TextAppender(const EvidenceColumns::Text& from, EvidenceColumns::Text& to,
                 std::unordered_map<std::string, std::uint32_t>& known)
        : from_(from), to_(to) {
        for (const auto& entry : from.dictionary) {
            const auto [at, added] =
                known.try_emplace(entry, static_cast<std::uint32_t>(to.dictionary.size()));
            if (added) to.dictionary.push_back(entry);
            codes_.push_back(at->second);
        }
    }
    void append(std::size_t row) { to_.codes.push_back(codes_[from_.codes[row]]); }

  private:
    const EvidenceColumns::Text& from_;
    EvidenceColumns::Text& to_;
    std::vector<std::uint32_t> codes_;
};

class ViewBuilder {
  public:
    ViewBuilder(Shape shape, const std::set<std::string>& wanted, Instant as_of)
        : wanted_(wanted), as_of_(as_of) {
        view_.rows.shape = shape;
        for (const auto& name : wanted) view_.rows.attributes[name];
    }

    void add(const EvidenceColumns& from, const EvidenceSelection& selection) {
        const auto where = matches_of(from, selection.where);
        const auto unless = matches_of(from, selection.unless);
        view_.sources.push_back(from.source);
        auto appenders = text_appenders(from);
        for (std::size_t row = 0; row < from.size(); ++row) {
            const auto start = from.start[row];
            const auto matches = [row](const FieldMatch& field) { return field.matches(row); };
            if (!std::ranges::all_of(where, matches)) continue;
            if (start != absent && start > as_of_.ms) {
                notice(start);
                continue;
            }
            if (std::ranges::any_of(unless, matches)) {
                view_.dropped_starts.push_back(start);
                view_.dropped_keys.push_back(from.source + '/' + from.key[row]);
                continue;
            }
            append(from, row);
            for (auto& appender : appenders) appender.append(row);
        }
    }

    EvidenceView take() { return std::move(view_); }

  private:
    std::vector<TextAppender> text_appenders(const EvidenceColumns& from) {
        auto& rows = view_.rows;
        std::vector<TextAppender> appenders;
        const auto add = [&](const EvidenceColumns::Text& source, EvidenceColumns::Text& target,
                             const std::string& name) {
            auto& known = known_[name];
            known.try_emplace("", 0);
            appenders.emplace_back(source, target, known);
        };
        add(from.incident, rows.incident, "incident");
        if (rows.shape == Shape::interval) {
            add(from.state, rows.state, "state");
            add(from.component, rows.component, "component");
        } else if (rows.shape == Shape::case_) {
            add(from.priority, rows.priority, "priority");
        } else {
            add(from.metric, rows.metric, "metric");
        }
        for (const auto& name : wanted_) {
            if (const auto at = from.attributes.find(name); at != from.attributes.end()) {
                add(at->second, rows.attributes[name], "attribute " + name);
            } else {
                auto& none = nothing_[&from];
                none.codes.assign(from.size(), 0);
                add(none, rows.attributes[name], "attribute " + name);
            }
        }
        return appenders;
    }

    void notice(std::int64_t later) {
        view_.next_change = std::min(view_.next_change, Instant{later});
    }

    // An instant after as_of has not happened yet.
    std::int64_t masked(std::int64_t instant) {
        if (instant == absent || instant <= as_of_.ms) return instant;
        notice(instant);
        return absent;
    }

    void append(const EvidenceColumns& from, std::size_t row) {
        auto& rows = view_.rows;
        rows.id.push_back(from.id[row]);
        rows.hash.push_back(from.hash[row]);
        rows.key.push_back(from.key[row]);
        rows.start.push_back(from.start[row]);
        view_.source_of_row.push_back(static_cast<std::uint16_t>(view_.sources.size() - 1));
        if (rows.shape == Shape::sample) {
            rows.end.push_back(absent);
            rows.value.push_back(from.value[row]);
            rows.good.push_back(from.good[row]);
            rows.total.push_back(from.total[row]);
            return;
        }
        rows.end.push_back(masked(from.end[row]));
        if (rows.shape == Shape::interval) {
            rows.impact.push_back(from.impact[row]);
            return;
        }
        rows.responded.push_back(masked(from.responded[row]));
        rows.due.push_back(from.due[row]);
        rows.dates.push_back(from.dates[row]);
        rows.ordered.push_back(from.ordered[row]);
        rows.delivered.push_back(from.delivered[row]);
        for (auto i = from.pause_offset[row]; i < from.pause_offset[row + 1]; ++i) {
            if (from.pause_from[i] > as_of_.ms) {
                notice(from.pause_from[i]);
                continue;
            }
            rows.pause_from.push_back(from.pause_from[i]);
            rows.pause_to.push_back(masked(from.pause_to[i]));
        }
        rows.pause_offset.push_back(static_cast<std::uint32_t>(rows.pause_from.size()));
    }

    const std::set<std::string>& wanted_;
    Instant as_of_;
    EvidenceView view_;
    std::unordered_map<std::string, std::unordered_map<std::string, std::uint32_t>> known_;
    std::unordered_map<const EvidenceColumns*, EvidenceColumns::Text> nothing_;
};

}  // namespace

std::set<std::string> attributes_among(Shape shape, const std::set<std::string>& names) {
    std::set<std::string> fields{"key", "incident"};
    if (shape == Shape::interval) fields.insert({"state", "component"});
    if (shape == Shape::case_) fields.insert("priority");
    if (shape == Shape::sample) fields.insert("metric");
    std::set<std::string> attributes;
    std::ranges::set_difference(names, fields, std::inserter(attributes, attributes.end()));
    return attributes;
}

EvidenceView view_evidence(std::span<const EvidenceColumns* const> sources, Shape shape,
                           const EvidenceSelection& selection, const std::set<std::string>& wanted,
                           Instant as_of) {
    ViewBuilder builder(shape, wanted, as_of);
    for (const auto* source : sources) {
        if (source->shape == shape) builder.add(*source, selection);
    }
    return builder.take();
}

std::vector<std::int64_t> local_days(const std::vector<std::int64_t>& instants,
                                     const std::vector<std::uint8_t>& dates, unsigned date_bit,
                                     const std::vector<std::uint16_t>& source_of_row,
                                     const std::vector<TimeZone>& source_zones,
                                     const TimeZone& zone) {
    std::vector<std::int64_t> days(instants.size(), absent);
    for (std::size_t row = 0; row < instants.size(); ++row) {
        if (instants[row] == absent) continue;
        const bool is_date = (dates[row] >> date_bit & 1U) != 0;
        const auto& in = is_date ? source_zones[source_of_row[row]] : zone;
        days[row] = in.date_of(Instant{instants[row]}).time_since_epoch().count();
    }
    return days;
}

}  // namespace underpin

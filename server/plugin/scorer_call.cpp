#include "plugin/scorer_call.h"

#include <algorithm>
#include <bit>
#include <nlohmann/json.hpp>

#include "plugin/abi_values.h"

namespace underpin {

namespace {

underpin_int128 to_words(Int128 value) {
    const auto bits = static_cast<unsigned __int128>(value);
    return {static_cast<std::uint64_t>(bits),
            static_cast<std::int64_t>(static_cast<std::uint64_t>(bits >> 64U))};
}

Int128 from_words(underpin_int128 words) {
    const auto high = static_cast<unsigned __int128>(static_cast<std::uint64_t>(words.high));
    return static_cast<Int128>((high << 64U) | words.low);
}

Rational to_rational(underpin_int128 numerator, underpin_int128 denominator) {
    return make_rational(to_integer(from_words(numerator)), to_integer(from_words(denominator)));
}

const char* class_words(underpin_result result) {
    switch (result) {
        case UNDERPIN_CONFIGURATION: return "its configuration is wrong";
        case UNDERPIN_TRANSIENT: return "a passing failure";
        case UNDERPIN_DATA: return "the evidence cannot be measured";
        case UNDERPIN_CANCELLED: return "cancelled";
        case UNDERPIN_UNSUPPORTED: return "not supported";
        default: return "an internal failure";
    }
}

ErrorClass error_class(underpin_result result) {
    switch (result) {
        case UNDERPIN_CONFIGURATION: return ErrorClass::configuration;
        case UNDERPIN_TRANSIENT: return ErrorClass::transient;
        case UNDERPIN_DATA: return ErrorClass::data;
        case UNDERPIN_CANCELLED: return ErrorClass::cancelled;
        case UNDERPIN_UNSUPPORTED: return ErrorClass::unsupported;
        default: return ErrorClass::internal;
    }
}

RecordVerdict verdict_of(std::int32_t verdict) {
    switch (verdict) {
        case UNDERPIN_COUNTED: return RecordVerdict::counted;
        case UNDERPIN_BREACHING: return RecordVerdict::breaching;
        case UNDERPIN_PENDING: return RecordVerdict::pending;
        case UNDERPIN_EXCLUDED: return RecordVerdict::excluded;
        default: return RecordVerdict::left_out;
    }
}

}  // namespace

struct ScorerCallHost::State {
    nlohmann::json config;
    std::deque<std::string> lent;
    std::string message, detail;
};

ScorerCallHost::ScorerCallHost(const std::string& config_json) : state_(std::make_unique<State>()) {
    state_->config = nlohmann::json::parse(config_json);
    table_.size = sizeof(table_);
    table_.self = state_.get();
    table_.log = [](void*, std::int32_t, underpin_text) {};
    table_.fail = [](void* self, underpin_text message, underpin_text detail) {
        auto* state = static_cast<State*>(self);
        state->message = to_string(message);
        state->detail = to_string(detail);
    };
    table_.config = [](void* self, underpin_text pointer) -> underpin_text {
        auto* state = static_cast<State*>(self);
        try {
            const nlohmann::json::json_pointer where(to_string(pointer));
            if (!state->config.contains(where)) return {nullptr, 0};
            return to_text(state->lent.emplace_back(state->config.at(where).dump()));
        } catch (const nlohmann::json::exception&) {
            return {nullptr, 0};
        }
    };
    table_.cancelled = [](void*) -> std::int32_t { return 0; };
    table_.progress = [](void*, std::uint64_t, std::uint64_t) {};
    table_.instant = [](void*, underpin_text, std::int64_t, std::int64_t, std::int64_t*,
                        std::int32_t*) -> underpin_result { return UNDERPIN_UNSUPPORTED; };
    table_.extension = [](void*, underpin_text) -> const void* { return nullptr; };
}

ScorerCallHost::~ScorerCallHost() = default;

Error ScorerCallHost::error(underpin_result result, const std::string& scorer) const {
    const auto message =
        state_->message.empty() ? std::string(class_words(result)) : state_->message;
    return {error_class(result), scorer + ": " + message, state_->detail, {}};
}

ScorerCall::ScorerCall(const underpin_scorer& scorer, const ScorerEvidence& evidence,
                       const std::vector<std::string>& more_columns,
                       const std::vector<ScorerCell>& cells, ScorerDetail detail)
    : source_(evidence), detail_(detail), answers_(cells.size()), results_(cells.size()) {
    for (std::size_t i = 0; i < scorer.column_count; ++i) {
        column_names_.push_back(to_string(scorer.columns[i].name));
        columns_.push_back(column(column_names_.back(), scorer.columns[i].type));
    }
    for (const auto& name : more_columns) {
        column_names_.push_back(name);
        columns_.push_back(column(name, UNDERPIN_TEXT));
    }
    for (std::size_t i = 0; i < columns_.size(); ++i) columns_[i].name = to_text(column_names_[i]);
    for (const auto& clock : evidence.clocks) clocks_.push_back(lend(*clock));
    lend_partials();

    table_.size = sizeof(table_);
    table_.rows = evidence.rows.size();
    table_.columns = columns_.data();
    table_.column_count = columns_.size();
    table_.as_of = evidence.as_of.ms;
    table_.as_of_day = evidence.as_of_day;
    table_.clocks = clocks_.data();
    table_.clock_count = clocks_.size();
    table_.next_day = evidence.next_day.ms;
    table_.service = lend(*evidence.service);
    table_.hours = lend(*evidence.hours);
    table_.excluded = lend(evidence.excluded);
    table_.partials = partials_.data();
    table_.partial_count = partials_.size();

    for (const auto& cell : cells) {
        underpin_cell lent{};
        lent.size = sizeof(lent);
        lent.from = cell.measured.from.ms;
        lent.to = cell.measured.to.ms;
        lent.period_from = cell.uncut.from.ms;
        lent.period_to = cell.uncut.to.ms;
        lent.first_day = cell.first_day;
        lent.end_day = cell.end_day;
        lent.service = lend(cell.service);
        lent.hours = lend(cell.hours);
        lent.excused = lend(cell.excused);
        lent.covered = lend(cell.covered);
        cell_tables_.push_back(lent);
    }
    for (auto& answer : answers_) {
        answer = {};
        answer.size = sizeof(answer);
        answer.changes_at = UNDERPIN_ABSENT;
    }
    findings_.size = sizeof(findings_);
    findings_.self = this;
    findings_.explain = detail == ScorerDetail::explanation ? 1 : 0;
    findings_.verdict = [](void* self, const underpin_verdict* verdict) {
        static_cast<ScorerCall*>(self)->add_verdict(*verdict);
    };
    findings_.step = [](void* self, std::size_t cell, underpin_text label, underpin_text text) {
        auto& results = static_cast<ScorerCall*>(self)->results_;
        if (cell < results.size())
            results[cell].steps.push_back({to_string(label), to_string(text)});
    };
}

underpin_spans ScorerCall::lend(const Spans& spans) {
    auto& from = numbers_.emplace_back();
    auto& to = numbers_.emplace_back();
    from.reserve(spans.size());
    to.reserve(spans.size());
    for (const auto& span : spans) {
        from.push_back(span.from.ms);
        to.push_back(span.to.ms);
    }
    return {from.data(), to.data(), spans.size()};
}

underpin_clock ScorerCall::lend(const ServiceClock& clock) {
    return {{clock.from_ms().data(), clock.to_ms().data(), clock.from_ms().size()},
            clock.before_ms().data(),
            clock.first_of_day().data(),
            clock.first_of_day().size(),
            clock.day0_ms()};
}

underpin_column ScorerCall::instants(const std::vector<std::int64_t>& values) {
    underpin_column column{};
    column.type = UNDERPIN_INSTANT;
    auto& valid = bits_.emplace_back((values.size() + 7) / 8, std::uint8_t{0});
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (values[i] == EvidenceColumns::absent) continue;
        valid[i / 8] = static_cast<std::uint8_t>(valid[i / 8] | (1U << (i % 8)));
    }
    column.validity = valid.data();
    column.instants = values.data();
    return column;
}

underpin_column ScorerCall::text(const EvidenceColumns::Text& values) {
    underpin_column column{};
    column.type = UNDERPIN_TEXT;
    auto& valid = bits_.emplace_back((values.codes.size() + 7) / 8, std::uint8_t{0});
    for (std::size_t i = 0; i < values.codes.size(); ++i) {
        if (values.codes[i] == 0) continue;
        valid[i / 8] = static_cast<std::uint8_t>(valid[i / 8] | (1U << (i % 8)));
    }
    auto& dictionary = dictionaries_.emplace_back();
    for (const auto& entry : values.dictionary) dictionary.push_back(to_text(entry));
    column.validity = valid.data();
    column.codes = values.codes.data();
    column.dictionary = dictionary.data();
    column.dictionary_size = dictionary.size();
    return column;
}

underpin_column ScorerCall::decimals(const std::vector<std::optional<Int128>>& values) {
    underpin_column column{};
    column.type = UNDERPIN_DECIMAL;
    column.scale = quantity_places;
    auto& valid = bits_.emplace_back((values.size() + 7) / 8, std::uint8_t{0});
    auto& words = wide_.emplace_back(values.size());
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (!values[i]) continue;
        words[i] = to_words(*values[i]);
        valid[i / 8] = static_cast<std::uint8_t>(valid[i / 8] | (1U << (i % 8)));
    }
    column.validity = valid.data();
    column.decimals = words.data();
    return column;
}

underpin_column ScorerCall::column(const std::string& name, int type) {
    const auto& rows = source_.rows;
    if (type == UNDERPIN_PAUSES) {
        underpin_column column{};
        column.type = UNDERPIN_PAUSES;
        column.offsets = rows.pause_offset.data();
        column.pause_from = rows.pause_from.data();
        column.pause_to = rows.pause_to.data();
        return column;
    }
    if (type == UNDERPIN_DATE) {
        auto column = instants(name == "due_date" ? source_.due_day : source_.end_day);
        column.type = UNDERPIN_DATE;
        return column;
    }
    if (type == UNDERPIN_INSTANT) {
        if (name == "responded") return instants(rows.responded);
        if (name == "to" || name == "resolved") return instants(rows.end);
        if (name == "due") return instants(rows.due);
        return instants(rows.start);  // from, opened, at
    }
    if (type == UNDERPIN_DECIMAL) {
        if (name == "impact") {
            underpin_column column{};
            column.type = UNDERPIN_DECIMAL;
            column.scale = impact_places;
            auto& words = wide_.emplace_back(rows.impact.size());
            std::ranges::transform(rows.impact, words.begin(),
                                   [](std::int64_t impact) { return to_words(impact); });
            column.decimals = words.data();
            return column;
        }
        if (name == "value") return decimals(rows.value);
        if (name == "good") return decimals(rows.good);
        if (name == "total") return decimals(rows.total);
        if (name == "ordered") return decimals(rows.ordered);
        return decimals(rows.delivered);
    }
    if (name == "key") {
        keys_.codes.resize(rows.size());
        keys_.dictionary.reserve(rows.size() + 1);
        for (std::size_t i = 0; i < rows.size(); ++i) {
            keys_.codes[i] = static_cast<std::uint32_t>(i + 1);
            keys_.dictionary.push_back(rows.key[i]);
        }
        return text(keys_);
    }
    if (name == "state") return text(rows.state);
    if (name == "priority") return text(rows.priority);
    if (name == "metric") return text(rows.metric);
    if (name == "incident") return text(rows.incident);
    if (name == "component" && rows.shape == Shape::interval) return text(rows.component);
    if (const auto at = rows.attributes.find(name); at != rows.attributes.end()) {
        return text(at->second);
    }
    auto& empty = empty_text_[name];
    empty.codes.assign(rows.size(), 0);
    return text(empty);
}

// Components as codes of the evidence's `component` column; names that no record has match nothing.
void ScorerCall::lend_partials() {
    const EvidenceColumns::Text* components = nullptr;
    if (source_.rows.shape == Shape::interval) {
        components = &source_.rows.component;
    } else if (const auto at = source_.rows.attributes.find("component");
               at != source_.rows.attributes.end()) {
        components = &at->second;
    }
    for (const auto& partial : source_.partials) {
        auto& codes = codes_.emplace_back();
        for (std::size_t code = 1; components != nullptr && code < components->dictionary.size();
             ++code) {
            if (std::ranges::find(partial.components, components->dictionary[code]) !=
                partial.components.end()) {
                codes.push_back(static_cast<std::uint32_t>(code));
            }
        }
        partials_.push_back(
            {partial.window.from.ms, partial.window.to.ms, codes.data(), codes.size()});
    }
}

void ScorerCall::add_verdict(const underpin_verdict& verdict) {
    if (verdict.cell >= results_.size() || verdict.row >= source_.rows.size()) return;
    auto& result = results_[verdict.cell];
    const auto kind = verdict_of(verdict.verdict);
    const auto& rows = source_.rows;
    if (kind == RecordVerdict::counted || kind == RecordVerdict::breaching ||
        kind == RecordVerdict::pending) {
        result.counted_rows.push_back(static_cast<std::uint32_t>(verdict.row));
        if (kind == RecordVerdict::breaching) {
            result.measured.breaching_keys.push_back(
                source_.sources[source_.source_of_row[verdict.row]] + '/' + rows.key[verdict.row]);
            const auto& incident = rows.incident.dictionary[rows.incident.codes[verdict.row]];
            if (!incident.empty() &&
                std::ranges::find(result.measured.breaching_incidents, incident) ==
                    result.measured.breaching_incidents.end()) {
                result.measured.breaching_incidents.push_back(incident);
            }
        }
    }
    if (detail_ == ScorerDetail::answers) return;
    if (kind == RecordVerdict::counted || kind == RecordVerdict::breaching) {
        const auto limit = verdict.limit == UNDERPIN_ABSENT ? 0 : verdict.limit;
        const auto past = verdict.amount == UNDERPIN_ABSENT ? 0 : verdict.amount - limit;
        result.judged_rows.push_back({static_cast<std::uint32_t>(verdict.row),
                                      kind == RecordVerdict::breaching,
                                      Duration{std::max<std::int64_t>(0, past)}});
    }
    if (findings_.explain == 0) return;
    ExplainedRecord record;
    record.source = source_.sources[source_.source_of_row[verdict.row]];
    record.key = rows.key[verdict.row];
    record.incident = rows.incident.dictionary[rows.incident.codes[verdict.row]];
    if (rows.start[verdict.row] != EvidenceColumns::absent) {
        record.from = Instant{rows.start[verdict.row]};
    }
    if (rows.end[verdict.row] != EvidenceColumns::absent) {
        record.to = Instant{rows.end[verdict.row]};
    }
    record.verdict = kind;
    record.reason = to_string(verdict.reason);
    if (verdict.amount != UNDERPIN_ABSENT) record.amount = Duration{verdict.amount};
    if (verdict.limit != UNDERPIN_ABSENT) record.limit = Duration{verdict.limit};
    if (verdict.group != UNDERPIN_ABSENT) record.group = verdict.group;
    result.records.push_back(std::move(record));
}

Result<std::vector<ScorerAnswer>> ScorerCall::take_answers() {
    for (std::size_t i = 0; i < answers_.size(); ++i) {
        const auto& answer = answers_[i];
        auto& measured = results_[i].measured;
        if (answer.state == UNDERPIN_VALUE) {
            if (from_words(answer.value_denominator) <= 0) {
                return Error{ErrorClass::internal,
                             "the scorer answered a fraction without a "
                             "positive denominator",
                             "report this to the plugin's author",
                             {}};
            }
            measured.has_value = true;
            measured.value = to_rational(answer.value_numerator, answer.value_denominator);
            if (answer.has_fraction != 0) {
                measured.fraction = Fraction{from_words(answer.numerator),
                                             from_words(answer.denominator), answer.fraction_scale};
            }
            if (answer.has_bounds != 0 && from_words(answer.down_denominator) > 0 &&
                from_words(answer.up_denominator) > 0) {
                measured.if_unseen_down =
                    to_rational(answer.down_numerator, answer.down_denominator);
                measured.if_unseen_up = to_rational(answer.up_numerator, answer.up_denominator);
            }
        }
        measured.no_time = answer.state == UNDERPIN_NO_TIME;
        measured.counted = answer.counted;
        measured.breaching = answer.breaching;
        measured.pending = answer.pending;
        measured.excluded = answer.excluded;
        measured.small_volume_met = answer.forced_met != 0;
        if (answer.changes_at != UNDERPIN_ABSENT) measured.changes_at = Instant{answer.changes_at};
    }
    return std::move(results_);
}

}  // namespace underpin

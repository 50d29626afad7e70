#include "scorer_bench.h"

#include <algorithm>
#include <deque>
#include <dlfcn.h>
#include <numeric>
#include <stdexcept>

#include "paths.h"

namespace underpin::bench {

namespace {

// What a call lends; deques keep addresses while they grow.
struct Lent {
    std::deque<std::vector<std::int64_t>> numbers;
    std::deque<std::vector<std::uint32_t>> codes;
    std::deque<std::vector<std::uint8_t>> bits;
    std::deque<std::vector<underpin_int128>> wide;
    std::deque<std::vector<underpin_text>> dictionaries;
    std::deque<std::string> texts;

    underpin_text text(std::string value) { return to_text(texts.emplace_back(std::move(value))); }

    underpin_spans spans(const Ranges& ranges) {
        auto& from = numbers.emplace_back();
        auto& to = numbers.emplace_back();
        for (const Range& range : ranges) {
            from.push_back(range.from);
            to.push_back(range.to);
        }
        return {from.data(), to.data(), ranges.size()};
    }

    underpin_clock clock(const Ranges& service, std::int64_t begin, std::int64_t end) {
        const Ranges inside = intersect(service, {{begin, end}});
        underpin_clock clock{};
        clock.service = spans(inside);
        auto& before = numbers.emplace_back();
        std::int64_t sum = 0;
        for (const Range& range : inside) {
            before.push_back(sum);
            sum += range.to - range.from;
        }
        clock.before = before.data();
        clock.day0_ms = begin - ((begin % day_ms) + day_ms) % day_ms;
        auto& first = codes.emplace_back();
        for (std::int64_t day = clock.day0_ms; day < end; day += day_ms) {
            std::uint32_t i = 0;
            while (i < inside.size() && inside[i].to <= day) ++i;
            first.push_back(i);
        }
        clock.first = first.data();
        clock.days = first.size();
        return clock;
    }
};

void set_bit(std::vector<std::uint8_t>& bits, std::size_t row) {
    bits[row / 8] = static_cast<std::uint8_t>(bits[row / 8] | (1U << (row % 8)));
}

template <typename Get>
underpin_column numbers_column(Lent& lent, const std::vector<Row>& rows, Get get) {
    underpin_column column{};
    auto& bits = lent.bits.emplace_back((rows.size() + 7) / 8);
    auto& values = lent.numbers.emplace_back(rows.size(), 42);  // a host owes nothing for absent
    for (std::size_t i = 0; i < rows.size(); ++i) {
        if (const std::optional<std::int64_t> value = get(rows[i])) {
            values[i] = *value;
            set_bit(bits, i);
        }
    }
    column.validity = bits.data();
    column.instants = values.data();
    return column;
}

template <typename Get>
underpin_column decimals_column(Lent& lent, const std::vector<Row>& rows, int scale, Get get) {
    underpin_column column{};
    column.scale = scale;
    auto& bits = lent.bits.emplace_back((rows.size() + 7) / 8);
    auto& values = lent.wide.emplace_back(rows.size());
    for (std::size_t i = 0; i < rows.size(); ++i) {
        if (const std::optional<Int128> value = get(rows[i])) {
            values[i] = from_int128(*value);
            set_bit(bits, i);
        }
    }
    column.validity = bits.data();
    column.decimals = values.data();
    return column;
}

template <typename Get>
underpin_column text_column(Lent& lent, const std::vector<Row>& rows, Get get) {
    underpin_column column{};
    auto& bits = lent.bits.emplace_back((rows.size() + 7) / 8);
    auto& codes = lent.codes.emplace_back(rows.size());
    auto& dictionary = lent.dictionaries.emplace_back();
    std::map<std::string, std::uint32_t> known;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const std::string value = get(rows[i]);
        const auto [at, fresh] = known.emplace(value, static_cast<std::uint32_t>(known.size()));
        if (fresh) dictionary.push_back(lent.text(value));
        codes[i] = at->second;
        if (!value.empty()) set_bit(bits, i);
    }
    column.validity = bits.data();
    column.codes = codes.data();
    column.dictionary = dictionary.data();
    column.dictionary_size = dictionary.size();
    return column;
}

underpin_column pauses_column(Lent& lent, const std::vector<Row>& rows) {
    underpin_column column{};
    auto& offsets = lent.codes.emplace_back(1, 0U);
    auto& from = lent.numbers.emplace_back();
    auto& to = lent.numbers.emplace_back();
    for (const Row& row : rows) {
        for (const auto& [begin, end] : row.pauses) {
            from.push_back(begin);
            to.push_back(end.value_or(UNDERPIN_ABSENT));
        }
        offsets.push_back(static_cast<std::uint32_t>(from.size()));
    }
    column.offsets = offsets.data();
    column.pause_from = from.data();
    column.pause_to = to.data();
    return column;
}

std::string text_of(const Row& row, const std::string& name) {
    if (name == "key") return row.key;
    if (name == "state") return row.state;
    if (name == "component") return row.component;
    if (name == "priority") return row.priority;
    if (name == "metric") return row.metric;
    const auto at = row.attributes.find(name);
    return at == row.attributes.end() ? std::string() : at->second;
}

underpin_column column_of(Lent& lent, const std::vector<Row>& rows, const std::string& name,
                          std::int32_t type) {
    switch (type) {
        case UNDERPIN_PAUSES: return pauses_column(lent, rows);
        case UNDERPIN_TEXT:
            return text_column(lent, rows, [&](const Row& row) { return text_of(row, name); });
        case UNDERPIN_DATE:
            return numbers_column(lent, rows, [&](const Row& row) {
                return name == "due_date" ? row.due_day : row.resolved_day;
            });
        case UNDERPIN_INSTANT:
            return numbers_column(lent, rows, [&](const Row& row) {
                return name == "responded"                  ? row.responded
                       : name == "to" || name == "resolved" ? row.end
                                                            : row.start;
            });
        default:
            return decimals_column(lent, rows, name == "impact" ? 6 : 9, [&](const Row& row) {
                if (name == "impact") return std::optional<Int128>(row.impact);
                return name == "value"     ? row.value
                       : name == "good"    ? row.good
                       : name == "total"   ? row.total
                       : name == "ordered" ? row.ordered
                                           : row.delivered;
            });
    }
}

// Masks what lies after as_of, as the host does.
std::vector<Row> as_it_stood(const std::vector<Row>& rows, std::int64_t as_of) {
    std::vector<Row> seen;
    for (Row row : rows) {
        if (row.start && *row.start > as_of) continue;
        for (auto* t : {&row.responded, &row.end}) {
            if (*t && **t > as_of) t->reset();
        }
        if (row.resolved_day && *row.resolved_day > as_of / day_ms) row.resolved_day.reset();
        seen.push_back(std::move(row));
    }
    return seen;
}

struct HostState {
    std::string with, message;
    std::vector<std::string>* calendars = nullptr;
    std::vector<std::string>* columns = nullptr;
    std::size_t fixed_columns = 0;
    std::string calendar;
};

underpin_host host_table(HostState& state) {
    underpin_host host{};
    host.size = sizeof(host);
    host.self = &state;
    host.log = [](void*, std::int32_t, underpin_text) {};
    host.fail = [](void* self, underpin_text message, underpin_text) {
        static_cast<HostState*>(self)->message = to_view(message);
    };
    host.config = [](void* self, underpin_text) {
        return to_text(static_cast<HostState*>(self)->with);
    };
    host.cancelled = [](void*) -> std::int32_t { return 0; };
    return host;
}

std::size_t wish(std::vector<std::string>& list, underpin_text name) {
    const auto at = std::ranges::find(list, to_view(name));
    const auto index = static_cast<std::size_t>(at - list.begin());
    if (at == list.end()) list.emplace_back(to_view(name));
    return index;
}

underpin_scorer_host scorer_host_table(HostState& state) {
    underpin_scorer_host host{};
    host.size = sizeof(host);
    host.self = &state;
    host.calendar = [](void* self, underpin_text id, std::size_t* clock) -> underpin_result {
        *clock = wish(*static_cast<HostState*>(self)->calendars, id) + 1;
        return UNDERPIN_OK;
    };
    host.column = [](void* self, underpin_text name, std::size_t* column) -> underpin_result {
        auto* host_state = static_cast<HostState*>(self);
        *column = wish(*host_state->columns, name) + host_state->fixed_columns;
        return UNDERPIN_OK;
    };
    host.objective_calendar = [](void* self) {
        return to_text(static_cast<HostState*>(self)->calendar);
    };
    return host;
}

underpin_cell lend_cell(Lent& lent, const Setting& setting, const Cell& cell) {
    const Ranges here{{cell.from, cell.to}};
    const Ranges hours = intersect(setting.hours, here);
    underpin_cell out{};
    out.size = sizeof(out);
    out.from = out.period_from = cell.from;
    out.to = cell.to;
    out.period_to = cell.period_to == 0 ? cell.to : cell.period_to;
    out.first_day = out.period_from / day_ms;
    out.end_day = (out.period_to - 1) / day_ms + 1;
    out.hours = lent.spans(hours);
    out.service = lent.spans(setting.count_as_up ? hours : subtract(hours, setting.excluded));
    out.excused = lent.spans(intersect(setting.excluded, here));
    out.covered = lent.spans(intersect(setting.covered, here));
    return out;
}

}  // namespace

Scorer::Scorer(const std::string& name) {
    const std::string path = binary_dir() / "plugins" / (name + ".so");
    void* library = dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
    if (library == nullptr) throw std::runtime_error(dlerror());
    entry_ = reinterpret_cast<underpin_plugin_v1_function>(dlsym(library, "underpin_plugin_v1"));
    if (entry_ == nullptr) throw std::runtime_error(path + " does not export underpin_plugin_v1");
    plugin_ = entry_(UNDERPIN_ABI_MAJOR, UNDERPIN_ABI_MINOR);
    if (plugin_ == nullptr || plugin_->scorer == nullptr) {
        throw std::runtime_error(path + " is no scorer");
    }
}

Instance::Instance(const Scorer& scorer, std::string with, const std::string& calendar)
    : scorer_(scorer.table()), with_(std::move(with)) {
    HostState state{with_, {}, &calendars_, &columns_, scorer_.column_count, calendar};
    const auto host = host_table(state);
    const auto scorer_host = scorer_host_table(state);
    result_ = scorer_.create(&host, &scorer_host, &self_);
    if (result_ != UNDERPIN_OK) {
        self_ = nullptr;
        failure_ = state.message.empty() ? "failed without words" : state.message;
    }
}

Instance::~Instance() {
    if (self_ != nullptr) scorer_.destroy(self_);
}

std::string Instance::unit() const {
    return std::string(to_view(scorer_.unit_of != nullptr ? scorer_.unit_of(self_) : scorer_.unit));
}

std::int32_t Instance::shape() const {
    return scorer_.shape_of != nullptr ? scorer_.shape_of(self_) : scorer_.shape;
}

Outcome Instance::measure(const Setting& setting, const std::vector<Row>& all_rows,
                          const std::vector<Cell>& cells, bool explain) const {
    Lent lent;
    const auto rows = as_it_stood(all_rows, setting.as_of);
    underpin_evidence evidence{};
    evidence.size = sizeof(evidence);
    evidence.rows = rows.size();
    evidence.as_of = setting.as_of;
    evidence.as_of_day = setting.as_of / day_ms;
    evidence.next_day = (evidence.as_of_day + 1) * day_ms;

    std::vector<underpin_column> columns;
    std::vector<std::string> names;
    for (std::size_t i = 0; i < scorer_.column_count; ++i) {
        const std::string name(to_view(scorer_.columns[i].name));
        // A column that the shape does not have is all absent.
        const bool foreign = (name == "from" && shape() != UNDERPIN_SHAPE_INTERVAL) ||
                             (name == "opened" && shape() != UNDERPIN_SHAPE_CASE);
        columns.push_back(foreign ? underpin_column{}
                                  : column_of(lent, rows, name, scorer_.columns[i].type));
    }
    for (const auto& name : columns_) {
        columns.push_back(column_of(lent, rows, name, UNDERPIN_TEXT));
    }
    evidence.columns = columns.data();
    evidence.column_count = columns.size();

    std::int64_t begin = setting.as_of;
    for (const Row& row : rows) begin = std::min(begin, row.start.value_or(begin));
    for (const Cell& cell : cells) begin = std::min(begin, cell.from);
    const auto running = [&](const Ranges& hours) {
        return lent.clock(setting.stops_cases ? subtract(hours, setting.excluded) : hours, begin,
                          setting.as_of);
    };
    std::vector<underpin_clock> clocks{running(setting.hours)};
    for (const auto& id : calendars_) {
        clocks.push_back(
            running(id == "always" ? Ranges{{begin, setting.as_of}} : setting.calendars.at(id)));
    }
    evidence.clocks = clocks.data();
    evidence.clock_count = clocks.size();
    evidence.hours = lent.clock(setting.hours, begin, setting.as_of);
    evidence.service =
        lent.clock(setting.count_as_up ? setting.hours : subtract(setting.hours, setting.excluded),
                   begin, setting.as_of);
    evidence.excluded = lent.spans(setting.excluded);

    std::vector<underpin_partial> partials;
    // Codes of the component column, which every scorer that knows partial exclusions asks for.
    const auto components = text_column(lent, rows, [](const Row& row) { return row.component; });
    for (const Partial& partial : setting.partials) {
        auto& codes = lent.codes.emplace_back();
        for (std::uint32_t code = 0; code < components.dictionary_size; ++code) {
            const auto name = to_view(components.dictionary[code]);
            const bool named =
                std::ranges::find(partial.components, name) != partial.components.end();
            if (named && !name.empty()) codes.push_back(code);
        }
        partials.push_back({partial.window.from, partial.window.to, codes.data(), codes.size()});
    }
    evidence.partials = partials.data();
    evidence.partial_count = partials.size();

    std::vector<underpin_cell> lent_cells;
    for (const Cell& cell : cells) lent_cells.push_back(lend_cell(lent, setting, cell));

    Outcome outcome;
    outcome.answers.resize(cells.size());
    for (auto& answer : outcome.answers) answer.size = sizeof(answer);
    underpin_findings findings{};
    findings.size = sizeof(findings);
    findings.self = &outcome;
    findings.explain = explain ? 1 : 0;
    findings.verdict = [](void* self, const underpin_verdict* verdict) {
        static_cast<Outcome*>(self)->verdicts.push_back(
            {verdict->cell, verdict->row, verdict->verdict, verdict->amount, verdict->limit,
             verdict->group, std::string(to_view(verdict->reason))});
    };
    findings.step = [](void* self, std::size_t cell, underpin_text label, underpin_text text) {
        static_cast<Outcome*>(self)->steps.push_back(
            {cell, std::string(to_view(label)), std::string(to_view(text))});
    };
    HostState state{with_, {}, nullptr, nullptr, 0, {}};
    const auto host = host_table(state);
    outcome.result = scorer_.measure(self_, &host, &evidence, lent_cells.data(), cells.size(),
                                     &findings, outcome.answers.data());
    outcome.message = state.message;
    return outcome;
}

Outcome measure(const std::string& scorer, const std::string& with, const Setting& setting,
                const std::vector<Row>& rows, const std::vector<Cell>& cells, bool explain) {
    const Scorer library(scorer);
    const Instance instance(library, with, setting.calendar);
    if (!instance.failure().empty()) throw std::runtime_error(instance.failure());
    auto outcome = instance.measure(setting, rows, cells, explain);
    if (outcome.result != UNDERPIN_OK) throw std::runtime_error(outcome.message);
    return outcome;
}

Setting around_the_clock() {
    Setting setting;
    setting.as_of = march + 92 * day_ms;
    setting.hours = {{0, march + 3650 * day_ms}};
    setting.covered = setting.hours;
    return setting;
}

std::string value_text(const underpin_answer& answer) {
    if (answer.state == UNDERPIN_NO_EVENTS) return "no events";
    if (answer.state == UNDERPIN_NO_TIME) return "no time";
    const auto numerator = to_int128(answer.value_numerator);
    const auto denominator = to_int128(answer.value_denominator);
    auto divisor = numerator < 0 ? -numerator : numerator;
    for (auto rest = denominator; rest != 0;) {
        const auto next = divisor % rest;
        divisor = rest;
        rest = next;
    }
    if (divisor == 0) divisor = 1;
    const auto whole = to_string(denominator / divisor);
    return to_string(numerator / divisor) + (whole == "1" ? "" : "/" + whole);
}

}  // namespace underpin::bench

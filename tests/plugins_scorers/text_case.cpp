#include "text_case.h"

#include <array>
#include <chrono>
#include <cstdio>
#include <set>
#include <stdexcept>
#include <yaml-cpp/yaml.h>

#include "scorer_bench.h"
#include "underpin/draft/words.hpp"

namespace underpin::bench {

namespace {

// 2024-03-01, 2024-03-01T10:00, 2024-03-01T10:00:30 or 2024-03-01T10:00:30.250, in UTC.
std::int64_t instant(const std::string& text) {
    int year = 0, ms = 0;
    unsigned month = 0, day = 0;
    int hour = 0, minute = 0, second = 0;
    const int read = std::sscanf(text.c_str(), "%d-%u-%uT%d:%d:%d.%d", &year, &month, &day, &hour,
                                 &minute, &second, &ms);
    if (read != 3 && read < 5) throw std::runtime_error("'" + text + "' is no instant");
    const std::chrono::sys_days date{std::chrono::year{year} / std::chrono::month{month} /
                                     std::chrono::day{day}};
    return date.time_since_epoch().count() * day_ms + hour * hour_ms + minute * minute_ms +
           second * 1000 + ms;
}

std::string instant_text(std::int64_t t) {
    const auto days = std::chrono::floor<std::chrono::days>(
        std::chrono::sys_time<std::chrono::milliseconds>{std::chrono::milliseconds{t}});
    const std::chrono::year_month_day date{days};
    const auto rest = t - days.time_since_epoch().count() * day_ms;
    std::array<char, 64> buffer{};
    std::snprintf(buffer.data(), buffer.size(), "%04d-%02u-%02uT%02d:%02d:%02d",
                  static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                  static_cast<unsigned>(date.day()), static_cast<int>(rest / hour_ms),
                  static_cast<int>(rest / minute_ms % 60), static_cast<int>(rest / 1000 % 60));
    std::string text = buffer.data();
    if (rest % 1000 != 0) text += "." + std::to_string(1000 + rest % 1000).substr(1);
    if (text.ends_with("T00:00:00")) text.resize(10);
    return text;
}

std::optional<std::int64_t> optional_instant(const YAML::Node& node) {
    return node && !node.IsNull() ? std::optional(instant(node.as<std::string>())) : std::nullopt;
}

Ranges spans(const YAML::Node& node) {
    Ranges out;
    for (const auto& item : node) {
        out.push_back({instant(item[0].as<std::string>()), instant(item[1].as<std::string>())});
    }
    normalize(out);
    return out;
}

// Spans, or `{daily: "09:00-17:00"}` on Mondays to Fridays of all of 2024.
Ranges calendar(const YAML::Node& node) {
    if (node.IsSequence()) return spans(node);
    const auto text = node["daily"].as<std::string>();
    int h1 = 0, m1 = 0, h2 = 0, m2 = 0;
    if (std::sscanf(text.c_str(), "%d:%d-%d:%d", &h1, &m1, &h2, &m2) != 4) {
        throw std::runtime_error("'" + text + "' is not like 09:00-17:00");
    }
    Ranges out;
    const auto first = instant("2024-01-01");  // a Monday
    for (std::int64_t day = 0; day < 366; ++day) {
        if (day % 7 > 4) continue;
        const auto midnight = first + day * day_ms;
        out.push_back(
            {midnight + h1 * hour_ms + m1 * minute_ms, midnight + h2 * hour_ms + m2 * minute_ms});
    }
    return out;
}

Row row_of(const YAML::Node& node) {
    static const std::set<std::string> fields{
        "key",    "from",    "to",        "opened", "responded", "resolved", "at",
        "due",    "state",   "impact",    "value",  "good",      "total",    "component",
        "metric", "ordered", "delivered", "pauses", "priority"};
    Row row;
    const auto text = [&](const char* name) {
        return node[name] ? node[name].as<std::string>() : std::string();
    };
    const auto number = [&](const char* name) -> std::optional<Int128> {
        return node[name] ? std::optional(parse_decimal(text(name), 9).units) : std::nullopt;
    };
    row.key = text("key");
    for (const char* name : {"from", "opened", "at"}) {
        if (node[name]) row.start = instant(text(name));
    }
    row.responded = optional_instant(node["responded"]);
    row.end = optional_instant(node["to"] ? node["to"] : node["resolved"]);
    if (node["due"]) row.due_day = instant(text("due")) / day_ms;
    if (row.end) row.resolved_day = *row.end / day_ms;
    if (node["state"]) row.state = text("state");
    if (node["impact"])
        row.impact = static_cast<std::int64_t>(parse_decimal(text("impact"), 6).units);
    row.component = text("component");
    row.priority = text("priority");
    row.metric = text("metric");
    row.value = number("value");
    row.good = number("good");
    row.total = number("total");
    row.ordered = number("ordered");
    row.delivered = number("delivered");
    for (const auto& pause : node["pauses"]) {
        row.pauses.emplace_back(instant(pause[0].as<std::string>()), optional_instant(pause[1]));
    }
    for (const auto& field : node) {
        const auto name = field.first.as<std::string>();
        if (!fields.contains(name)) row.attributes[name] = field.second.as<std::string>();
    }
    return row;
}

Setting setting_of(const YAML::Node& node) {
    Setting setting = around_the_clock();
    setting.as_of = instant(node["as_of"] ? node["as_of"].as<std::string>() : "2024-06-01");
    if (node["calendar"]) {
        setting.hours = calendar(node["calendar"]);
        setting.calendar = "office";
    }
    if (node["covered"]) setting.covered = spans(node["covered"]);
    setting.excluded = spans(node["excluded"]);
    setting.count_as_up =
        node["exclusions"] && node["exclusions"].as<std::string>() == "count_as_up";
    setting.stops_cases = node["stops_cases"] && node["stops_cases"].as<bool>();
    for (const auto& partial : node["partials"]) {
        setting.partials.push_back(
            {{instant(partial["from"].as<std::string>()), instant(partial["to"].as<std::string>())},
             partial["components"].as<std::vector<std::string>>()});
    }
    for (const auto& own : node["calendars"]) {
        setting.calendars[own.first.as<std::string>()] = calendar(own.second);
    }
    return setting;
}

// YAML as JSON; plain scalars that are numbers or booleans stay such.
std::string json_of(const YAML::Node& node) {
    if (node.IsMap()) {
        std::string out;
        for (const auto& member : node) {
            out += (out.empty() ? "\"" : ", \"") + member.first.as<std::string>() +
                   "\": " + json_of(member.second);
        }
        return "{" + out + "}";
    }
    if (node.IsSequence()) {
        std::string out;
        for (const auto& item : node) out += (out.empty() ? "" : ", ") + json_of(item);
        return "[" + out + "]";
    }
    const auto text = node.as<std::string>();
    const bool plain =
        node.Tag() == "?" && (text == "true" || text == "false" ||
                              text.find_first_not_of("0123456789") == std::string::npos);
    return plain ? text : "\"" + text + "\"";
}

const char* verdict_name(std::int32_t verdict) {
    switch (verdict) {
        case UNDERPIN_COUNTED: return "counted";
        case UNDERPIN_BREACHING: return "breaching";
        case UNDERPIN_PENDING: return "pending";
        case UNDERPIN_EXCLUDED: return "excluded";
        case UNDERPIN_LEFT_OUT: return "left out";
        default: return "?";
    }
}

std::string fraction_text(underpin_int128 numerator, underpin_int128 denominator, int scale = 0) {
    return decimal_words(to_int128(numerator), scale) + " / " +
           decimal_words(to_int128(denominator), scale);
}

std::string answer_text(const underpin_answer& answer, const std::string& unit) {
    std::string out = "  value: " + value_text(answer);
    if (answer.state == UNDERPIN_VALUE) {
        out =
            "  value: " +
            quotient_words(to_int128(answer.value_numerator), to_int128(answer.value_denominator)) +
            " " + unit + ", exactly " + value_text(answer);
    }
    out += "\n";
    if (answer.has_fraction != 0) {
        out += "  fraction: " +
               fraction_text(answer.numerator, answer.denominator, answer.fraction_scale) + "\n";
    }
    if (answer.has_bounds != 0) {
        const auto bound = [](underpin_int128 n, underpin_int128 d) {
            return quotient_words(to_int128(n), to_int128(d));
        };
        out += "  bounds: " + bound(answer.down_numerator, answer.down_denominator) + " .. " +
               bound(answer.up_numerator, answer.up_denominator) + "\n";
    }
    out += "  counted " + std::to_string(answer.counted) + ", breaching " +
           std::to_string(answer.breaching) + ", pending " + std::to_string(answer.pending) +
           ", excluded " + std::to_string(answer.excluded) + "\n";
    if (answer.forced_met != 0) out += "  met whatever the target says\n";
    if (answer.changes_at != UNDERPIN_ABSENT) {
        out += "  changes at: " + instant_text(answer.changes_at) + "\n";
    }
    return out;
}

std::string verdict_text(const Told& told, const std::string& key) {
    std::string out = "  - " + key + ": " + verdict_name(told.verdict) + ", " + told.reason;
    if (told.amount != 0) out += ", " + duration_words(told.amount);
    if (told.limit != UNDERPIN_ABSENT) out += ", limit " + duration_words(told.limit);
    if (told.group != UNDERPIN_ABSENT) out += ", group " + std::to_string(told.group);
    return out + "\n";
}

std::string play_node(const YAML::Node& node, const std::string& scorer_name) {
    const auto setting = setting_of(node);
    std::vector<Row> rows;
    std::vector<std::string> keys;  // of the rows that have begun by as_of, as the bench keeps them
    for (const auto& item : node["evidence"]) {
        rows.push_back(row_of(item));
        if (rows.back().start.value_or(0) <= setting.as_of) keys.push_back(rows.back().key);
    }
    std::vector<Cell> cells;
    for (const auto& item : node["periods"]) {
        Cell cell;
        cell.from = instant(item[0].as<std::string>());
        cell.period_to = instant(item[1].as<std::string>());
        cell.to = std::min(cell.period_to, setting.as_of);
        cells.push_back(cell);
    }
    const Scorer scorer(scorer_name);
    const Instance instance(scorer, node["with"] ? json_of(node["with"]) : "{}", setting.calendar);
    if (!instance.failure().empty()) return "refused: " + instance.failure() + "\n";
    const auto outcome = instance.measure(setting, rows, cells, true);
    if (outcome.result != UNDERPIN_OK) return "failed: " + outcome.message + "\n";
    std::string out;
    for (std::size_t c = 0; c < cells.size(); ++c) {
        out += instant_text(cells[c].from) + " .. " + instant_text(cells[c].to) + "\n";
        out += answer_text(outcome.answers[c], instance.unit());
        for (const auto& told : outcome.verdicts) {
            if (told.cell == c) out += verdict_text(told, keys.at(told.row));
        }
        for (const auto& step : outcome.steps) {
            if (step.cell == c) out += "  " + step.label + ": " + step.text + "\n";
        }
    }
    return out;
}

}  // namespace

std::string play(const std::filesystem::path& yaml, const std::string& scorer) {
    try {
        return play_node(YAML::LoadFile(yaml.string()), scorer);
    } catch (const std::exception& error) {
        throw std::runtime_error(yaml.string() + ": " + error.what());
    }
}

}  // namespace underpin::bench

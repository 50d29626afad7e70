#include "table.hpp"

#include <algorithm>

#include "text.hpp"

namespace csv {
namespace {

using underpin::configuration_error;

constexpr std::size_t none = SIZE_MAX;

std::string quoted(std::string_view text) { return "\"" + std::string(text) + "\""; }

void make_builder(Target& target, underpin::Batch& batch) {
    switch (target.type) {
        case UNDERPIN_INSTANT: target.instants = &batch.instants(target.name); break;
        case UNDERPIN_DECIMAL: target.decimals = &batch.decimals(target.name, target.scale); break;
        case UNDERPIN_PAUSES: target.pauses = &batch.pauses(target.name); break;
        default: target.text = &batch.text(target.name);
    }
}

}  // namespace

std::vector<Target> make_targets(const Settings& settings, underpin::Batch& batch) {
    std::vector<Target> targets;
    const auto add = [&](std::string name, std::int32_t type, int scale, bool required) {
        Target target;
        target.name = std::move(name);
        target.type = type;
        target.scale = scale;
        target.required = required;
        const auto values = settings.values.find(target.name);
        if (values != settings.values.end()) target.values = &values->second;
        make_builder(target, batch);
        targets.push_back(std::move(target));
    };
    for (const Field& field : fields_of(settings.shape)) {
        add(std::string(field.name), field.type, field.scale, field.required);
    }
    for (const std::string& attribute : settings.attributes) {
        const bool twice = std::ranges::any_of(
            targets, [&](const Target& target) { return target.name == attribute; });
        if (!twice) add(attribute, UNDERPIN_TEXT, 0, false);
    }
    return targets;
}

Table::Table(const Settings& settings, const TimeReader& times, underpin::Batch& batch,
             std::vector<Target>& targets, const std::string& file,
             const std::vector<std::string_view>& header)
    : settings_(settings), times_(times), batch_(batch), targets_(targets), width_(header.size()) {
    std::vector<std::string> names;
    for (const std::string_view cell : header) names.emplace_back(trim(cell));
    bind(file, names);
}

std::size_t Table::find(const std::string& file, const std::vector<std::string>& header,
                        const std::string& name, const std::string& use) const {
    const auto first = std::ranges::find(header, name);
    if (first == header.end()) {
        std::string words =
            file + " has no column " + quoted(name) + use + "; it has: " + join(header);
        const std::string near = did_you_mean(name, header);
        if (!near.empty()) words += " (" + near + ")";
        if (header.size() == 1 && header[0].find_first_of(";,\t|") != std::string::npos) {
            words += " (one column: is the delimiter right?)";
        }
        throw configuration_error(words);
    }
    if (std::find(first + 1, header.end(), name) != header.end()) {
        throw configuration_error(file + " has the column " + quoted(name) + use +
                                  " more than once; rename one of them");
    }
    return static_cast<std::size_t>(first - header.begin());
}

std::size_t Table::need(std::size_t column, const std::string& header) {
    const auto known = std::ranges::find(needed_, column);
    if (known != needed_.end()) return static_cast<std::size_t>(known - needed_.begin());
    needed_.push_back(column);
    headers_.push_back(header);
    return needed_.size() - 1;
}

void Table::bind(const std::string& file, const std::vector<std::string>& header) {
    const auto has = [&](std::string_view name) {
        return std::ranges::find(header, name) != header.end();
    };
    const bool case_without_time =
        settings_.shape == UNDERPIN_SHAPE_CASE && !has("opened") && !has("due");
    for (Target& target : targets_) {
        std::string name = target.name, use;
        const bool attribute =
            std::ranges::find(settings_.attributes, name) != settings_.attributes.end();
        if (!attribute && settings_.columns.empty()) {
            const bool needed = target.required || (name == "opened" && case_without_time);
            if (!needed && !has(name)) continue;
        } else if (!attribute) {
            const auto mapped = std::ranges::find(settings_.columns, name,
                                                  &std::pair<std::string, std::string>::first);
            if (mapped == settings_.columns.end()) continue;
            use = name == mapped->second ? "" : " (columns." + name + ")";
            name = mapped->second;
        } else {
            use = " (attributes)";
        }
        const std::size_t cell = need(find(file, header, name, use), name);
        if (target.name == "key" && !attribute) {
            key_cell_ = cell;
            has_key_ = true;
        }
        bindings_.push_back({&target, cell});
    }
    if (!settings_.latest_per_key.empty()) {
        const std::string& name = settings_.latest_per_key;
        latest_cell_ = need(find(file, header, name, " (latest_per_key)"), name);
        if (settings_.shape == UNDERPIN_SHAPE_SAMPLE && settings_.columns.empty() && !has("key")) {
            static_cast<void>(find(file, header, "key", " (latest_per_key needs it)"));
        }
    }
}

std::string Table::put_decimal(const Target& target, std::string_view cell) {
    const underpin::ParsedDecimal parsed = underpin::parse_decimal(cell, target.scale);
    switch (parsed.fault) {
        case underpin::DecimalFault::none: break;
        case underpin::DecimalFault::too_many_places:
            return "has more than " + std::string(target.scale == 6 ? "six" : "nine") + " decimals";
        case underpin::DecimalFault::too_large: return "is too large a number";
        case underpin::DecimalFault::malformed:
            return cell.find(',') != std::string_view::npos
                       ? "is not a number: write it with a point and without separators"
                       : "is not a number";
    }
    target.decimals->set(parsed.units);
    return {};
}

std::string Table::put(const Target& target, std::string_view cell) {
    switch (target.type) {
        case UNDERPIN_TEXT: target.text->set(cell); return {};
        case UNDERPIN_DECIMAL: return put_decimal(target, trim(cell));
        case UNDERPIN_PAUSES: {
            const auto pauses = read_pauses(times_, trim(cell));
            if (!pauses) return "is not a list of ISO 8601 intervals (from/to;from/to)";
            for (const Pause& pause : *pauses) target.pauses->add(pause.from, pause.to);
            return {};
        }
        default: {
            const auto time = times_.read(trim(cell));
            if (!time) return times_.expectation();
            target.instants->set(time->ms, time->is_date);
            if (target.name == "opened" || target.name == "at") row_start_ = time->ms;
            if (target.name == "due") row_due_ = time->ms;
            return {};
        }
    }
}

void Table::add(const Cells& cells, std::int64_t line, underpin::Sink& sink) {
    row_start_ = row_due_ = UNDERPIN_ABSENT;
    for (const Binding& binding : bindings_) {
        const Target& target = *binding.target;
        std::string_view cell = cells[binding.cell];
        bool missing = settings_.is_missing(cell);
        if (!missing && target.values != nullptr) {
            const auto mapped = target.values->find(cell);
            if (mapped != target.values->end()) cell = mapped->second;
            missing = cell.empty();
        }
        std::string reason;
        if (missing && target.required) reason = "is missing";
        if (!missing) reason = put(target, cell);
        if (!reason.empty()) {
            batch_.drop_row();
            sink.reject(line, headers_[binding.cell], cells[binding.cell], reason);
            return;
        }
    }
    batch_.end_row(line);
    if (row_start_ != UNDERPIN_ABSENT) starts.add(row_start_);
    if (row_due_ != UNDERPIN_ABSENT) dues.add(row_due_);
}

}  // namespace csv

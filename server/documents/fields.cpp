#include "documents/fields.h"

#include "base/time_zone.h"
#include "documents/json_text.h"

namespace underpin {
namespace {

// Stands for a map that is absent or that the schema has refused; nothing more is said about it.
const Node& empty_map() {
    static const Node empty = Node::of_map();
    return empty;
}

}  // namespace

Fields::Fields(const Node& node, Path path, Conversion& conversion)
    : node_(&node), path_(std::move(path)), conversion_(&conversion) {}

const Node* Fields::find(const std::string& key) const {
    const Node* found = node_->find(key);
    return found == nullptr || found->is(Node::Type::null) ? nullptr : found;
}

const Node* Fields::scalar(const std::string& key) const {
    const Node* found = find(key);
    const bool usable =
        found != nullptr && !found->is(Node::Type::list) && !found->is(Node::Type::map);
    return usable ? found : nullptr;
}

Place Fields::place(const std::string& key) const {
    const Node* found = key.empty() ? nullptr : node_->find(key);
    return (found ? found : node_)->place(to_string(key.empty() ? path_ : path_ / key));
}

void Fields::fail(const std::string& key, std::string message, std::string hint) const {
    if (node_ == &empty_map()) return;
    conversion_->errors.push_back(
        {ErrorClass::input, std::move(message), std::move(hint), place(key)});
}

void Fields::fail(const std::string& key, const Error& error) const {
    fail(key, error.message, error.hint);
}

void Fields::warn(const std::string& key, std::string message, std::string hint) const {
    if (node_ == &empty_map()) return;
    conversion_->warnings.push_back(
        {ErrorClass::input, std::move(message), std::move(hint), place(key)});
}

std::string Fields::text(const std::string& key, std::string fallback) const {
    return maybe_text(key).value_or(std::move(fallback));
}

std::optional<std::string> Fields::maybe_text(const std::string& key) const {
    const Node* found = scalar(key);
    if (found == nullptr) return std::nullopt;
    return found->text;
}

std::optional<int> Fields::integer(const std::string& key) const {
    const Node* found = scalar(key);
    constexpr std::size_t digits = 9;
    if (found == nullptr || !found->is(Node::Type::number)) return std::nullopt;
    if (found->text.size() > digits) return std::nullopt;  // the schema's maximum refused it
    if (found->text.find_first_of(".eE") != std::string::npos) return std::nullopt;
    return std::stoi(found->text);
}

int Fields::integer(const std::string& key, int fallback) const {
    return integer(key).value_or(fallback);
}

bool Fields::boolean(const std::string& key, bool fallback) const {
    const Node* found = scalar(key);
    if (found == nullptr || !found->is(Node::Type::boolean)) return fallback;
    return found->text == "true";
}

std::optional<Date> Fields::date(const std::string& key) const {
    const Node* found = scalar(key);
    if (found == nullptr) return std::nullopt;
    const Result<Date> date = parse_date(found->text);
    if (date) return *date;
    fail(key, date.error());
    return std::nullopt;
}

std::optional<Instant> Fields::instant(const std::string& key) const {
    const Node* found = scalar(key);
    if (found == nullptr) return std::nullopt;
    const Result<Instant> instant = parse_instant(found->text);
    if (instant) return *instant;
    fail(key, instant.error());
    return std::nullopt;
}

std::optional<Decimal> Fields::decimal(const std::string& key) const {
    const Node* found = scalar(key);
    if (found == nullptr) return std::nullopt;
    Result<Decimal> decimal = Decimal::parse(found->text);
    if (decimal) return *decimal;
    fail(key, decimal.error());
    return std::nullopt;
}

std::optional<Decimal> Fields::percent(const std::string& key) const {
    std::optional<Decimal> value = decimal(key);
    if (value && (value->to_rational() < 0 || value->to_rational() > 100)) {
        fail(key, "found " + describe(*find(key)) + ", expected a percentage from 0 to 100");
        return std::nullopt;
    }
    return value;
}

std::optional<Money> Fields::money(const std::string& key, const Currency& in) const {
    const Node* found = scalar(key);
    if (found == nullptr) return std::nullopt;
    const Result<Money> money = Money::parse(found->text, in);
    if (money) return *money;
    fail(key, money.error());
    return std::nullopt;
}

std::optional<Money> Fields::amount(const std::string& key) const {
    const std::optional<Decimal> value = decimal(key);
    if (!value) return std::nullopt;
    return money(key, Currency{"", value->scale()});
}

std::vector<std::string> Fields::texts(const std::string& key) const {
    std::vector<std::string> texts;
    const Node* found = find(key);
    if (found == nullptr) return texts;
    for (const Node& item : found->items) texts.push_back(item.text);
    return texts;
}

std::map<std::string, std::string> Fields::text_map(const std::string& key) const {
    std::map<std::string, std::string> texts;
    const Node* found = find(key);
    if (found == nullptr) return texts;
    for (const NodeEntry& entry : found->entries) texts[entry.key] = entry.value.text;
    return texts;
}

Fields Fields::map(const std::string& key) const {
    const Node* found = find(key);
    const bool usable = found != nullptr && found->is(Node::Type::map);
    return {usable ? *found : empty_map(), path_ / key, *conversion_};
}

std::vector<Fields> Fields::list(const std::string& key) const {
    std::vector<Fields> fields;
    const Node* found = find(key);
    if (found == nullptr) return fields;
    for (std::size_t i = 0; i < found->items.size(); ++i) {
        fields.emplace_back(found->items[i], path_ / key / i, *conversion_);
    }
    return fields;
}

std::optional<Term> read_term(const Fields& fields, const std::string& key) {
    if (!fields.has(key)) return std::nullopt;
    const Fields term = fields.map(key);
    const auto from = term.date("from");
    const auto to = term.date("to");
    if (from && to && *to <= *from) {
        term.fail("to", "the term ends before it starts", "to is the first day after the term");
    }
    return Term{from.value_or(Date{}), to};
}

std::optional<Clause> read_clause(const Fields& fields) {
    if (!fields.has("clause")) return std::nullopt;
    const Fields clause = fields.map("clause");
    return Clause{clause.text("document"), clause.text("ref"), clause.text("text")};
}

std::optional<ClaimTerms> read_claim(const Fields& fields) {
    if (!fields.has("claim")) return std::nullopt;
    const Fields claim = fields.map("claim");
    ClaimTerms terms;
    const std::string mode = claim.text("mode", "request");
    terms.mode = mode == "set_off"     ? ClaimMode::set_off
                 : mode == "automatic" ? ClaimMode::automatic
                                       : ClaimMode::request;
    if (!claim.has("within")) return terms;
    const Fields within = claim.map("within");
    terms.days = within.integer("days");
    terms.working_days = within.integer("working_days");
    terms.billing_periods = within.integer("billing_periods");
    terms.calendar = within.text("calendar");
    int named = 0;
    for (const char* key : {"days", "working_days", "billing_periods"}) named += within.has(key);
    if (named != 1) {
        within.fail("", "expected exactly one of days, working_days and billing_periods");
    }
    if (within.has("working_days") && !within.has("calendar")) {
        within.fail("calendar", "calendar is missing",
                    "name the calendar whose open days are working days");
    }
    if (within.has("calendar") && !within.has("working_days")) {
        within.fail("calendar", "a calendar is only for working_days", "remove it");
    }
    return terms;
}

std::string read_time_zone(const Fields& fields, std::string fallback) {
    if (!fields.has("time_zone")) return fallback;
    const std::string name = fields.text("time_zone");
    if (const auto zone = TimeZone::find(name); !zone) fields.fail("time_zone", zone.error());
    return name;
}

}  // namespace underpin

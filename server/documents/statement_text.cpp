#include "documents/statement_text.h"

#include <nlohmann/json.hpp>

namespace underpin {

namespace {

using Json = nlohmann::ordered_json;

// ---- exact values

Json exact_rational(const std::optional<Rational>& value) {
    if (!value) return nullptr;
    return boost::multiprecision::numerator(*value).str() + "/" +
           boost::multiprecision::denominator(*value).str();
}

std::optional<Rational> read_rational(const Json& json) {
    if (json.is_null()) return std::nullopt;
    const auto& text = json.get_ref<const std::string&>();
    const auto slash = text.find('/');
    return make_rational(Integer(text.substr(0, slash)), Integer(text.substr(slash + 1)));
}

Json text_or_null(const std::optional<std::string>& text) {
    return text ? Json(*text) : Json(nullptr);
}

std::optional<std::string> read_optional_text(const Json& json) {
    if (json.is_null()) return std::nullopt;
    return json.get<std::string>();
}

Json exact_money(const Money& money) { return {money.minor, money.currency.code}; }

Money read_money(const Json& json) {
    return {json.at(0).get<std::int64_t>(),
            require(Currency::find(json.at(1).get_ref<const std::string&>()))};
}

Json exact_span(const Span& span) { return {span.from.ms, span.to.ms}; }

Span read_span(const Json& json) {
    return {Instant{json.at(0).get<std::int64_t>()}, Instant{json.at(1).get<std::int64_t>()}};
}

Json exact_date(Date date) { return format_date(date); }
Date read_date(const Json& json) { return require(parse_date(json.get_ref<const std::string&>())); }

Decimal read_decimal(const Json& json) {
    return require(Decimal::parse(json.get_ref<const std::string&>()));
}

Json exact_fraction(const std::optional<Fraction>& fraction) {
    if (!fraction) return nullptr;
    return {to_integer(fraction->numerator).str(), to_integer(fraction->denominator).str(),
            fraction->scale};
}

std::optional<Fraction> read_fraction(const Json& json) {
    if (json.is_null()) return std::nullopt;
    const auto side = [&](std::size_t i) {
        return Integer(json.at(i).get<std::string>()).convert_to<Int128>();
    };
    return Fraction{side(0), side(1), json.at(2).get<int>()};
}

Json exact_target(const std::optional<Target>& target) {
    if (!target) return nullptr;
    return {{"at_least", target->at_least},
            {"value", exact_rational(target->value)},
            {"text", target->text}};
}

Target read_target(const Json& json) {
    return {json.at("at_least").get<bool>(), *read_rational(json.at("value")),
            json.at("text").get<std::string>()};
}

Status read_status(const Json& json) {
    const auto& name = json.get_ref<const std::string&>();
    for (const auto status : {Status::met, Status::breached, Status::undetermined,
                              Status::no_events, Status::no_data}) {
        if (name == status_name(status)) return status;
    }
    throw Json::other_error::create(501, "no status: " + name, &json);
}

CreditStatus read_credit_status(const Json& json) {
    const auto& name = json.get_ref<const std::string&>();
    for (const auto status : {CreditStatus::provisional, CreditStatus::proposed,
                              CreditStatus::lapsed, CreditStatus::overdue}) {
        if (name == credit_status_name(status)) return status;
    }
    throw Json::other_error::create(501, "no status of a credit: " + name, &json);
}

template <typename Items, typename ToJson>
Json exact_array(const Items& items, ToJson to_json) {
    Json array = Json::array();
    for (const auto& item : items) array.push_back(to_json(item));
    return array;
}

// ---- scorecards

Json exact_part(const Measurement& part) {
    return {{"part", exact_span(part.part)},
            {"open", part.open},
            {"status", status_name(part.status)},
            {"value", exact_rational(part.value)},
            {"score", exact_rational(part.score)},
            {"provisional", part.provisional},
            {"counted", part.measured.counted},
            {"breaching", part.measured.breaching},
            {"coverage", exact_rational(part.measured.coverage)},
            {"breaching_keys", part.measured.breaching_keys},
            {"version", part.version}};
}

Json exact_result(const ObjectiveResult& result) {
    return {{"objective", result.objective},
            {"name", result.name},
            {"metric", result.metric},
            {"unit", result.unit},
            {"category", text_or_null(result.category)},
            {"target", exact_target(result.target)},
            {"floor", exact_target(result.floor)},
            {"weight", result.weight.to_string()},
            {"status", status_name(result.status)},
            {"value", exact_rational(result.value)},
            {"fraction", exact_fraction(result.fraction)},
            {"coverage", exact_rational(result.coverage)},
            {"score", exact_rational(result.score)},
            {"provisional", result.provisional},
            {"counted", result.counted},
            {"breaching", result.breaching},
            {"pending", result.pending},
            {"excluded", result.excluded},
            {"dropped", result.dropped},
            {"version", result.version},
            {"parts", exact_array(result.parts, exact_part)}};
}

Json exact_agreement(const AgreementScore& agreement) {
    return {{"agreement", agreement.agreement},
            {"name", agreement.name},
            {"time_zone", agreement.time_zone},
            {"period", agreement.period},
            {"range", exact_span(agreement.range)},
            {"weight", agreement.weight.to_string()},
            {"score", exact_rational(agreement.score)},
            {"objectives", exact_array(agreement.objectives, exact_result)}};
}

Json exact_total(const CreditTotal& total) {
    return {{"total", exact_money(total.total)}, {"capped", total.capped}};
}

CreditTotal read_total(const Json& json) {
    return {read_money(json.at("total")), json.at("capped").get<bool>()};
}

Measurement read_part(const Json& json, const ObjectiveResult& result, Instant as_of) {
    Measurement part;
    part.agreement = result.agreement;
    part.objective = result.objective;
    part.metric = result.metric;
    part.unit = result.unit;
    part.period = result.period;
    part.range = result.range;
    part.part = read_span(json.at("part"));
    part.open = json.at("open").get<bool>();
    part.status = read_status(json.at("status"));
    part.value = read_rational(json.at("value"));
    part.score = read_rational(json.at("score"));
    json.at("provisional").get_to(part.provisional);
    part.measured.counted = json.at("counted").get<std::int64_t>();
    part.measured.breaching = json.at("breaching").get<std::int64_t>();
    part.measured.coverage = read_rational(json.at("coverage"));
    json.at("breaching_keys").get_to(part.measured.breaching_keys);
    part.version = json.at("version").get<int>();
    part.as_of = as_of;
    return part;
}

void read_counts(const Json& json, ObjectiveResult& result) {
    json.at("counted").get_to(result.counted);
    json.at("breaching").get_to(result.breaching);
    json.at("pending").get_to(result.pending);
    json.at("excluded").get_to(result.excluded);
    json.at("dropped").get_to(result.dropped);
    json.at("version").get_to(result.version);
}

ObjectiveResult read_result(const Json& json, const AgreementScore& agreement, Instant as_of) {
    ObjectiveResult result;
    result.agreement = agreement.agreement;
    result.period = agreement.period;
    result.range = agreement.range;
    result.as_of = as_of;
    json.at("objective").get_to(result.objective);
    json.at("name").get_to(result.name);
    json.at("metric").get_to(result.metric);
    json.at("unit").get_to(result.unit);
    result.category = read_optional_text(json.at("category"));
    result.target = read_target(json.at("target"));
    if (!json.at("floor").is_null()) result.floor = read_target(json.at("floor"));
    result.weight = read_decimal(json.at("weight"));
    result.status = read_status(json.at("status"));
    result.value = read_rational(json.at("value"));
    result.fraction = read_fraction(json.at("fraction"));
    result.coverage = read_rational(json.at("coverage"));
    result.score = read_rational(json.at("score"));
    json.at("provisional").get_to(result.provisional);
    read_counts(json, result);
    for (const auto& part : json.at("parts")) {
        result.parts.push_back(read_part(part, result, as_of));
    }
    return result;
}

AgreementScore read_agreement(const Json& json, Instant as_of) {
    AgreementScore agreement;
    json.at("agreement").get_to(agreement.agreement);
    json.at("name").get_to(agreement.name);
    json.at("time_zone").get_to(agreement.time_zone);
    json.at("period").get_to(agreement.period);
    agreement.range = read_span(json.at("range"));
    agreement.weight = read_decimal(json.at("weight"));
    agreement.score = read_rational(json.at("score"));
    for (const auto& result : json.at("objectives")) {
        agreement.objectives.push_back(read_result(result, agreement, as_of));
    }
    return agreement;
}

SupplierScorecard read_card(const Json& json) {
    SupplierScorecard card;
    json.at("supplier").get_to(card.supplier);
    json.at("name").get_to(card.name);
    json.at("period").get_to(card.period);
    card.as_of = Instant{json.at("as_of").get<std::int64_t>()};
    card.score = read_rational(json.at("score"));
    card.grade = read_optional_text(json.at("grade"));
    for (const auto& category : json.at("categories")) {
        card.categories.push_back(
            {read_optional_text(category.at("category")), read_rational(category.at("score"))});
    }
    for (const auto& agreement : json.at("agreements")) {
        card.agreements.push_back(read_agreement(agreement, card.as_of));
    }
    for (const auto& total : json.at("credits")) card.credits.push_back(read_total(total));
    json.at("notes").get_to(card.notes);
    return card;
}

// ---- credits

Json exact_share(const PointsShare& share) {
    return {{"objective", share.objective},
            {"band", text_or_null(share.band)},
            {"points", exact_rational(share.points)},
            {"repeat", share.repeat}};
}

Json exact_measurement_id(const MeasurementId& id) {
    return {{"objective", id.objective},
            {"period", id.period},
            {"part_from", id.part_from.ms},
            {"version", id.version}};
}

Json exact_line(const CreditLine& line) {
    return {{"agreement", line.agreement},
            {"contract", line.contract},
            {"objective", text_or_null(line.objective)},
            {"period", line.period},
            {"first", exact_date(line.first)},
            {"last", exact_date(line.last)},
            {"scheme", line.scheme},
            {"base", exact_money(line.base)},
            {"rule", line.rule},
            {"points", exact_rational(line.points)},
            {"objectives", exact_array(line.objectives, exact_share)},
            {"earns_back", text_or_null(line.earns_back)},
            {"exact", exact_rational(line.exact)},
            {"rounded", exact_money(line.rounded)},
            {"amount", exact_money(line.amount)},
            {"capped_from", line.capped_from ? exact_money(*line.capped_from) : Json(nullptr)},
            {"capped_by", line.capped_by},
            {"steps", line.steps},
            {"measurements", exact_array(line.measurements, exact_measurement_id)},
            {"standing", credit_status_name(line.status)},
            {"claim_by", line.claim_by ? exact_date(*line.claim_by) : Json(nullptr)}};
}

Json exact_trigger(const RaisedTrigger& trigger) {
    Json clause = nullptr;
    if (trigger.clause) {
        clause = {trigger.clause->document, trigger.clause->ref, trigger.clause->text};
    }
    return {{"trigger", trigger.name},          {"agreement", trigger.agreement},
            {"objective", trigger.objective},   {"period", trigger.period},
            {"last", exact_date(trigger.last)}, {"because", trigger.because},
            {"clause", std::move(clause)}};
}

void read_shares(const Json& json, CreditLine& line) {
    for (const auto& share : json.at("objectives")) {
        line.objectives.push_back(
            {share.at("objective").get<std::string>(), read_optional_text(share.at("band")),
             *read_rational(share.at("points")), share.at("repeat").get<bool>()});
    }
    for (const auto& id : json.at("measurements")) {
        line.measurements.push_back(
            {id.at("objective").get<std::string>(), id.at("period").get<std::string>(),
             Instant{id.at("part_from").get<std::int64_t>()}, id.at("version").get<int>()});
    }
}

CreditLine read_line(const Json& json) {
    CreditLine line;
    json.at("agreement").get_to(line.agreement);
    json.at("contract").get_to(line.contract);
    line.objective = read_optional_text(json.at("objective"));
    json.at("period").get_to(line.period);
    line.first = read_date(json.at("first"));
    line.last = read_date(json.at("last"));
    json.at("scheme").get_to(line.scheme);
    line.base = read_money(json.at("base"));
    json.at("rule").get_to(line.rule);
    line.points = read_rational(json.at("points"));
    line.earns_back = read_optional_text(json.at("earns_back"));
    line.exact = *read_rational(json.at("exact"));
    line.rounded = read_money(json.at("rounded"));
    line.amount = read_money(json.at("amount"));
    if (!json.at("capped_from").is_null()) line.capped_from = read_money(json.at("capped_from"));
    json.at("capped_by").get_to(line.capped_by);
    json.at("steps").get_to(line.steps);
    line.status = read_credit_status(json.at("standing"));
    if (!json.at("claim_by").is_null()) line.claim_by = read_date(json.at("claim_by"));
    read_shares(json, line);
    return line;
}

RaisedTrigger read_trigger(const Json& json) {
    RaisedTrigger trigger;
    json.at("trigger").get_to(trigger.name);
    json.at("agreement").get_to(trigger.agreement);
    json.at("objective").get_to(trigger.objective);
    json.at("period").get_to(trigger.period);
    trigger.last = read_date(json.at("last"));
    json.at("because").get_to(trigger.because);
    const auto& clause = json.at("clause");
    if (!clause.is_null()) {
        trigger.clause = Clause{clause.at(0).get<std::string>(), clause.at(1).get<std::string>(),
                                clause.at(2).get<std::string>()};
    }
    return trigger;
}

SupplierCredits read_credits(const Json& json) {
    SupplierCredits credits;
    json.at("supplier").get_to(credits.supplier);
    for (const auto& line : json.at("lines")) credits.lines.push_back(read_line(line));
    for (const auto& trigger : json.at("triggers")) {
        credits.triggers.push_back(read_trigger(trigger));
    }
    for (const auto& total : json.at("totals")) credits.totals.push_back(read_total(total));
    json.at("notes").get_to(credits.notes);
    return credits;
}

template <typename Read>
auto read_statement_text(std::string_view text, Read read) -> Result<decltype(read(Json()))> {
    try {
        return read(Json::parse(text));
    } catch (const std::exception& problem) {
        return Error{ErrorClass::data,
                     std::string("a stored statement is damaged: ") + problem.what(),
                     "run `underpin doctor`",
                     {}};
    }
}

void erase_everywhere(nlohmann::json& json, const std::vector<const char*>& keys) {
    if (json.is_object()) {
        for (const auto* key : keys) json.erase(key);
    }
    if (!json.is_structured()) return;
    for (auto& inner : json) erase_everywhere(inner, keys);
}

}  // namespace

std::string scorecard_text(const SupplierScorecard& card) {
    const auto category = [](const CategoryScore& one) {
        return Json{{"category", text_or_null(one.category)}, {"score", exact_rational(one.score)}};
    };
    return Json{{"supplier", card.supplier},
                {"name", card.name},
                {"period", card.period},
                {"as_of", card.as_of.ms},
                {"score", exact_rational(card.score)},
                {"grade", text_or_null(card.grade)},
                {"categories", exact_array(card.categories, category)},
                {"agreements", exact_array(card.agreements, exact_agreement)},
                {"credits", exact_array(card.credits, exact_total)},
                {"notes", card.notes}}
        .dump();
}

std::string credits_text(const SupplierCredits& credits) {
    return Json{{"supplier", credits.supplier},
                {"lines", exact_array(credits.lines, exact_line)},
                {"triggers", exact_array(credits.triggers, exact_trigger)},
                {"totals", exact_array(credits.totals, exact_total)},
                {"notes", credits.notes}}
        .dump();
}

std::string credit_line_text(const CreditLine& line) { return exact_line(line).dump(); }

Result<SupplierScorecard> scorecard_of_text(std::string_view text) {
    return read_statement_text(text, read_card);
}

Result<SupplierCredits> credits_of_text(std::string_view text) {
    return read_statement_text(text, read_credits);
}

nlohmann::json comparable(std::string_view text, Compared what) {
    auto json = nlohmann::json::parse(text);
    // Versions number what is compared; notes tell of imports that were under way.
    erase_everywhere(json, {"version", "notes"});
    if (what == Compared::numbers) erase_everywhere(json, {"as_of", "name", "steps", "standing"});
    return json;
}

}  // namespace underpin

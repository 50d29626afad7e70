#include "store/measurement_detail.h"

#include <nlohmann/json.hpp>

#include "store/evidence_text.h"
#include "store/run_rows.h"

namespace underpin {
namespace {

using nlohmann::json;

Failure damaged(std::string_view what) {
    return Failure({ErrorClass::data,
                    "a stored measurement is damaged: " + std::string(what),
                    "run `underpin doctor`",
                    {}});
}

void put(json& object, const char* name, const std::optional<Rational>& value) {
    if (value) object[name] = rational_text(*value);
}

std::optional<Rational> rational(const json& object, const char* name) {
    const auto found = object.find(name);
    if (found == object.end()) return std::nullopt;
    return rational_of(found->get_ref<const std::string&>());
}

void read_measured(const json& detail, Measured& measured) {
    if (const auto found = detail.find("fraction"); found != detail.end()) {
        measured.fraction = Fraction{int128_of(found->at(0).get_ref<const std::string&>()),
                                     int128_of(found->at(1).get_ref<const std::string&>()),
                                     found->at(2).get<int>()};
    }
    if (const auto value = rational(detail, "measured")) {
        measured.has_value = true;
        measured.value = *value;
    }
    measured.no_time = detail.at("no_time").get<bool>();
    measured.disputed = detail.at("disputed").get<bool>();
    measured.if_unseen_down = rational(detail, "if_unseen_down");
    measured.if_unseen_up = rational(detail, "if_unseen_up");
    measured.coverage = rational(detail, "coverage");
    measured.dropped = detail.at("dropped").get<std::int64_t>();
    measured.small_volume_met = detail.at("small_volume_met").get<bool>();
    measured.changes_at = Instant{detail.at("changes_at").get<std::int64_t>()};
    detail.at("breaching_keys").get_to(measured.breaching_keys);
    detail.at("breaching_incidents").get_to(measured.breaching_incidents);
}

}  // namespace

std::string rational_text(const Rational& value) {
    return boost::multiprecision::numerator(value).str() + "/" +
           boost::multiprecision::denominator(value).str();
}

Rational rational_of(std::string_view text) {
    const auto slash = text.find('/');
    if (slash == std::string_view::npos || slash == 0 || slash + 1 == text.size() ||
        text.find_first_not_of("0123456789-/") != std::string_view::npos) {
        throw damaged(text);
    }
    return make_rational(Integer(std::string(text.substr(0, slash))),
                         Integer(std::string(text.substr(slash + 1))));
}

Status status_of(std::string_view name) {
    for (const auto status : {Status::met, Status::breached, Status::undetermined,
                              Status::no_events, Status::no_data}) {
        if (name == status_name(status)) return status;
    }
    throw damaged(name);
}

Sha256 digest_of(std::string_view hex) {
    const auto bytes = from_hex_text(hex);
    Sha256 digest{};
    if (bytes.size() != digest.size()) throw damaged(hex);
    std::copy(bytes.begin(), bytes.end(), digest.begin());
    return digest;
}

std::string detail_text(const Measurement& m) {
    const auto& measured = m.measured;
    json detail;
    if (measured.fraction) {
        detail["fraction"] = {int128_text(measured.fraction->numerator),
                              int128_text(measured.fraction->denominator),
                              measured.fraction->scale};
    }
    if (measured.has_value) detail["measured"] = rational_text(measured.value);
    detail["no_time"] = measured.no_time;
    detail["disputed"] = measured.disputed;
    put(detail, "if_unseen_down", measured.if_unseen_down);
    put(detail, "if_unseen_up", measured.if_unseen_up);
    put(detail, "coverage", measured.coverage);
    detail["dropped"] = measured.dropped;
    detail["small_volume_met"] = measured.small_volume_met;
    detail["changes_at"] = measured.changes_at.ms;
    detail["breaching_keys"] = measured.breaching_keys;
    detail["breaching_incidents"] = measured.breaching_incidents;
    detail["provisional"] = m.provisional;
    detail["sources_seen"] = m.sources_seen;
    detail["reach"] = {m.reach.from.ms, m.reach.to.ms};
    detail["document_revisions"] = m.document_revisions;
    return detail.dump();
}

void read_detail(std::string_view text, Measurement& m) {
    try {
        const auto detail = json::parse(text);
        read_measured(detail, m.measured);
        detail.at("provisional").get_to(m.provisional);
        detail.at("sources_seen").get_to(m.sources_seen);
        // One that was stored before it was kept names every exclusion.
        m.reach = {Instant::min(), Instant::max()};
        if (const auto reach = detail.find("reach"); reach != detail.end()) {
            m.reach = {Instant{reach->at(0).get<std::int64_t>()},
                       Instant{reach->at(1).get<std::int64_t>()}};
        }
        detail.at("document_revisions").get_to(m.document_revisions);
    } catch (const json::exception& error) {
        throw damaged(error.what());
    }
}

}  // namespace underpin

#include "documents/thresholds.h"

#include <algorithm>

namespace underpin {
namespace {

int decimals_of(const std::string& text) {
    const std::size_t point = text.find('.');
    return point == std::string::npos ? 0 : static_cast<int>(text.size() - point - 1);
}

Rational last_decimal(int decimals) {
    Rational unit = 1;
    for (int i = 0; i < decimals; ++i) unit /= 10;
    return unit;
}

}  // namespace

Result<Quantity> parse_quantity(const std::string& text) {
    if (text.find_first_of("smhd") != std::string::npos) {
        const Result<Duration> duration = parse_duration(text);
        if (!duration) return duration.error();
        return Quantity{make_rational(Integer(duration->ms), Integer(1000)), text, 0, true};
    }
    const Result<Decimal> decimal = Decimal::parse(text);
    if (!decimal) return decimal.error();
    return Quantity{decimal->to_rational(), text, decimal->scale(), false};
}

std::optional<Quantity> read_quantity(const Fields& fields, const std::string& key) {
    const auto text = fields.maybe_text(key);
    if (!text) return std::nullopt;
    const Result<Quantity> quantity = parse_quantity(*text);
    if (quantity) return *quantity;
    fields.fail(key, quantity.error());
    return std::nullopt;
}

void check_quantity(const Fields& fields, const std::string& key, const Quantity& quantity,
                    const std::string& unit) {
    const std::string found = "found \"" + quantity.text + "\", ";
    if (quantity.duration && !unit.empty() && unit != "seconds") {
        fields.fail(key, found + "but the metric is measured in " + unit,
                    "write a number instead of a duration");
    } else if (unit == "percent" && (quantity.value < 0 || quantity.value > 100)) {
        fields.fail(key, found + "expected a percentage from 0 to 100");
    } else if ((unit == "seconds" || unit == "count") && quantity.value < 0) {
        fields.fail(key, found + "but the metric is never below 0");
    }
}

bool worse(bool at_least, const Rational& a, const Rational& b) { return at_least ? a < b : a > b; }

std::optional<Quantity> read_threshold(const Fields& step, const Target& target) {
    const char* right = target.at_least ? "below" : "above";
    const char* wrong = target.at_least ? "above" : "below";
    const char* side = target.at_least ? "at_least" : "at_most";
    if (step.has(wrong)) {
        step.fail(wrong, std::string(wrong) + " does not go with a target of " + side,
                  std::string("write ") + right);
        return std::nullopt;
    }
    if (!step.has(right)) {
        step.fail(right, std::string(right) + " is missing", "expected a number such as \"99.9\"");
        return std::nullopt;
    }
    return read_quantity(step, right);
}

bool leaves_room(const Target& target, const Quantity& mildest) {
    if (!worse(target.at_least, mildest.value, target.value)) return false;
    if (mildest.duration) return false;  // times are not published with decimals
    const Rational gap = target.at_least ? Rational(target.value - mildest.value)
                                         : Rational(mildest.value - target.value);
    return gap <= last_decimal(std::max(decimals_of(target.text), mildest.decimals));
}

}  // namespace underpin

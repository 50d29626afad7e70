#include "cli/render_value.h"

namespace underpin {
namespace {

constexpr int most_places = 15;

// The first number of places at which the shown value stands on the same side of the target.
template <typename Rounded>
int places_needed(const Rational& value, const Target& target, int at_least, Rounded rounded) {
    int places = at_least;
    while (places < most_places && meets(target, rounded(value, places)) != meets(target, value)) {
        ++places;
    }
    return places;
}

Rational half_even(const Rational& value, int places) {
    return round_to(value, places, RoundingMode::half_even);
}

bool is_whole(const Rational& value) { return denominator(value) == 1; }

}  // namespace

std::string seconds_text(const Rational& seconds, int places) {
    const Rational shown = half_even(seconds, places);
    if (shown < 0) return "-" + seconds_text(-shown, places);
    const Integer whole = floor_of(shown);
    const Integer hours = whole / 3600;
    const Integer minutes = whole / 60 % 60;
    const Rational rest = shown - Rational(hours * 3600 + minutes * 60);
    std::string text;
    if (hours > 0) text += hours.str() + "h";
    if (minutes > 0) text += (text.empty() ? "" : " ") + minutes.str() + "m";
    if (rest > 0 || text.empty()) text += (text.empty() ? "" : " ") + format_exact(rest) + "s";
    return text;
}

std::string value_text(const Rational& value, const std::string& unit, const Target& target,
                       int least_places) {
    if (unit == "seconds") {
        return seconds_text(value, places_needed(value, target, 0, half_even));
    }
    if (unit == "percent") {
        return format_fixed(value, places_needed(value, target, least_places, half_even)) + " %";
    }
    if (is_whole(value)) return format_exact(value);
    return format_fixed(value, places_needed(value, target, least_places, half_even));
}

std::string target_text(const Target& target, const std::string& unit) {
    const std::string side = target.at_least ? "≥ " : "≤ ";
    if (unit == "seconds") return side + seconds_text(target.value, is_whole(target.value) ? 0 : 3);
    return side + target.text + (unit == "percent" ? " %" : "");
}

std::string score_text(const std::optional<Rational>& score) {
    return score ? format_fixed(*score, 2) : "-";
}

std::string coverage_text(const std::optional<Rational>& coverage) {
    if (!coverage) return "-";
    if (*coverage >= 1) return "100 %";
    // Downwards, so that an incomplete coverage never reads as a complete one.
    const Rational percent = round_to(*coverage * 100, 1, RoundingMode::down);
    if (percent == 0 && *coverage > 0) return "< 0.1 %";
    return format_exact(percent) + " %";
}

Tone tone_of(Status status) {
    switch (status) {
        case Status::met: return Tone::good;
        case Status::breached: return Tone::bad;
        case Status::undetermined: return Tone::warning;
        case Status::no_events: return Tone::quiet;
        case Status::no_data: return Tone::warning;
    }
    return Tone::plain;
}

const char* status_words(Status status) {
    switch (status) {
        case Status::met: return "met";
        case Status::breached: return "breached";
        case Status::undetermined: return "undetermined";
        case Status::no_events: return "no events";
        case Status::no_data: return "no data";
    }
    return "";
}

Tone tone_of_grade(const std::optional<std::string>& grade) {
    if (!grade) return Tone::quiet;
    if (*grade == "A" || *grade == "B") return Tone::good;
    return *grade == "C" ? Tone::warning : Tone::bad;
}

}  // namespace underpin

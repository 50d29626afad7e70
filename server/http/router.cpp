#include "http/router.h"

#include <algorithm>

#include "base/text.h"
#include "work/scorecards.h"

namespace underpin {

namespace {

std::vector<std::string> segments_of(const std::string& path) {
    std::vector<std::string> segments;
    std::size_t from = path.empty() || path[0] != '/' ? 0 : 1;
    while (true) {
        const auto to = path.find('/', from);
        segments.push_back(path.substr(from, to == std::string::npos ? to : to - from));
        if (to == std::string::npos) return segments;
        from = to + 1;
    }
}

bool is_parameter(const std::string& segment) { return !segment.empty() && segment[0] == '{'; }

bool matches(const std::vector<std::string>& pattern, const std::vector<std::string>& segments) {
    for (std::size_t i = 0; i < pattern.size(); ++i) {
        if (is_parameter(pattern[i]) ? segments[i].empty() : pattern[i] != segments[i]) {
            return false;
        }
    }
    return true;
}

bool is_whole_number(const std::string& text) {
    return !text.empty() && text.size() <= 18 &&
           text.find_first_not_of("0123456789") == std::string::npos;
}

// What is wrong with a value; none: nothing.
std::optional<Error> fault_of(const Parameter& parameter, const std::string& value) {
    const auto wrong = [&](std::string message, std::string hint) {
        return Error{
            ErrorClass::input, std::move(message), std::move(hint), {"", 0, 0, parameter.name}};
    };
    switch (parameter.type) {
        case ParameterType::text:
        case ParameterType::id: break;
        case ParameterType::flag:
            if (value != "true" && value != "false") {
                return wrong("'" + value + "' is neither true nor false", "");
            }
            break;
        case ParameterType::integer:
            if (!is_whole_number(value)) {
                return wrong("'" + value + "' is not a whole number", "");
            }
            if (parameter.most > 0 && std::stoll(value) > parameter.most) {
                return wrong(value + " is more than " + std::to_string(parameter.most),
                             "ask for less, and for the rest with the cursor");
            }
            break;
        case ParameterType::instant:
            if (const auto read = parse_instant(value); !read) {
                return wrong(read.error().message, "write 2024-05-01T00:00:00Z");
            }
            break;
        case ParameterType::period:
            if (const auto read = days_of_label(value); !read) {
                return wrong(read.error().message, read.error().hint);
            }
            break;
        case ParameterType::choice:
            if (std::ranges::find(parameter.choices, value) == parameter.choices.end()) {
                return wrong("'" + value + "' is not one of " + join(parameter.choices, ", "), "");
            }
            break;
    }
    return std::nullopt;
}

}  // namespace

Router::Router(std::vector<Route> routes) : routes_(std::move(routes)) {
    for (std::size_t i = 0; i < routes_.size(); ++i) {
        auto segments = segments_of(routes_[i].path);
        by_length_[segments.size()].push_back({std::move(segments), i});
    }
    // Where a fixed word and a parameter both fit, the word wins.
    for (auto& [length, patterns] : by_length_) {
        std::ranges::stable_sort(patterns, {}, [](const Pattern& pattern) {
            return std::ranges::count_if(pattern.segments, is_parameter);
        });
    }
}

Router::Found Router::find(Request& request) const {
    Found found;
    const auto segments = segments_of(request.path);
    const auto patterns = by_length_.find(segments.size());
    if (patterns == by_length_.end()) return found;
    for (const auto& pattern : patterns->second) {
        if (!matches(pattern.segments, segments)) continue;
        const auto& route = routes_[pattern.route];
        const bool heads = request.method == "HEAD" && route.method == "GET";
        if (route.method != request.method && !heads) {
            found.allowed.push_back(route.method);
            continue;
        }
        for (std::size_t i = 0; i < segments.size(); ++i) {
            const auto& name = pattern.segments[i];
            if (is_parameter(name)) {
                request.path_parameters[name.substr(1, name.size() - 2)] = segments[i];
            }
        }
        found.route = &route;
        return found;
    }
    return found;
}

Errors Router::check_query(const Route& route, Request& request) {
    Errors errors;
    std::vector<std::string> known;
    for (const auto& parameter : route.in_query) known.push_back(parameter.name);
    for (const auto& [name, value] : request.query) {
        const auto at = std::ranges::find(route.in_query, name, &Parameter::name);
        if (at == route.in_query.end()) {
            const auto nearest = nearest_word(name, known);
            errors.push_back({ErrorClass::input,
                              "there is no parameter '" + name + "' here",
                              nearest         ? "did you mean " + *nearest + "?"
                              : known.empty() ? "it takes none"
                                              : "known are: " + join(known, ", "),
                              {"", 0, 0, name}});
        } else if (auto fault = fault_of(*at, value)) {
            errors.push_back(std::move(*fault));
        }
    }
    for (const auto& parameter : route.in_query) {
        if (request.query.contains(parameter.name)) continue;
        if (parameter.required) {
            errors.push_back({ErrorClass::input,
                              "the parameter '" + parameter.name + "' is missing",
                              "for example ?" + parameter.name + "=" + parameter.example,
                              {"", 0, 0, parameter.name}});
        } else if (!parameter.otherwise.empty()) {
            request.query[parameter.name] = parameter.otherwise;
        }
    }
    return errors;
}

}  // namespace underpin

#include "base/log.h"

#include <atomic>
#include <fmt/format.h>
#include <memory>
#include <spdlog/sinks/stdout_color_sinks.h>
#include <spdlog/spdlog.h>

namespace underpin {

namespace {

std::atomic<LogFormat> chosen_format{LogFormat::text};

spdlog::level::level_enum level_of(LogLevel level) {
    switch (level) {
        case LogLevel::debug: return spdlog::level::debug;
        case LogLevel::info: return spdlog::level::info;
        case LogLevel::warning: return spdlog::level::warn;
        case LogLevel::error: return spdlog::level::err;
    }
    return spdlog::level::info;
}

std::string in_quotes(std::string_view text) {
    std::string made = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\') {
            made += '\\';
            made += c;
        } else if (static_cast<unsigned char>(c) < 0x20) {
            made += fmt::format("\\u{:04x}", static_cast<unsigned>(c));
        } else {
            made += c;
        }
    }
    return made + '"';
}

std::string value_text(const LogField& field, bool always_quote) {
    if (const auto* number = std::get_if<std::int64_t>(&field.value)) {
        return std::to_string(*number);
    }
    const auto& text = std::get<std::string>(field.value);
    const bool is_plain = !text.empty() && text.find_first_of(" \"\\=\n\r\t") == std::string::npos;
    return is_plain && !always_quote ? text : in_quotes(text);
}

spdlog::logger& logger() {
    // Synchronous and never destroyed: the last line of a dying program is the interesting one.
    static auto* made =
        new spdlog::logger("underpin", std::make_shared<spdlog::sinks::stderr_color_sink_mt>());
    return *made;
}

}  // namespace

void configure_log(LogFormat format, LogLevel least) {
    chosen_format = format;
    logger().set_pattern(format == LogFormat::json
                             ? R"({"time":"%Y-%m-%dT%H:%M:%S.%eZ","level":"%l",%v})"
                             : "%Y-%m-%d %H:%M:%S.%e %^%-7l%$ %v",
                         spdlog::pattern_time_type::utc);
    logger().set_level(level_of(least));
    logger().flush_on(spdlog::level::debug);
    spdlog::set_default_logger(std::shared_ptr<spdlog::logger>(&logger(), [](spdlog::logger*) {}));
}

void log_event(LogLevel level, std::string_view event, std::initializer_list<LogField> fields) {
    const auto registered = spdlog::default_logger();
    if (registered.get() != &logger() || !logger().should_log(level_of(level))) return;
    const bool json = chosen_format == LogFormat::json;
    auto line = json ? "\"event\":" + in_quotes(event) : std::string(event);
    for (const auto& field : fields) {
        line += json ? ',' + in_quotes(field.name) + ':' : fmt::format(" {}=", field.name);
        line += value_text(field, json);
    }
    logger().log(level_of(level), line);
}

}  // namespace underpin

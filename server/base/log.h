// The program's log: one line an event, an event's name and its fields, as text for people or as
// JSON lines for machines. Any thread. Nothing is logged until configure_log() has been called:
// commands that print for people stay quiet.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <variant>

namespace underpin {

enum class LogLevel { debug, info, warning, error };
enum class LogFormat { text, json };

struct LogField {
    std::string_view name;
    std::variant<std::int64_t, std::string> value;
};

// To standard error. May be called again, to change level or format.
void configure_log(LogFormat format, LogLevel least);
void log_event(LogLevel level, std::string_view event, std::initializer_list<LogField> fields);

}  // namespace underpin

// Reads times as people write them: ISO 8601, or formats in the manner of strptime. Parsing is
// pure; turning a local time into an instant asks the host.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "underpin/host.hpp"

namespace csv {

// A clock face: a date, a time of day (up to 24:00), and the offset where one was written.
struct LocalTime {
    std::int64_t day = 0;  // since 1970-01-01
    std::int64_t ms = 0;
    std::optional<std::int64_t> offset_ms;
    bool is_date = false;  // no time of day was written
};

// 2024-03-01, 2024-03-01T10:00, 2024-03-01 10:00:00.123+01:00, 20240301T100000Z. All of the text.
[[nodiscard]] std::optional<LocalTime> parse_iso(std::string_view text);

// %d %e %m %Y %y %b %B %h %H %k %I %l %M %S %f %p %z %Z %a %A %T %R %D %F %n %t %%. Numbers need no
// leading zeros, names are English in any case, blanks match one or more blanks.
class TimeFormat {
  public:
    // Throws PluginError (UNDERPIN_CONFIGURATION) where the format cannot tell a date.
    explicit TimeFormat(std::string_view format);
    // All of the text must match.
    [[nodiscard]] std::optional<LocalTime> parse(std::string_view text) const;
    [[nodiscard]] const std::string& text() const { return text_; }

  private:
    std::string text_;
    std::string format_;  // with %T and its like written out
    bool has_time_ = false;
};

struct ReadTime {
    std::int64_t ms = 0;
    bool is_date = false;
};

class TimeReader {
  public:
    // No formats: ISO 8601.
    TimeReader(const underpin::Host& host, const std::vector<std::string>& formats);

    // Nothing where no format fits.
    [[nodiscard]] std::optional<ReadTime> read(std::string_view text) const;
    // The same without a word about local times that do not exist or are ambiguous.
    [[nodiscard]] std::optional<std::int64_t> read_quietly(std::string_view text) const;
    [[nodiscard]] std::optional<ReadTime> read_iso(std::string_view text) const;
    // "is not a time like %d/%m/%Y", for the reason of a reject.
    [[nodiscard]] const std::string& expectation() const { return expectation_; }

  private:
    [[nodiscard]] std::optional<LocalTime> parse(std::string_view text) const;
    [[nodiscard]] ReadTime instant_of(const LocalTime& local, bool quietly) const;

    underpin::Host host_;
    std::vector<TimeFormat> formats_;
    std::string expectation_;
};

// "from/to;from/to", ISO 8601; `to` may be a duration (PT2H), or empty or `..` for one that goes
// on.
struct Pause {
    std::int64_t from = 0, to = 0;  // to: UNDERPIN_ABSENT where it goes on
};
[[nodiscard]] std::optional<std::vector<Pause>> read_pauses(const TimeReader& times,
                                                            std::string_view text);

}  // namespace csv

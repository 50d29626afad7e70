// Writing CSV files the way that vendors' exports look: their delimiter, their dates, their
// encoding.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "base/result.h"
#include "work/demo/timeline.h"

namespace underpin::demo {

enum class Encoding { utf8, utf8_with_mark, latin1 };

struct CsvStyle {
    char delimiter = ',';
    Encoding encoding = Encoding::utf8;
    bool crlf = false;
};

// A file in memory; fields are quoted where RFC 4180 wants it.
class CsvText {
  public:
    explicit CsvText(std::vector<std::string> headers, CsvStyle style = {});
    void row(const std::vector<std::string>& fields);
    [[nodiscard]] std::size_t rows() const { return rows_; }
    [[nodiscard]] Result<void> save(const std::filesystem::path& path) const;

  private:
    CsvStyle style_;
    std::string text_;
    std::size_t rows_ = 0;
};

// Creates the folder, then the file.
[[nodiscard]] Result<void> save_text(const std::filesystem::path& path, std::string_view text);

// How exports write times and dates.
[[nodiscard]] std::string iso_utc(Minutes at);        // 2024-03-01T09:05:00Z
[[nodiscard]] std::string iso_local(Minutes at);      // 2024-03-01 09:05
[[nodiscard]] std::string day_first(Minutes at);      // 1/3/2024 09:05
[[nodiscard]] std::string month_first(Minutes at);    // 03/01/2024 09:05
[[nodiscard]] std::string dotted(Minutes at);         // 01.03.2024 09:05
[[nodiscard]] std::string day_month_name(Date date);  // 01-Mar-24
[[nodiscard]] std::string padded(std::int64_t number, std::size_t digits);
// A number of thousandths as a decimal: 4125 is "4.125".
[[nodiscard]] std::string thousandths(std::int64_t number);

}  // namespace underpin::demo

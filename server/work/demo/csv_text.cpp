#include "work/demo/csv_text.h"

#include <array>
#include <cassert>
#include <fstream>
#include <system_error>

namespace underpin::demo {

namespace {

std::string quoted(const std::string& field, char delimiter) {
    if (field.find_first_of(std::string("\"\r\n") + delimiter) == std::string::npos) return field;
    std::string text = "\"";
    for (const char letter : field) {
        if (letter == '"') text += '"';
        text += letter;
    }
    return text + '"';
}

// The demonstration's names only have letters that latin1 has: two bytes, C2 or C3.
std::string to_latin1(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto byte = static_cast<unsigned char>(text[i]);
        if (byte < 0x80) {
            out += text[i];
            continue;
        }
        assert((byte == 0xC2 || byte == 0xC3) && i + 1 < text.size());
        const auto next = static_cast<unsigned char>(text[++i]);
        out += static_cast<char>(byte == 0xC3 ? next + 0x40 : next);
    }
    return out;
}

struct Face {
    int year;
    unsigned month, day;
    std::int64_t hour, minute;
};

Face face_of(Minutes at) {
    const Date date = date_of(at);
    const date::year_month_day day{date};
    const Minutes in_day = at - midnight_of(date);
    return {static_cast<int>(day.year()), static_cast<unsigned>(day.month()),
            static_cast<unsigned>(day.day()), in_day / 60, in_day % 60};
}

std::string clock_of(const Face& face) {
    return padded(face.hour, 2) + ":" + padded(face.minute, 2);
}

}  // namespace

CsvText::CsvText(std::vector<std::string> headers, CsvStyle style) : style_(style) {
    row(headers);
    rows_ = 0;
}

void CsvText::row(const std::vector<std::string>& fields) {
    for (std::size_t i = 0; i < fields.size(); ++i) {
        if (i > 0) text_ += style_.delimiter;
        text_ += quoted(fields[i], style_.delimiter);
    }
    text_ += style_.crlf ? "\r\n" : "\n";
    ++rows_;
}

Result<void> CsvText::save(const std::filesystem::path& path) const {
    switch (style_.encoding) {
        case Encoding::latin1: return save_text(path, to_latin1(text_));
        case Encoding::utf8_with_mark: return save_text(path, "\xEF\xBB\xBF" + text_);
        case Encoding::utf8: break;
    }
    return save_text(path, text_);
}

Result<void> save_text(const std::filesystem::path& path, std::string_view text) {
    std::error_code problem;
    std::filesystem::create_directories(path.parent_path(), problem);
    std::ofstream file(path, std::ios::binary | std::ios::trunc);
    file.write(text.data(), static_cast<std::streamsize>(text.size()));
    file.close();
    if (problem || !file) {
        Error error;
        error.error_class = ErrorClass::input;
        error.message = "cannot write " + path.string();
        error.hint = "choose a folder that you may write to, with some megabytes free";
        return error;
    }
    return {};
}

std::string padded(std::int64_t number, std::size_t digits) {
    std::string text = std::to_string(number);
    if (text.size() < digits) text.insert(0, digits - text.size(), '0');
    return text;
}

std::string thousandths(std::int64_t number) {
    return std::to_string(number / 1000) + "." + padded(number % 1000, 3);
}

std::string iso_utc(Minutes at) {
    return format_date(date_of(at)) + "T" + clock_of(face_of(at)) + ":00Z";
}

std::string iso_local(Minutes at) { return format_date(date_of(at)) + " " + clock_of(face_of(at)); }

std::string day_first(Minutes at) {
    const Face face = face_of(at);
    return std::to_string(face.day) + "/" + std::to_string(face.month) + "/" +
           std::to_string(face.year) + " " + clock_of(face);
}

std::string month_first(Minutes at) {
    const Face face = face_of(at);
    return padded(face.month, 2) + "/" + padded(face.day, 2) + "/" + std::to_string(face.year) +
           " " + clock_of(face);
}

std::string dotted(Minutes at) {
    const Face face = face_of(at);
    return padded(face.day, 2) + "." + padded(face.month, 2) + "." + std::to_string(face.year) +
           " " + clock_of(face);
}

std::string day_month_name(Date date) {
    static constexpr std::array names = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                         "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const Face face = face_of(midnight_of(date));
    return padded(face.day, 2) + "-" + names[face.month - 1] + "-" + padded(face.year % 100, 2);
}

}  // namespace underpin::demo

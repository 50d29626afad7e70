#include "cli/render_table.h"

#include <algorithm>
#include <cassert>
#include <numeric>
#include <sstream>
#include <string_view>
#include <utility>

#include "base/text.h"

namespace underpin {
namespace {

constexpr std::size_t gap = 2;                  // blanks between columns
constexpr std::size_t narrowest_wrapping = 12;  // a wrapping column gets no narrower

const char* color_code(Tone tone) {
    switch (tone) {
        case Tone::plain: return "";
        case Tone::good: return "\x1b[32m";
        case Tone::bad: return "\x1b[1;31m";
        case Tone::warning: return "\x1b[33m";
        case Tone::quiet: return "\x1b[2m";
    }
    return "";
}

std::string blanks(std::size_t count) { return std::string(count, ' '); }

std::string line_of(std::size_t cells) {
    std::string line;
    for (std::size_t i = 0; i < cells; ++i) line += "─";
    return line;
}

void trim_right(std::string& line) {
    while (!line.empty() && line.back() == ' ') line.pop_back();
}

// The words of a text; "10 %" is one.
std::vector<std::string> words_of(const std::string& text) {
    std::vector<std::string> words;
    std::istringstream in(text);
    for (std::string word; in >> word;) {
        if (word.front() == '%' && !words.empty()) {
            words.back() += " " + word;
        } else {
            words.push_back(std::move(word));
        }
    }
    return words;
}

// The bytes of a long word that fit into `width` cells: up to a natural break where there is one,
// at least one character.
std::size_t split_at(const std::string& word, std::size_t width) {
    const auto ends_character = [&](std::size_t bytes) {
        return bytes >= word.size() || (static_cast<unsigned char>(word[bytes]) & 0xC0) != 0x80;
    };
    std::size_t fitting = 0;
    std::size_t natural = 0;
    for (std::size_t bytes = 1; bytes <= word.size(); ++bytes) {
        if (!ends_character(bytes)) continue;
        if (fitting > 0 && display_width(word.substr(0, bytes)) > width) break;
        fitting = bytes;
        if (std::string_view("/-_.,").find(word[bytes - 1]) != std::string_view::npos) {
            natural = bytes;
        }
    }
    return natural > 0 ? natural : fitting;
}

// One cell's text padded to its column; the colour stays inside of the padding.
std::string padded(const std::string& text, std::size_t width, Align align, Tone tone,
                   const RenderOptions& options) {
    const std::size_t taken = display_width(text);
    const std::string padding = blanks(taken < width ? width - taken : 0);
    const std::string shown = toned(text, tone, options);
    return align == Align::right ? padding + shown : shown + padding;
}

}  // namespace

std::string toned(const std::string& text, Tone tone, const RenderOptions& options) {
    if (!options.color || tone == Tone::plain || text.empty()) return text;
    return color_code(tone) + text + "\x1b[0m";
}

void Table::add(std::vector<std::string> cells, std::vector<Tone> tones) {
    assert(cells.size() == columns_.size());
    tones.resize(cells.size(), Tone::plain);
    rows_.push_back({std::move(cells), std::move(tones)});
}

std::vector<std::size_t> Table::widths(const RenderOptions& options, std::size_t margin) const {
    std::vector<std::size_t> widths;
    for (std::size_t i = 0; i < columns_.size(); ++i) {
        std::size_t width = display_width(columns_[i].title);
        for (const Row& row : rows_) width = std::max(width, display_width(row.cells[i]));
        widths.push_back(width);
    }
    const auto total = [&] {
        return std::accumulate(widths.begin(), widths.end(), margin) + gap * (widths.size() - 1);
    };
    while (options.width > 0 && total() > options.width) {
        std::size_t* widest = nullptr;
        for (std::size_t i = 0; i < columns_.size(); ++i) {
            const std::size_t least =
                std::max(narrowest_wrapping, display_width(columns_[i].title));
            if (!columns_[i].may_wrap || widths[i] <= least) continue;
            if (widest == nullptr || widths[i] > *widest) widest = &widths[i];
        }
        if (widest == nullptr) break;  // wider than the terminal: nothing is cut off
        --*widest;
    }
    return widths;
}

std::string Table::text(const RenderOptions& options, std::size_t margin) const {
    const std::vector<std::size_t> columns = widths(options, margin);
    std::string out;
    const auto add_line = [&](const auto& cell_of) {
        std::string line = blanks(margin);
        for (std::size_t i = 0; i < columns.size(); ++i) {
            if (i > 0) line += blanks(gap);
            line += cell_of(i);
        }
        trim_right(line);
        out += line + "\n";
    };
    add_line([&](std::size_t i) {
        return padded(columns_[i].title, columns[i], columns_[i].align, Tone::plain, options);
    });
    add_line([&](std::size_t i) { return line_of(columns[i]); });
    for (const Row& row : rows_) {
        std::vector<std::vector<std::string>> lines;
        std::size_t height = 1;
        for (std::size_t i = 0; i < columns.size(); ++i) {
            lines.push_back(columns_[i].may_wrap ? wrap(row.cells[i], columns[i], LongWords::split)
                                                 : std::vector<std::string>{row.cells[i]});
            height = std::max(height, lines.back().size());
        }
        for (std::size_t at = 0; at < height; ++at) {
            add_line([&](std::size_t i) {
                const std::string text = at < lines[i].size() ? lines[i][at] : "";
                return padded(text, columns[i], columns_[i].align, row.tones[i], options);
            });
        }
    }
    return out;
}

std::string Table::csv() const {
    std::vector<std::string> titles;
    for (const TableColumn& column : columns_) titles.push_back(column.title);
    std::string out = csv_line(titles);
    for (const Row& row : rows_) out += csv_line(row.cells);
    return out;
}

std::string csv_line(const std::vector<std::string>& cells) {
    std::string line;
    for (std::size_t i = 0; i < cells.size(); ++i) {
        if (i > 0) line += ',';
        const std::string& cell = cells[i];
        const bool blank_edge = !cell.empty() && (cell.front() == ' ' || cell.back() == ' ');
        if (cell.find_first_of(",\"\r\n") == std::string::npos && !blank_edge) {
            line += cell;
            continue;
        }
        line += '"';
        for (const char c : cell) {
            if (c == '"') line += '"';
            line += c;
        }
        line += '"';
    }
    return line + "\r\n";
}

std::vector<std::string> wrap(const std::string& text, std::size_t width, LongWords long_words) {
    if (width == 0 || display_width(text) <= width) return {text};
    std::vector<std::string> lines;
    std::string line;
    for (std::string word : words_of(text)) {
        while (long_words == LongWords::split && display_width(word) > width) {
            if (!line.empty()) lines.push_back(std::exchange(line, {}));
            const std::size_t bytes = split_at(word, width);
            lines.push_back(word.substr(0, bytes));
            word.erase(0, bytes);
        }
        if (line.empty()) {
            line = word;
        } else if (display_width(line) + 1 + display_width(word) <= width) {
            line += " " + word;
        } else {
            lines.push_back(std::move(line));
            line = word;
        }
    }
    lines.push_back(std::move(line));
    return lines;
}

std::string paragraph(const std::string& text, const RenderOptions& options, std::size_t margin,
                      std::size_t hang) {
    const std::size_t used = margin + hang;
    const std::size_t room = options.width > used ? options.width - used : 1;
    std::string out;
    bool first = true;
    for (const std::string& line : wrap(text, options.width == 0 ? 0 : room)) {
        out += blanks(first ? margin : used) + line + "\n";
        first = false;
    }
    return out;
}

}  // namespace underpin

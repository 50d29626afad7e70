// A plain table as aligned text or as CSV. Pure; any thread.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace underpin {

struct RenderOptions {
    std::size_t width = 80;  // columns of the terminal; 0: as wide as it wants
    bool color = false;      // only where the person asked for it or a terminal shows it
};

inline constexpr std::size_t indent = 2;  // of what belongs to a heading

enum class Align { left, right };

// What a cell means; only ever an addition to its words.
enum class Tone { plain, good, bad, warning, quiet };
[[nodiscard]] std::string toned(const std::string& text, Tone tone, const RenderOptions& options);

struct TableColumn {
    std::string title;
    Align align = Align::left;
    bool may_wrap = false;  // its cells go on in further lines where the width does not suffice
};

class Table {
  public:
    explicit Table(std::vector<TableColumn> columns) : columns_(std::move(columns)) {}

    // As many cells as columns; text is UTF-8 without line breaks.
    void add(std::vector<std::string> cells, std::vector<Tone> tones = {});
    [[nodiscard]] bool empty() const { return rows_.empty(); }

    // Title line, rule and rows, each line ended, no trailing blanks, `margin` blanks ahead.
    [[nodiscard]] std::string text(const RenderOptions& options, std::size_t margin = 0) const;
    [[nodiscard]] std::string csv() const;  // RFC 4180: CRLF, quotes where needed, titles first

  private:
    struct Row {
        std::vector<std::string> cells;
        std::vector<Tone> tones;
    };
    [[nodiscard]] std::vector<std::size_t> widths(const RenderOptions& options,
                                                  std::size_t margin) const;

    std::vector<TableColumn> columns_;
    std::vector<Row> rows_;
};

// One line of a CSV file.
[[nodiscard]] std::string csv_line(const std::vector<std::string>& cells);
// What becomes of a word that is longer than a line.
enum class LongWords { keep, split };
// `text` broken at blanks into lines of at most `width` cells; 0: one line. A longer word stands
// alone (it may be a name to copy), or is split, where it can be behind one of / - _ . ,
[[nodiscard]] std::vector<std::string> wrap(const std::string& text, std::size_t width,
                                            LongWords long_words = LongWords::keep);
// Paragraph text: wrapped, `margin` blanks ahead of each line, lines after the first by `hang`
// more.
[[nodiscard]] std::string paragraph(const std::string& text, const RenderOptions& options,
                                    std::size_t margin = 0, std::size_t hang = 0);

}  // namespace underpin

// A letter as its parts, and as HTML and PDF. Pure but for the fonts of the machine; any thread.
#pragma once

#include <string>
#include <variant>
#include <vector>

namespace underpin {

struct LetterHeading {
    std::string text;
};
struct LetterParagraph {
    std::string text;
};
// Lines that belong together, such as a derivation.
struct LetterLines {
    std::vector<std::string> lines;
};
struct LetterTable {
    std::vector<std::string> columns;
    std::vector<std::vector<std::string>> rows;
};
using LetterPart = std::variant<LetterHeading, LetterParagraph, LetterLines, LetterTable>;

struct Letter {
    std::string title;
    std::string language = "en";
    std::vector<LetterPart> parts;
};

[[nodiscard]] std::string letter_html(const Letter& letter);
// A4, with page numbers.
[[nodiscard]] std::string letter_pdf(const Letter& letter);

}  // namespace underpin

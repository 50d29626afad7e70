#include "work/pack/letter.h"

namespace underpin {

namespace {

std::string escaped(const std::string& text) {
    std::string out;
    for (const char c : text) {
        switch (c) {
            case '&': out += "&amp;"; break;
            case '<': out += "&lt;"; break;
            case '>': out += "&gt;"; break;
            case '"': out += "&quot;"; break;
            default: out += c;
        }
    }
    return out;
}

constexpr const char* style =
    "body{font:11pt/1.45 system-ui,sans-serif;max-width:48rem;margin:2rem auto;padding:0 1rem;"
    "color:#111;background:#fff}h1{font-size:1.5rem}h2{font-size:1.1rem;margin-top:2rem}"
    "table{border-collapse:collapse;width:100%;font-size:.9em}"
    "th,td{border-bottom:1px solid #bbb;padding:.3rem .5rem;text-align:left;vertical-align:top}"
    "ul{list-style:none;padding-left:1rem;border-left:3px solid #bbb}"
    "@media print{body{margin:0;max-width:none}}";

struct Writer {
    std::string out;

    void operator()(const LetterHeading& part) { out += "<h2>" + escaped(part.text) + "</h2>\n"; }
    void operator()(const LetterParagraph& part) { out += "<p>" + escaped(part.text) + "</p>\n"; }
    void operator()(const LetterLines& part) {
        out += "<ul>\n";
        for (const auto& line : part.lines) out += "<li>" + escaped(line) + "</li>\n";
        out += "</ul>\n";
    }
    void operator()(const LetterTable& part) {
        out += "<table>\n<thead><tr>";
        for (const auto& title : part.columns) {
            out += "<th scope=\"col\">" + escaped(title) + "</th>";
        }
        out += "</tr></thead>\n<tbody>\n";
        for (const auto& row : part.rows) {
            out += "<tr>";
            for (const auto& cell : row) out += "<td>" + escaped(cell) + "</td>";
            out += "</tr>\n";
        }
        out += "</tbody>\n</table>\n";
    }
};

}  // namespace

std::string letter_html(const Letter& letter) {
    Writer writer;
    for (const auto& part : letter.parts) std::visit(writer, part);
    return "<!DOCTYPE html>\n<html lang=\"" + escaped(letter.language) +
           "\">\n<head>\n<meta charset=\"utf-8\">\n<title>" + escaped(letter.title) +
           "</title>\n<style>" + style + "</style>\n</head>\n<body>\n<h1>" + escaped(letter.title) +
           "</h1>\n" + writer.out + "</body>\n</html>\n";
}

}  // namespace underpin

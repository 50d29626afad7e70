// The letter on A4 pages: Pango sets the text (any script that the machine has a font for), Cairo
// writes the PDF.
#include <algorithm>
#include <cairo-pdf.h>
#include <memory>
#include <pango/pangocairo.h>

#include "base/result.h"
#include "work/pack/letter.h"

namespace underpin {

namespace {

// Points, 72 an inch. Layout only: no number that somebody signs is made here.
constexpr double page_width = 595;
constexpr double page_height = 842;
constexpr double margin = 56;
constexpr double text_width = page_width - 2 * margin;
constexpr double bottom = page_height - margin - 14;
constexpr double cell_gap = 8;
constexpr double table_indent = 0;
constexpr double lines_indent = 14;

struct Free {
    void operator()(cairo_surface_t* surface) const { cairo_surface_destroy(surface); }
    void operator()(cairo_t* cairo) const { cairo_destroy(cairo); }
    void operator()(PangoLayout* layout) const { g_object_unref(layout); }
    void operator()(PangoFontDescription* font) const { pango_font_description_free(font); }
};

cairo_status_t append(void* to, const unsigned char* bytes, unsigned int count) {
    static_cast<std::string*>(to)->append(reinterpret_cast<const char*>(bytes), count);
    return CAIRO_STATUS_SUCCESS;
}

class Pages {
  public:
    explicit Pages(const std::string& title)
        : surface_(cairo_pdf_surface_create_for_stream(append, &bytes_, page_width, page_height)),
          cairo_(cairo_create(surface_.get())) {
        cairo_pdf_surface_set_metadata(surface_.get(), CAIRO_PDF_METADATA_TITLE, title.c_str());
        // Nothing of the moment: equal letters are equal bytes.
        cairo_pdf_surface_set_metadata(surface_.get(), CAIRO_PDF_METADATA_CREATE_DATE,
                                       "1980-01-01T00:00:00Z");
    }

    void title(const std::string& text) { paragraph(text, "Sans Bold 16", 0, 14); }
    void operator()(const LetterHeading& part) {
        y_ += 8;
        paragraph(part.text, "Sans Bold 11", 0, 5);
    }
    void operator()(const LetterParagraph& part) { paragraph(part.text, body, 0, 6); }
    void operator()(const LetterLines& part) {
        for (const auto& line : part.lines) paragraph(line, body, lines_indent, 2);
        y_ += 4;
    }
    void operator()(const LetterTable& part) {
        row(part.columns, "Sans Bold 8");
        for (const auto& cells : part.rows) row(cells, "Sans 8");
        y_ += 6;
    }

    std::string finish() {
        end_page();
        cairo_.reset();
        cairo_surface_finish(surface_.get());
        if (cairo_surface_status(surface_.get()) != CAIRO_STATUS_SUCCESS) {
            throw Failure({ErrorClass::internal, "the letter's PDF cannot be made", "", {}});
        }
        return std::move(bytes_);
    }

  private:
    static constexpr const char* body = "Sans 10";
    using Layout = std::unique_ptr<PangoLayout, Free>;

    Layout layout(const std::string& text, const char* font, double width) {
        Layout made(pango_cairo_create_layout(cairo_.get()));
        const std::unique_ptr<PangoFontDescription, Free> described(
            pango_font_description_from_string(font));
        pango_layout_set_font_description(made.get(), described.get());
        pango_layout_set_width(made.get(), static_cast<int>(width * PANGO_SCALE));
        pango_layout_set_wrap(made.get(), PANGO_WRAP_WORD_CHAR);
        pango_layout_set_text(made.get(), text.data(), static_cast<int>(text.size()));
        return made;
    }

    static double height_of(const Layout& made) {
        int height = 0;
        pango_layout_get_size(made.get(), nullptr, &height);
        return static_cast<double>(height) / PANGO_SCALE;
    }

    void show(const Layout& made, double x) {
        cairo_move_to(cairo_.get(), x, y_);
        pango_cairo_show_layout(cairo_.get(), made.get());
    }

    void need(double height) {
        if (y_ + height <= bottom || y_ <= margin) return;
        end_page();
        y_ = margin;
    }

    void paragraph(const std::string& text, const char* font, double indent, double below) {
        const auto made = layout(text, font, text_width - indent);
        need(height_of(made));
        show(made, margin + indent);
        y_ += height_of(made) + below;
    }

    void row(const std::vector<std::string>& cells, const char* font) {
        if (cells.empty()) return;
        const double width = (text_width - table_indent) / static_cast<double>(cells.size());
        std::vector<Layout> layouts;
        double height = 0;
        for (const auto& cell : cells) {
            layouts.push_back(layout(cell, font, width - cell_gap));
            height = std::max(height, height_of(layouts.back()));
        }
        need(height);
        for (std::size_t i = 0; i < layouts.size(); ++i) {
            show(layouts[i], margin + table_indent + width * static_cast<double>(i));
        }
        y_ += height + 3;
        cairo_set_line_width(cairo_.get(), 0.4);
        cairo_move_to(cairo_.get(), margin, y_ - 1.5);
        cairo_line_to(cairo_.get(), margin + text_width, y_ - 1.5);
        cairo_stroke(cairo_.get());
    }

    void end_page() {
        const auto number = layout(std::to_string(++pages_), "Sans 8", text_width);
        pango_layout_set_alignment(number.get(), PANGO_ALIGN_RIGHT);
        y_ = page_height - margin;
        show(number, margin);
        cairo_show_page(cairo_.get());
    }

    std::string bytes_;
    std::unique_ptr<cairo_surface_t, Free> surface_;
    std::unique_ptr<cairo_t, Free> cairo_;
    double y_ = margin;
    int pages_ = 0;
};

}  // namespace

std::string letter_pdf(const Letter& letter) {
    Pages pages(letter.title);
    pages.title(letter.title);
    for (const auto& part : letter.parts) std::visit(pages, part);
    return pages.finish();
}

}  // namespace underpin
